"""Write what was read from a batch of postings; replaces everything known about them."""

import datetime as dt

from sqlalchemy import Connection, delete, insert, select

from extract.copies import note_copies
from extract.rows import Rows
from extract.tables import (
    CleanTextRow,
    DisagreementRow,
    ExtractionRow,
    PayRow,
    PostingPlaceRow,
    TagRow,
    VacancyPostingRow,
)
from extract.text import CLEANER


def write(connection: Connection, rows: list[Rows], now: dt.datetime) -> None:
    """Replace everything known about the postings of a batch."""
    keys = [row.posting_id for row in rows]
    changed = _forget_vacancies(connection, rows, keys)
    for table in (TagRow, PayRow, PostingPlaceRow, DisagreementRow, ExtractionRow):
        connection.execute(delete(table).where(table.posting_id.in_(keys)))
    clean = {row.clean["content_hash"]: {**row.clean, "cleaner": CLEANER} for row in rows if row.clean}
    known = connection.scalars(
        select(CleanTextRow.content_hash).where(
            CleanTextRow.content_hash.in_(list(clean)), CleanTextRow.cleaner == CLEANER
        )
    )
    for content_hash in known.all():
        clean.pop(content_hash, None)
    for target, values in (
        (CleanTextRow, list(clean.values())),
        (ExtractionRow, [{**row.extraction, "done_at": now} for row in rows]),
        (TagRow, [tag for row in rows for tag in row.tags]),
        (PayRow, [pay for row in rows for pay in row.pays]),
        (PostingPlaceRow, [place for row in rows for place in row.places]),
        (DisagreementRow, [found for row in rows for found in row.disagreements]),
    ):
        if values:
            connection.execute(insert(target), values)
    note_copies(connection, {row.posting_id: row.bands for row in rows if row.posting_id in changed})


def _forget_vacancies(connection: Connection, rows: list[Rows], keys: list[int]) -> set[int]:
    """Take postings out of their vacancy whose text changed or that turned out to be no ads; return these."""
    find = select(ExtractionRow.posting_id, ExtractionRow.content_hash).where(ExtractionRow.posting_id.in_(keys))
    before = dict(connection.execute(find).all())
    changed = {
        row.posting_id
        for row in rows
        if not row.extraction["is_ad"] or before.get(row.posting_id) != row.extraction["content_hash"]
    }
    connection.execute(delete(VacancyPostingRow).where(VacancyPostingRow.posting_id.in_(changed)))
    return changed
