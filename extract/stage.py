"""`extract`: read what is new in the store, or everything when code or vocabulary changed."""

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Select, and_, delete, func, insert, or_, select

from extract.copies import note_copies
from extract.rows import Rows, Stored
from extract.tables import (
    CleanTextRow,
    DisagreementRow,
    ExtractionRow,
    ExtractorRow,
    PayRow,
    PostingPlaceRow,
    TagRow,
    VacancyPostingRow,
)
from extract.text import CLEANER
from extract.vacancies import group_vacancies
from extract.version import code_version
from extract.vocabulary import load_vocabulary
from extract.workers import read_all
from scrapers.records import BoardKind
from scrapers.tables import BoardRow, PostingRow, PostingVersionRow

NAME = "jobtide"
BATCH = 250
"""Postings read, tagged and written together; memory stays flat because only a few batches are on the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What one run did."""

    read: int
    """Postings that were new, changed, or last read by another extractor."""
    tagged: int
    """Of these, ads."""
    not_ads: int
    """Of these, comments that advertise nothing."""
    unchanged: int
    """Postings left as they were."""
    vacancies: int
    """Vacancies written or changed."""
    seconds: float
    """Wall time."""


def extract_new(engine: Engine, now: dt.datetime, processes: int = 1) -> Extracted:
    """Tag every posting that this extractor has not read in its present version, then group vacancies.

    Each batch is one transaction, so an interrupted run goes on where it stopped; a second run writes nothing.
    """
    began = time.monotonic()
    with engine.begin() as connection:
        extractor = _extractor_id(connection)
        total = connection.scalar(select(func.count()).select_from(PostingRow)) or 0
    read = ads = 0
    for rows in read_all(_batches(engine, extractor), processes):
        with engine.begin() as connection:
            _write(connection, rows, extractor, now)
        read += len(rows)
        ads += sum(row.extraction["is_ad"] for row in rows)
    vacancies = group_vacancies(engine)
    seconds = time.monotonic() - began
    return Extracted(
        read=read, tagged=ads, not_ads=read - ads, unchanged=total - read, vacancies=vacancies, seconds=seconds
    )


def _extractor_id(connection: Connection) -> int:
    """Return the row of the present code and vocabulary."""
    values = {"name": NAME, "version": code_version(), "vocabulary": load_vocabulary().version}
    find = select(ExtractorRow.id).filter_by(**values)
    found = connection.scalar(find)
    if found is None:
        connection.execute(insert(ExtractorRow).values(**values))
        found = connection.scalar(find)
    return int(found or 0)


def _unread(extractor: int, after: int) -> Select[Any]:
    """Select the next postings that this extractor has not read as they are now."""
    clean = and_(CleanTextRow.content_hash == PostingRow.content_hash, CleanTextRow.cleaner == CLEANER)
    version = and_(
        PostingVersionRow.posting_id == PostingRow.id, PostingVersionRow.content_hash == PostingRow.content_hash
    )
    return (
        select(
            PostingRow.id,
            PostingRow.content_hash,
            BoardRow.kind,
            BoardRow.country,
            PostingVersionRow.title,
            PostingVersionRow.html,
            CleanTextRow.text,
            PostingVersionRow.said,
        )
        .join(BoardRow, BoardRow.id == PostingRow.board_id)
        .join(PostingVersionRow, version)
        .outerjoin(ExtractionRow, ExtractionRow.posting_id == PostingRow.id)
        .outerjoin(CleanTextRow, clean)
        .where(
            PostingRow.id > after,
            or_(
                ExtractionRow.posting_id.is_(None),
                ExtractionRow.extractor_id != extractor,
                ExtractionRow.content_hash != PostingRow.content_hash,
            ),
        )
        .order_by(PostingRow.id)
        .limit(BATCH)
    )


def _batches(engine: Engine, extractor: int) -> Iterator[list[Stored]]:
    after = 0
    while True:
        with engine.connect() as connection:
            found = connection.execute(_unread(extractor, after)).all()
        if not found:
            return
        after = found[-1][0]
        yield [
            Stored(
                posting_id=key,
                content_hash=content_hash,
                is_thread=kind == BoardKind.THREAD,
                country=country,
                title=title,
                html=html,
                text=text,
                said=said or {},
            )
            for key, content_hash, kind, country, title, html, text, said in found
        ]


def _write(connection: Connection, rows: list[Rows], extractor: int, now: dt.datetime) -> None:
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
    extractions = [{**row.extraction, "extractor_id": extractor, "done_at": now} for row in rows]
    for target, values in (
        (CleanTextRow, list(clean.values())),
        (ExtractionRow, extractions),
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
