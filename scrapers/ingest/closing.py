"""The end of one board's crawl: what it saw, what has closed, and which days are covered."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, insert, select, update

from scrapers.ingest import coverage
from scrapers.ingest.upsert import chunks
from scrapers.records import CrawlState
from scrapers.tables import BoardCrawlRow, PostingRow

MISSES_TO_CLOSE = 2
"""Complete crawls in a row without a posting after which it counts as closed."""


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
    *,
    absence_closes: bool = True,
    withdrawn: Collection[str] = (),
) -> int:
    """Write the board's line of this run and return how many postings it closed.

    Only a complete crawl closes postings and covers days; after any other state the store says about them
    what it said before. Where the list shows only the newest ads, `absence_closes` is false: a posting that is not
    in it closes only past its validity, or when the source names it as `withdrawn`. A second call for the same run
    and board changes nothing.
    """
    del now  # the moment is on the run; a posting closes on a day
    done = connection.scalar(
        select(BoardCrawlRow.gone).where(BoardCrawlRow.run_id == run_id, BoardCrawlRow.board_id == board_id)
    )
    if done is not None:
        return done
    gone = 0
    if state is CrawlState.COMPLETE:
        gone = _close(connection, board_id, day, seen_ids, absence_closes, withdrawn)
        coverage.extend(connection, board_id, day)
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


def _close(
    connection: Connection,
    board_id: int,
    day: dt.date,
    seen_ids: set[str],
    absence_closes: bool,
    withdrawn: Collection[str],
) -> int:
    columns = PostingRow
    rows = connection.execute(
        select(columns.id, columns.external_id, columns.missed, columns.valid_through, columns.first_seen).where(
            columns.board_id == board_id, columns.closed_on.is_(None)
        )
    ).all()
    misses: dict[int, list[int]] = {}
    closed: dict[dt.date, list[int]] = {}
    for row in rows:
        missed = 0 if row.external_id in seen_ids or not absence_closes else row.missed + 1
        if row.external_id in withdrawn and row.external_id not in seen_ids:
            missed = MISSES_TO_CLOSE
        if missed != row.missed:
            misses.setdefault(missed, []).append(row.id)
        if closed_on := _closed_on(missed, row.valid_through, row.first_seen, day):
            closed.setdefault(closed_on, []).append(row.id)
    _set(connection, "missed", misses)
    _set(connection, "closed_on", closed)
    return sum(len(ids) for ids in closed.values())


def _closed_on(missed: int, valid_through: dt.date | None, first_seen: dt.datetime, day: dt.date) -> dt.date | None:
    """Return the first day the ad was no longer valid, the day of the crawl that missed it for good, or None."""
    if valid_through is not None and valid_through < day:
        return max(valid_through + dt.timedelta(days=1), first_seen.date())
    return day if missed >= MISSES_TO_CLOSE else None


def _set(connection: Connection, name: str, ids_by_value: dict[Any, list[int]]) -> None:
    for value, ids in ids_by_value.items():
        for chunk in chunks(ids):
            connection.execute(update(PostingRow).where(PostingRow.id.in_(chunk)).values({name: value}))
