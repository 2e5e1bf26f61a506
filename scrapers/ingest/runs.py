"""One child process of the crawl as a row."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from scrapers.health import FailureClass
from scrapers.records import CrawlState
from scrapers.tables import BoardCrawlRow, CrawlRunRow

NOT_ENDED = "its crawl has not ended: it still runs, or it was killed"


def start_run(connection: Connection, platform: str, now: dt.datetime) -> int:
    """Return the id of a new run, which has no end until `end_run` gives it one."""
    row = insert(CrawlRunRow).values(platform=platform, started_at=now, stats={}).returning(CrawlRunRow.id)
    return connection.execute(row).scalar_one()


def expect_boards(connection: Connection, run_id: int, board_ids: Collection[int], day: dt.date) -> None:
    """Give each board of a run its line before it is asked: what then kills the crawl leaves the truth behind."""
    line = {"run_id": run_id, "day": day, "state": CrawlState.PARTIAL.value, "listed": 0, "new": 0, "gone": 0}
    line |= {"failure": FailureClass.UNFINISHED.value, "error": NOT_ENDED}
    if board_ids:
        connection.execute(insert(BoardCrawlRow), [{**line, "board_id": board_id} for board_id in sorted(board_ids)])


def states(connection: Connection, run_id: int) -> dict[str, int]:
    """Return how many boards of a run ended, or did not, in which state."""
    line = BoardCrawlRow
    counted = select(line.state, func.count()).where(line.run_id == run_id).group_by(line.state)
    found: dict[str, int] = dict(connection.execute(counted).all())
    return found


def end_run(connection: Connection, run_id: int, now: dt.datetime, stats: dict[str, Any]) -> None:
    """Write when a run ended and what it counted."""
    connection.execute(update(CrawlRunRow).where(CrawlRunRow.id == run_id).values(ended_at=now, stats=stats))
