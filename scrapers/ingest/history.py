"""What a board usually lists, by its own record."""

from statistics import median_low

from sqlalchemy import Connection, select

from scrapers.records import CrawlState
from scrapers.tables import BoardCrawlRow

REMEMBERED = 10
"""Complete crawls looked back on."""


def usual(connection: Connection, board_id: int) -> int | None:
    """Return the median number of postings in the last complete crawls, or None before the first."""
    listed = connection.scalars(
        select(BoardCrawlRow.listed)
        .where(BoardCrawlRow.board_id == board_id, BoardCrawlRow.state == CrawlState.COMPLETE.value)
        .order_by(BoardCrawlRow.day.desc(), BoardCrawlRow.run_id.desc())
        .limit(REMEMBERED)
    ).all()
    return median_low(listed) if listed else None
