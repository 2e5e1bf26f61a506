"""Store what was seen on a board: new postings, new versions of known ones, and later sightings."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, select

from scrapers.ingest import rows
from scrapers.ingest.cleaning import mend, refusal
from scrapers.ingest.employers import employer_ids
from scrapers.ingest.posting_row import Seen
from scrapers.ingest.seen import latest_complete_crawl
from scrapers.records import BoardKind, RawPosting
from scrapers.store.base import Moment
from scrapers.store.chunks import chunks
from scrapers.tables import BoardRow, PostingRow

BOARD = select(
    BoardRow.kind,
    BoardRow.employer_id,
    latest_complete_crawl(bindparam("board")).label("seen_at"),
    exists().where(PostingRow.board_id == bindparam("board")).label("holds_any"),
).where(BoardRow.id == bindparam("board"))

KNOWN_BEFORE = select(PostingRow.external_id).where(
    PostingRow.board_id == bindparam("board"), PostingRow.first_seen < bindparam("moment", type_=Moment)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What became of the postings handed to `record`."""

    new: int = 0
    """Not known before."""
    changed: int = 0
    """Known, with another title, body or said field."""
    unchanged: int = 0
    """Known and saying the same."""
    refused: Mapping[str, int] = field(default_factory=dict)
    """Not stored: reason → count. `duplicate id` counts the second and later ads under one id."""
    mended: Mapping[str, int] = field(default_factory=dict)
    """Stored with a repair: kind of repair → count."""
    expired: int = 0
    """Past their validity, though listed."""


def record(
    connection: Connection,
    board_id: int,
    postings: Sequence[RawPosting],
    now: dt.datetime,
    *,
    first_seen_from_posted_on: bool = False,
    closed_on: Mapping[str, dt.date | None] | None = None,
) -> Recorded:
    """Store one board's postings as seen at `now`; of several under one id the first is kept.

    With `first_seen_from_posted_on` (imports) the sightings are dated by the ad itself and not by `now`, a
    known posting that says the same is not touched, and `closed_on` (external id → day, or None for one that is
    open) says what has ended; an id that is not in it keeps its state.
    """
    refused: Counter[str] = Counter()
    mended: Counter[str] = Counter()
    kept: dict[str, RawPosting] = {}
    for raw in postings:
        posting = mend(raw, now.date(), mended)
        reason = refusal(posting) or ("duplicate id" if posting.external_id in kept else None)
        if reason:
            refused[reason] += 1
        else:
            kept[posting.external_id] = posting
    cleaned = list(kept.values())
    board = connection.execute(BOARD, {"board": board_id}).one()
    employers = _employers(connection, board, cleaned)
    ends = {external_id: (day,) for external_id, day in (closed_on or {}).items()}
    seen = [Seen.of(p, e, now, ends.get(p.external_id)) for p, e in zip(cleaned, employers, strict=True)]
    counts: Counter[str] = Counter()
    for chunk in chunks(seen):
        if first_seen_from_posted_on:
            counts += rows.imported(connection, board_id, chunk, now)
        else:
            counts += rows.crawled(connection, board_id, chunk, now, board.seen_at, not board.holds_any)
    return Recorded(
        new=counts["new"],
        changed=counts["changed"],
        unchanged=counts["unchanged"],
        refused=dict(refused),
        mended=dict(mended),
        expired=sum(p.valid_through is not None and p.valid_through < now.date() for p in cleaned),
    )


def known_before(connection: Connection, board_id: int, external_ids: Collection[str], day: dt.date) -> int:
    """Return how many of these postings were first seen before a day."""
    given = {"board": board_id, "moment": rows.midnight(day)}
    return len(set(connection.scalars(KNOWN_BEFORE, given)).intersection(external_ids))


def _employers(
    connection: Connection, board: Row[*tuple[Any, ...]], postings: Sequence[RawPosting]
) -> list[int | None]:
    """Return each posting's employer: the board's own where it has one, else the one the posting names."""
    if board.kind == BoardKind.EMPLOYER.value and board.employer_id is not None:
        return [board.employer_id] * len(postings)
    ids = employer_ids(connection, dict.fromkeys(posting.employer for posting in postings if posting.employer))
    return [ids.get(posting.employer or "") for posting in postings]
