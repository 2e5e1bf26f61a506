"""Read an employer's ads once more, among each other: what it repeats in all of them feeds no skill and no topic."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Select, and_, func, select, update

from extract.boilerplate import Boilerplate, repeated_sentences
from extract.clusters import title_block
from extract.readers import readers
from extract.rows import Stored
from extract.tables import CleanTextRow, ExtractionRow, PostingPlaceRow, TagRow
from extract.text import CLEANER
from extract.vocabulary import load_vocabulary
from scrapers.tables import BoardRow, PostingRow, PostingVersionRow

EMPLOYERS = 40
CHUNK = 250
SAMPLE = 2000
"""Newest ads of an employer by which its habits are known; memory stays flat."""
FEWEST_ADS = 3
"""Of fewer ads nothing is a habit."""


def waiting(engine: Engine, alone: int) -> Iterator[list[int]]:
    """Yield groups of employers that have ads which extractor `alone` read, in order."""
    after = 0
    while True:
        find = (
            select(PostingRow.employer_id)
            .join(ExtractionRow, ExtractionRow.posting_id == PostingRow.id)
            .where(ExtractionRow.extractor_id == alone, PostingRow.employer_id > after)
            .distinct()
            .order_by(PostingRow.employer_id)
            .limit(EMPLOYERS)
        )
        with engine.connect() as connection:
            employers = [key for key in connection.scalars(find) if key is not None]
        if not employers:
            return
        yield employers
        after = employers[-1]


def touched(engine: Engine, employers: Sequence[int], extractors: tuple[int, int]) -> Iterator[list[Stored]]:
    """Yield the ads, read by one of `extractors`, that owe a counted skill to a sentence their employer repeats."""
    with engine.connect() as connection:
        for employer in employers:
            repeated = _repeated(connection, employer, extractors)
            if repeated:
                yield from _affected(connection, employer, extractors, repeated)


def settle(connection: Connection, employers: Sequence[int], alone: int, final: int) -> None:
    """Mark the ads of `employers` as read among each other."""
    own = select(PostingRow.id).where(PostingRow.employer_id.in_(employers))
    connection.execute(
        update(ExtractionRow)
        .where(ExtractionRow.extractor_id == alone, ExtractionRow.posting_id.in_(own))
        .values(extractor_id=final)
    )


def _ads(employer: int, extractors: tuple[int, int], *columns: Any) -> Select[Any]:
    """Select columns of the ads of an employer that are read as they are now."""
    clean = and_(CleanTextRow.content_hash == PostingRow.content_hash, CleanTextRow.cleaner == CLEANER)
    return (
        select(*columns)
        .join(ExtractionRow, ExtractionRow.posting_id == PostingRow.id)
        .join(BoardRow, BoardRow.id == PostingRow.board_id)
        .join(CleanTextRow, clean)
        .where(
            PostingRow.employer_id == employer,
            BoardRow.kind != "thread",
            ExtractionRow.is_ad.is_(True),
            ExtractionRow.extractor_id.in_(extractors),
        )
    )


def _repeated(connection: Connection, employer: int, extractors: tuple[int, int]) -> frozenset[int]:
    count = connection.scalar(_ads(employer, extractors, func.count()).select_from(PostingRow))
    if (count or 0) < FEWEST_ADS:
        return frozenset()
    places: dict[int, list[str]] = defaultdict(list)
    for key, said in connection.execute(
        select(PostingPlaceRow.posting_id, PostingPlaceRow.said)
        .join(PostingRow, PostingRow.id == PostingPlaceRow.posting_id)
        .where(PostingRow.employer_id == employer)
    ):
        places[key].append(said)
    newest = _ads(employer, extractors, PostingRow.id, PostingRow.title, CleanTextRow.text)
    found = connection.execute(newest.order_by(PostingRow.id.desc()).limit(SAMPLE))
    return repeated_sentences((title_block(title, places[key]), text) for key, title, text in found)


def _affected(
    connection: Connection, employer: int, extractors: tuple[int, int], repeated: frozenset[int]
) -> Iterator[list[Stored]]:
    reader = readers().skills
    boilerplate = Boilerplate(load_vocabulary().words["sections"])
    version = and_(
        PostingVersionRow.posting_id == PostingRow.id, PostingVersionRow.content_hash == PostingRow.content_hash
    )
    columns = (
        PostingRow.id,
        PostingRow.content_hash,
        BoardRow.country,
        PostingVersionRow.title,
        PostingVersionRow.said,
        CleanTextRow.text,
        ExtractionRow.extractor_id,
    )
    after = 0
    while True:
        chunk = _ads(employer, extractors, *columns).join(PostingVersionRow, version).where(PostingRow.id > after)
        found = connection.execute(chunk.order_by(PostingRow.id).limit(CHUNK)).all()
        if not found:
            return
        after = found[-1][0]
        spans = _counted_spans(connection, [row[0] for row in found])
        batch = []
        for key, content_hash, country, title, said, text, extractor in found:
            aside = boilerplate.stretches(text, reader.cut(text), repeated)
            if any(start <= span < end for span in spans[key] for start, end in aside):
                batch.append(
                    Stored(
                        posting_id=key,
                        content_hash=content_hash,
                        is_thread=False,
                        country=country,
                        title=title,
                        html="",
                        text=text,
                        said=said or {},
                        extractor_id=extractor,
                        aside=aside,
                    )
                )
        if batch:
            yield batch


def _counted_spans(connection: Connection, keys: Sequence[int]) -> dict[int, list[int]]:
    """Return where the counted skills of postings stand in their texts."""
    spans: dict[int, list[int]] = defaultdict(list)
    find = select(TagRow.posting_id, TagRow.start).where(
        TagRow.posting_id.in_(keys), TagRow.kind == "skill", TagRow.counted.is_(True), TagRow.start >= 0
    )
    for key, start in connection.execute(find):
        spans[key].append(start)
    return spans
