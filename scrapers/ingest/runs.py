"""One child process of the crawl as a row."""

import datetime as dt
from typing import Any

from sqlalchemy import Connection, insert, update

from scrapers.tables import CrawlRunRow


def start_run(connection: Connection, platform: str, now: dt.datetime) -> int:
    """Return the id of a new run, which has no end until `end_run` gives it one."""
    row = insert(CrawlRunRow).values(platform=platform, started_at=now, stats={}).returning(CrawlRunRow.id)
    return connection.execute(row).scalar_one()


def end_run(connection: Connection, run_id: int, now: dt.datetime, stats: dict[str, Any]) -> None:
    """Write when a run ended and what it counted."""
    connection.execute(update(CrawlRunRow).where(CrawlRunRow.id == run_id).values(ended_at=now, stats=stats))
