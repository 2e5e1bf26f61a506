"""When a posting was last seen, though an unchanged posting is not written again.

A complete crawl sees every posting of its board that is open and not missed: it is enough to note the crawl's moment
on the board. A posting's own row is written only when something about it changes.
"""

import datetime as dt

from sqlalchemy import ColumnElement, and_, case

from scrapers.tables import BoardRow, PostingRow


def last_sighting() -> ColumnElement[dt.datetime]:
    """Return an expression for the moment a posting was last seen, in a statement that joins its board."""
    implied = and_(
        PostingRow.closed_on.is_(None),
        PostingRow.missed == 0,
        BoardRow.seen_at.is_not(None),
        BoardRow.seen_at > PostingRow.last_seen,
    )
    return case((implied, BoardRow.seen_at), else_=PostingRow.last_seen)


def implied_sighting(
    last_seen: dt.datetime, missed: int, closed_on: dt.date | None, board_seen_at: dt.datetime | None
) -> dt.datetime:
    """Return what `last_sighting` gives for the values of one row."""
    if closed_on is None and missed == 0 and board_seen_at is not None:
        return max(last_seen, board_seen_at)
    return last_seen
