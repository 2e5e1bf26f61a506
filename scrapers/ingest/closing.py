"""The end of one board's crawl: what it saw, what has closed, and which days are covered."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from scrapers.health import FailureClass
from scrapers.ingest import coverage, episodes
from scrapers.ingest.seen import implied_sighting
from scrapers.records import CrawlState
from scrapers.store.bulk import UpdateMany
from scrapers.store.chunks import chunks
from scrapers.tables import BoardCrawlRow, PostingRow

MISSES_TO_CLOSE = 2
"""Complete crawls in a row without a posting after which it counts as closed."""
# Made once: each board of a crawl needs them, and making a statement costs more than carrying it out.
_line, _posting = BoardCrawlRow, PostingRow
_this = (_line.run_id == bindparam("run"), _line.board_id == bindparam("board"))
GONE = select(_line.gone).where(*_this)
LINE = insert(_line)
FACTS = ("day", "state", "failure", "listed", "new", "error")
FINISHED = (
    update(_line)
    .where(*_this, _line.failure == FailureClass.UNFINISHED.value)
    .values({**{name: bindparam(name) for name in FACTS}, "gone": 0})
)
CLOSED = update(_line).where(*_this).values(gone=bindparam("closed"))
OPEN = select(_posting.id, _posting.external_id, _posting.missed, _posting.valid_through).where(
    _posting.board_id == bindparam("board"), _posting.closed_on.is_(None)
)
DETAILS = select(_posting.id, _posting.first_seen, _posting.last_seen, _posting.missed, _posting.valid_through).where(
    _posting.id.in_(bindparam("keys", expanding=True))
)
ENDS = UpdateMany(PostingRow, keys=("id",), values=("missed", "last_seen", "closed_on"))


def finish_board(
    connection: Connection,
    run_id: int,
    board_id: int,
    day: dt.date,
    now: dt.datetime,
    state: CrawlState,
    listed: int,
    new: int,
    seen_ids: set[str],
    error: str | None,
    failure: str | None = None,
    *,
    gone_ids: Collection[str] = (),
    absence_closes: bool = True,
    may_close: bool = True,
) -> int:
    """Write the board's line of this run and return how many postings it closed.

    Only a complete crawl closes postings, covers days, and counts as a sighting of all that is open; after any other
    state the store says about them what it said before. A posting in `gone_ids` (withdrawn, or its own page is no
    longer there) closes at once, one that is merely absent at the second time, and where the list shows only the newest
    (`absence_closes` false) not at all. `may_close` is false where nothing can close: the board held no posting before,
    and what it lists is valid. A second call for the same run and board changes nothing.
    """
    line: dict[str, Any] = {"day": day, "state": state.value, "failure": failure}
    line |= {"listed": listed, "new": new, "error": error}
    if not connection.execute(FINISHED, {**line, "run": run_id, "board": board_id}).rowcount:
        done = connection.scalar(GONE, {"run": run_id, "board": board_id})
        if done is not None:
            return done
        connection.execute(LINE, {**line, "gone": 0, "run_id": run_id, "board_id": board_id})
    if state is not CrawlState.COMPLETE:
        return 0
    gone = 0
    covered = coverage.covered(connection, board_id)
    seen_at = covered.seen_at
    # A crawl dated before one that is already there (a clock set back) cannot tell what has gone since.
    if may_close and (seen_at is None or seen_at.date() <= day):
        crawl = Complete(day=day, now=now, before=seen_at, seen=seen_ids, gone=gone_ids, is_whole=absence_closes)
        gone = _close(connection, board_id, crawl)
    coverage.extend(connection, board_id, covered, day, now)
    if gone:
        connection.execute(CLOSED, {"closed": gone, "run": run_id, "board": board_id})
    return gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Complete:
    """A crawl that saw its board completely."""

    day: dt.date
    now: dt.datetime
    before: dt.datetime | None
    """Moment of the complete crawl before it."""
    seen: Collection[str]
    gone: Collection[str]
    is_whole: bool
    """Whether the list holds everything that is open."""


def _close(connection: Connection, board_id: int, crawl: Complete) -> int:
    doubtful: dict[int, tuple[bool, bool]] = {}
    for key, external_id, missed, valid_through in connection.execute(OPEN, {"board": board_id}):
        is_seen = external_id in crawl.seen
        is_gone = external_id in crawl.gone and not is_seen
        changes = missed > 0 if is_seen else missed < MISSES_TO_CLOSE
        if changes or is_gone or (valid_through is not None and valid_through < crawl.day):
            doubtful[key] = is_seen, is_gone
    closed: dict[dt.date, list[int]] = {}
    for keys in chunks(list(doubtful)):
        ends = []
        for key, first_seen, last_seen, missed, valid_through in connection.execute(DETAILS, {"keys": keys}):
            is_seen, is_gone = doubtful[key]
            misses = 0 if is_seen else min(missed + 1, MISSES_TO_CLOSE)
            is_over = is_gone or (crawl.is_whole and misses >= MISSES_TO_CLOSE)
            closed_on = _closed_on(is_over, valid_through, first_seen, crawl.day)
            sighting = crawl.now if is_seen else implied_sighting(last_seen, missed, None, crawl.before)
            ends.append((misses, sighting, closed_on, key))
            if closed_on is not None:
                closed.setdefault(closed_on, []).append(key)
        ENDS.write(connection, ends)
    for closed_on, ended in closed.items():
        episodes.end(connection, ended, closed_on)
    return sum(map(len, closed.values()))


def _closed_on(is_over: bool, valid_through: dt.date | None, first_seen: dt.datetime, day: dt.date) -> dt.date | None:
    """Return the first day the ad was no longer valid, the day of the crawl that missed it for good, or None."""
    if valid_through is not None and valid_through < day:
        return max(valid_through + dt.timedelta(days=1), first_seen.date())
    return max(day, first_seen.date()) if is_over else None
