"""The crawls of boards as the store keeps them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, Row, Select, select

from scrapers.health.failures import FailureClass
from scrapers.health.standing import Crawl
from scrapers.records import CrawlState
from scrapers.store.chunks import chunks
from scrapers.tables import BoardCrawlRow

Found = tuple[int, dt.date, str, int, str | None, str | None]


def earlier_crawls(
    connection: Connection, board_ids: Iterable[int], day: dt.date, since: dt.date
) -> dict[int, list[Crawl]]:
    """Return the boards' crawls of other days than the one given by the board's row, newest first.

    The newest is the one made last, whatever day it is dated: a machine's clock may have been wrong.
    """
    row = BoardCrawlRow
    of_other_days = _columns().where(row.day >= since, row.day != day)
    found: dict[int, list[Crawl]] = {}
    for chunk in chunks(list(board_ids)):
        found |= _by_board(connection.execute(of_other_days.where(row.board_id.in_(chunk))))
    return found


def crawls_before(connection: Connection, board_id: int, run_id: int, day: dt.date, limit: int) -> list[Crawl]:
    """Return a board's crawls before a run, of other days than the run's, newest first."""
    row = BoardCrawlRow
    chosen = _columns().where(row.board_id == board_id, row.run_id < run_id, row.day != day).limit(limit)
    return [_crawl(found) for found in connection.execute(chosen)]


def crawls_since(connection: Connection, first: dt.date) -> dict[int, list[Crawl]]:
    """Return the crawls of every board from a day on by the board's row, newest first."""
    return _by_board(connection.execute(_columns().where(BoardCrawlRow.day >= first)))


def crawls_of(connection: Connection, run_id: int) -> dict[int, tuple[Crawl, int, int]]:
    """Return a run's crawls by the board's row, each with how many postings were new and how many it closed."""
    row = BoardCrawlRow
    told = _columns().add_columns(row.new, row.gone).where(row.run_id == run_id)
    return {line.board_id: (_crawl(line), line.new, line.gone) for line in connection.execute(told)}


def _columns() -> Select[*Found]:
    row = BoardCrawlRow
    columns = select(row.board_id, row.day, row.state, row.listed, row.failure, row.error)
    return columns.order_by(row.run_id.desc())


def _by_board(rows: Iterable[Row[*Found]]) -> dict[int, list[Crawl]]:
    found: dict[int, list[Crawl]] = defaultdict(list)
    for row in rows:
        found[row.board_id].append(_crawl(row))
    return found


def _crawl(row: Row[*Found]) -> Crawl:
    failure = FailureClass(row.failure) if row.failure else None
    return Crawl(day=row.day, state=CrawlState(row.state), listed=row.listed, failure=failure, error=row.error)
