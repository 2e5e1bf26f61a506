"""`extract`: read what is new in the store, or everything when code or vocabulary changed."""

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, and_, func, insert, or_, select

from extract.rows import Stored
from extract.siblings import settle, touched, waiting
from extract.tables import CleanTextRow, ExtractionRow, ExtractorRow
from extract.text import CLEANER
from extract.vacancies import group_vacancies
from extract.version import code_version
from extract.vocabulary import load_vocabulary
from extract.workers import reading
from extract.writes import write
from scrapers.ingest import bodies
from scrapers.records import BoardKind
from scrapers.tables import BoardRow, PostingRow, PostingVersionRow

NAME = "jobtide"
ALONE = "jobtide, ads apart"
"""Read each by itself; an interrupted run goes on with reading them among each other."""
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

    Ads are read each by itself first, then those among them again that owe a skill to a sentence which their employer
    repeats. Each batch is one transaction, so an interrupted run goes on where it stopped; a second run writes nothing.
    """
    began = time.monotonic()
    with engine.begin() as connection:
        final, alone = _extractor_id(connection, NAME), _extractor_id(connection, ALONE)
        total = connection.scalar(select(func.count()).select_from(PostingRow)) or 0
    read = ads = 0
    with reading(processes) as tagged:
        for rows in tagged(_batches(engine, final, alone)):
            with engine.begin() as connection:
                write(connection, rows, now)
            read += len(rows)
            ads += sum(row.extraction["is_ad"] for row in rows)
        for employers in waiting(engine, alone):
            for rows in tagged(touched(engine, employers, (final, alone))):
                with engine.begin() as connection:
                    write(connection, rows, now)
            with engine.begin() as connection:
                settle(connection, employers, alone, final)
    vacancies = group_vacancies(engine)
    seconds = time.monotonic() - began
    return Extracted(
        read=read, tagged=ads, not_ads=read - ads, unchanged=total - read, vacancies=vacancies, seconds=seconds
    )


def _extractor_id(connection: Connection, name: str) -> int:
    """Return the row of the present code and vocabulary."""
    values = {"name": name, "version": code_version(), "vocabulary": load_vocabulary().version}
    find = select(ExtractorRow.id).filter_by(**values)
    found = connection.scalar(find)
    if found is None:
        connection.execute(insert(ExtractorRow).values(**values))
        found = connection.scalar(find)
    return int(found or 0)


def _unread(extractors: tuple[int, int], after: int) -> Select[Any]:
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
            PostingRow.employer_id,
            PostingVersionRow.title,
            PostingVersionRow.said,
            CleanTextRow.text,
            PostingVersionRow.bodies_id,
            PostingVersionRow.part,
        )
        .join(BoardRow, BoardRow.id == PostingRow.board_id)
        .join(PostingVersionRow, version)
        .outerjoin(ExtractionRow, ExtractionRow.posting_id == PostingRow.id)
        .outerjoin(CleanTextRow, clean)
        .where(
            PostingRow.id > after,
            or_(
                ExtractionRow.posting_id.is_(None),
                ExtractionRow.extractor_id.not_in(extractors),
                ExtractionRow.content_hash != PostingRow.content_hash,
            ),
        )
        .order_by(PostingRow.id)
        .limit(BATCH)
    )


def _batches(engine: Engine, final: int, alone: int) -> Iterator[list[Stored]]:
    after = 0
    while True:
        with engine.connect() as connection:
            found = connection.execute(_unread((final, alone), after)).all()
            places = [(row.bodies_id, row.part) for row in found if row.text is None]
            htmls = bodies.read(connection, places)
        if not found:
            return
        after = found[-1].id
        # A replay may have taken a text back between the two questions: what it put there is read next time.
        yield [
            _stored(row, htmls.get((row.bodies_id, row.part), ""), final, alone)
            for row in found
            if row.text is not None or (row.bodies_id, row.part) in htmls
        ]


def _stored(row: Row[Any], html: str, final: int, alone: int) -> Stored:
    is_thread = row.kind == BoardKind.THREAD
    return Stored(
        posting_id=row.id,
        content_hash=row.content_hash,
        is_thread=is_thread,
        country=row.country,
        title=row.title,
        html=html,
        text=row.text,
        said=row.said or {},
        extractor_id=final if row.employer_id is None or is_thread else alone,
    )
