"""Remove what was made of postings that are about to be deleted."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, or_, select

from extract.tables import (
    AlsoSeenRow,
    DisagreementRow,
    ExtractionRow,
    PayRow,
    PostingPlaceRow,
    TagRow,
    TextBandRow,
    VacancyPostingRow,
    VacancyRow,
)
from scrapers.store.chunks import chunks

CHUNK = 250
OWN = (TagRow, PayRow, PostingPlaceRow, DisagreementRow, TextBandRow, ExtractionRow, VacancyPostingRow)


def forget_postings(connection: Connection, posting_ids: Sequence[int]) -> None:
    """Remove all that the postings led to; the vacancies that they led are grouped anew by the next extraction."""
    for chunk in chunks(posting_ids, CHUNK):
        for table in OWN:
            connection.execute(delete(table).where(table.posting_id.in_(chunk)))
        connection.execute(
            delete(AlsoSeenRow).where(or_(AlsoSeenRow.posting_id.in_(chunk), AlsoSeenRow.other_id.in_(chunk)))
        )
        led = select(VacancyRow.id).where(VacancyRow.first_posting_id.in_(chunk))
        connection.execute(delete(VacancyPostingRow).where(VacancyPostingRow.vacancy_id.in_(led)))
        connection.execute(delete(VacancyRow).where(VacancyRow.first_posting_id.in_(chunk)))
