"""The end of one board's crawl: what it saw, what has closed, and which days are covered."""

import datetime as dt

from sqlalchemy import Connection, insert, select, update

from scrapers.ingest import coverage, episodes
from scrapers.ingest.seen import implied_sighting
from scrapers.records import CrawlState
from scrapers.store.bulk import UpdateMany
from scrapers.tables import BoardCrawlRow, BoardRow, PostingRow

MISSES_TO_CLOSE = 2
"""Complete crawls in a row without a posting after which it counts as closed."""
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
    done = connection.scalar(
        select(BoardCrawlRow.gone).where(BoardCrawlRow.run_id == run_id, BoardCrawlRow.board_id == board_id)
    )
    if done is not None:
        return done
    gone = 0
    if state is CrawlState.COMPLETE:
        gone = _close(connection, board_id, day, now, seen_ids)
        coverage.extend(connection, board_id, day)
        connection.execute(update(BoardRow).where(BoardRow.id == board_id).values(seen_at=now))
    connection.execute(
        insert(BoardCrawlRow).values(
            run_id=run_id,
            board_id=board_id,
            day=day,
            state=state.value,
            listed=listed,
            new=new,
            gone=gone,
            error=error,
        )
    )
    return gone


def _close(connection: Connection, board_id: int, day: dt.date, now: dt.datetime, seen_ids: set[str]) -> int:
    seen_at = connection.scalar(select(BoardRow.seen_at).where(BoardRow.id == board_id))
    columns = PostingRow
    rows = connection.execute(
        select(
            columns.id,
            columns.external_id,
            columns.missed,
            columns.valid_through,
            columns.first_seen,
            columns.last_seen,
        ).where(columns.board_id == board_id, columns.closed_on.is_(None))
    )
    ended: list[tuple[int, dt.datetime, dt.date | None, int]] = []
    for key, external_id, missed, valid_through, first_seen, last_seen in rows:
        is_seen = external_id in seen_ids
        misses = 0 if is_seen else missed + 1
        closed_on = _closed_on(misses, valid_through, first_seen, day)
        if misses != missed or closed_on is not None:
            sighting = now if is_seen else implied_sighting(last_seen, missed, None, seen_at)
            ended.append((misses, sighting, closed_on, key))
    ENDS.write(connection, ended)
    closed: dict[dt.date, list[int]] = {}
    for _, _, closed_on, key in ended:
        if closed_on is not None:
            closed.setdefault(closed_on, []).append(key)
    for closed_on, keys in closed.items():
        episodes.end(connection, keys, closed_on)
    return sum(map(len, closed.values()))


def _closed_on(missed: int, valid_through: dt.date | None, first_seen: dt.datetime, day: dt.date) -> dt.date | None:
    """Return the first day the ad was no longer valid, the day of the crawl that missed it for good, or None."""
    if valid_through is not None and valid_through < day:
        return max(valid_through + dt.timedelta(days=1), first_seen.date())
    return day if missed >= MISSES_TO_CLOSE else None
