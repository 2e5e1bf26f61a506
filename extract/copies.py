"""Postings of different employers that carry one text: an agency's copy, an aggregator's that names another employer.

They are never one vacancy, because nobody can tell whose the opening is; each is noted as also seen at the other.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Connection, and_, delete, func, insert, literal, or_, select
from sqlalchemy.orm import aliased

from extract.clusters import ALIKE, REPOST_DAYS, title_block
from extract.similarity import jaccard, shingles
from extract.tables import AlsoSeenRow, CleanTextRow, ExtractionRow, TextBandRow
from extract.text import CLEANER
from scrapers.records import BoardKind
from scrapers.store.chunks import chunks
from scrapers.tables import BoardRow, PostingRow

SHARED = 2
"""Bands that two postings must share to be compared: 97 % of pairs with Jaccard 0.8 do, 9 % of those with 0.4."""
MOST = 5
"""Copies of one posting that are compared, likeliest first: a text that hundreds of employers share is a form."""
CHUNK = 100
"""Postings compared together."""


def note_copies(connection: Connection, bands: dict[int, tuple[int, ...]]) -> None:
    """Write the bands of new or changed postings, and each pair of them and known ones with one text.

    `bands` are those of `extract.similarity.bands` by posting; a posting with none is forgotten.
    """
    keys = list(bands)
    connection.execute(delete(TextBandRow).where(TextBandRow.posting_id.in_(keys)))
    connection.execute(delete(AlsoSeenRow).where(or_(AlsoSeenRow.posting_id.in_(keys), AlsoSeenRow.other_id.in_(keys))))
    rows = [{"posting_id": key, "band": band} for key, own in bands.items() for band in own]
    if not rows:
        return
    connection.execute(insert(TextBandRow), rows)
    found = [pair for chunk in chunks(keys, CHUNK) for pair in _alike(connection, chunk)]
    both = {(one, other): similarity for one, other, similarity in found}
    both |= {(other, one): similarity for (one, other), similarity in both.items()}
    if both:
        values = [
            {"posting_id": one, "other_id": other, "similarity": similarity}
            for (one, other), similarity in sorted(both.items())
        ]
        connection.execute(insert(AlsoSeenRow), values)


def _alike(connection: Connection, keys: Sequence[int]) -> Iterator[tuple[int, int, float]]:
    candidates = _candidates(connection, keys)
    about = _about(connection, {key for pair in candidates for key in pair})

    @lru_cache(maxsize=256)
    def shingles_of(key: int) -> frozenset[int]:
        return shingles(about[key]["text"])

    for one, other in candidates:
        if _may_be_one(about[one], about[other]):
            similarity = jaccard(shingles_of(one), shingles_of(other))
            if similarity >= ALIKE:
                yield one, other, round(similarity, 6)


def _candidates(connection: Connection, keys: Iterable[int]) -> list[tuple[int, int]]:
    """Return pairs that share bands, of different employers; an unknown employer is its own."""
    own, others = aliased(TextBandRow), aliased(TextBandRow)
    one, other = aliased(PostingRow), aliased(PostingRow)
    unknown = literal(0, BigInteger)
    shared = func.count()
    pairs = (
        select(own.posting_id, others.posting_id)
        .join(others, and_(others.band == own.band, others.posting_id != own.posting_id))
        .join(one, one.id == own.posting_id)
        .join(other, other.id == others.posting_id)
        .where(
            own.posting_id.in_(list(keys)),
            or_(one.employer_id.is_(None), one.employer_id != func.coalesce(other.employer_id, unknown)),
        )
        .group_by(own.posting_id, others.posting_id)
        .having(shared >= SHARED)
        .order_by(own.posting_id, shared.desc(), others.posting_id.desc())
    )
    kept: dict[int, int] = defaultdict(int)
    found = []
    for left, right in connection.execute(pairs):
        kept[left] += 1
        if kept[left] <= MOST:
            found.append((left, right))
    return found


def _about(connection: Connection, keys: set[int]) -> dict[int, dict[str, Any]]:
    clean = and_(CleanTextRow.content_hash == PostingRow.content_hash, CleanTextRow.cleaner == CLEANER)
    columns = (
        PostingRow.id,
        PostingRow.title,
        PostingRow.first_seen,
        PostingRow.last_seen,
        BoardRow.kind,
        ExtractionRow.role,
        CleanTextRow.text,
    )
    found = connection.execute(
        select(*columns)
        .join(BoardRow, BoardRow.id == PostingRow.board_id)
        .join(ExtractionRow, ExtractionRow.posting_id == PostingRow.id)
        .join(CleanTextRow, clean)
        .where(PostingRow.id.in_(keys))
    )
    return {row.id: dict(row._mapping) for row in found}


def _may_be_one(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether role or title agree and the two were seen within the days of a repost; a thread is no copy."""
    if BoardKind.THREAD in (one["kind"], other["kind"]):
        return False
    pause = max(one["first_seen"], other["first_seen"]) - min(one["last_seen"], other["last_seen"])
    if pause > dt.timedelta(days=REPOST_DAYS):
        return False
    if one["role"] and one["role"] == other["role"]:
        return True
    return title_block(one["title"], ()) == title_block(other["title"], ())
