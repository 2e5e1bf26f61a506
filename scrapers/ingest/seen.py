"""When a posting was last seen, though an unchanged posting is not written again.

A complete crawl sees every posting of its board that is open and not missed: it is enough to note the crawl's moment
with the days that it covers. A posting's own row is written only when something about it changes.
"""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, select

from scrapers.tables import BoardCoverageRow, PostingRow


def last_sighting() -> ColumnElement[dt.datetime]:
    """Return an expression for the moment a posting was last seen."""
    seen_at = latest_complete_crawl(PostingRow.board_id)
    implied = and_(
        PostingRow.closed_on.is_(None),
        PostingRow.missed == 0,
        seen_at > PostingRow.last_seen,
    )
    return case((implied, seen_at), else_=PostingRow.last_seen)


def latest_complete_crawl(board_id: Any) -> ScalarSelect[dt.datetime | None]:
    """Return an expression for the moment of a board's latest complete crawl; null before the first."""
    span = BoardCoverageRow
    latest = select(func.max(span.seen_at)).where(span.board_id == board_id)
    return latest.correlate_except(span).scalar_subquery()


def implied_sighting(
    last_seen: dt.datetime, missed: int, closed_on: dt.date | None, board_seen_at: dt.datetime | None
) -> dt.datetime:
    """Return what `last_sighting` gives for the values of one row."""
    if closed_on is None and missed == 0 and board_seen_at is not None:
        return max(last_seen, board_seen_at)
    return last_seen
