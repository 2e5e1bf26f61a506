"""The end of one board's crawl: what it saw, what has closed, and which days are covered."""

import datetime as dt

from sqlalchemy import Connection, bindparam, insert, select, update

from scrapers.ingest import coverage, episodes
from scrapers.ingest.seen import implied_sighting
from scrapers.ingest.upsert import chunks
from scrapers.records import CrawlState
from scrapers.store.base import Moment
from scrapers.store.bulk import UpdateMany
from scrapers.tables import BoardCrawlRow, BoardRow, PostingRow

MISSES_TO_CLOSE = 2
"""Complete crawls in a row without a posting after which it counts as closed."""
# Made once: each board of a crawl needs them, and making a statement costs more than carrying it out.
_line, _posting = BoardCrawlRow, PostingRow
DONE = select(_line.gone).where(_line.run_id == bindparam("run"), _line.board_id == bindparam("board"))
LINE = insert(_line)
SEEN_AT = select(BoardRow.seen_at).where(BoardRow.id == bindparam("board"))
SEEN = update(BoardRow).where(BoardRow.id == bindparam("board")).values(seen_at=bindparam("now", type_=Moment))
OPEN = select(_posting.id, _posting.external_id, _posting.missed, _posting.valid_through).where(
    _posting.board_id == bindparam("board"), _posting.closed_on.is_(None)
)
SIGHTINGS = select(_posting.id, _posting.first_seen, _posting.last_seen).where(
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
) -> int:
    """Write the board's line of this run and return how many postings it closed.

    Only a complete crawl closes postings, covers days, and counts as a sighting of all that is open; after any other
    state the store says about them what it said before. A second call for the same run and board changes nothing.
    """
    done = connection.scalar(DONE, {"run": run_id, "board": board_id})
    if done is not None:
        return done
    gone = 0
    if state is CrawlState.COMPLETE:
        gone = _close(connection, board_id, day, now, seen_ids)
        coverage.extend(connection, board_id, day)
        connection.execute(SEEN, {"board": board_id, "now": now})
    line = {"run_id": run_id, "board_id": board_id, "day": day, "state": state.value}
    connection.execute(LINE, {**line, "listed": listed, "new": new, "gone": gone, "error": error})
    return gone


def _close(connection: Connection, board_id: int, day: dt.date, now: dt.datetime, seen_ids: set[str]) -> int:
    seen_at = connection.scalar(SEEN_AT, {"board": board_id})
    doubtful: dict[int, tuple[bool, int, dt.date | None]] = {}
    for key, external_id, missed, valid_through in connection.execute(OPEN, {"board": board_id}):
        is_seen = external_id in seen_ids
        if missed or not is_seen or (valid_through is not None and valid_through < day):
            doubtful[key] = is_seen, missed, valid_through
    closed: dict[dt.date, list[int]] = {}
    for keys in chunks(list(doubtful)):
        ends = []
        for key, first_seen, last_seen in connection.execute(SIGHTINGS, {"keys": keys}):
            is_seen, missed, valid_through = doubtful[key]
            misses = 0 if is_seen else missed + 1
            closed_on = _closed_on(misses, valid_through, first_seen, day)
            sighting = now if is_seen else implied_sighting(last_seen, missed, None, seen_at)
            ends.append((misses, sighting, closed_on, key))
            if closed_on is not None:
                closed.setdefault(closed_on, []).append(key)
        ENDS.write(connection, ends)
    for closed_on, ended in closed.items():
        episodes.end(connection, ended, closed_on)
    return sum(map(len, closed.values()))


def _closed_on(missed: int, valid_through: dt.date | None, first_seen: dt.datetime, day: dt.date) -> dt.date | None:
    """Return the first day the ad was no longer valid, the day of the crawl that missed it for good, or None."""
    if valid_through is not None and valid_through < day:
        return max(valid_through + dt.timedelta(days=1), first_seen.date())
    return day if missed >= MISSES_TO_CLOSE else None
