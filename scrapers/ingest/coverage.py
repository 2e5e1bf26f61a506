"""Spans of days on which a board was completely observed; what lies between them is a gap."""

import datetime as dt

from sqlalchemy import Connection, Date, bindparam, delete, func, insert, select, update

from scrapers.store.base import Moment
from scrapers.tables import BoardCoverageRow, BoardRow

JOINED_CADENCES = 1.5
"""Complete crawls further apart than this leave a gap between them."""

ONE_DAY = dt.timedelta(days=1)

# Made once: each board of a crawl needs them, and making a statement costs more than carrying it out.
_span = BoardCoverageRow
_touching = (
    _span.board_id == bindparam("board"),
    _span.from_day <= bindparam("after", type_=Date),
    _span.to_day >= bindparam("before", type_=Date),
)
TOUCHED = select(_span.from_day, _span.to_day, _span.seen_at).where(*_touching)
REMOVE = delete(_span).where(*_touching)
PROLONG = (
    update(_span)
    .where(_span.board_id == bindparam("board"), _span.from_day == bindparam("first", type_=Date))
    .values(to_day=bindparam("last", type_=Date), seen_at=bindparam("seen", type_=Moment))
)
ADD = insert(_span)
LAST = (
    select(BoardRow.cadence, func.max(_span.to_day))
    .outerjoin(_span, (_span.board_id == BoardRow.id) & (_span.from_day <= bindparam("day", type_=Date)))
    .where(BoardRow.id == bindparam("board"))
    .group_by(BoardRow.id, BoardRow.cadence)
)


def add_span(
    connection: Connection, board_id: int, from_day: dt.date, to_day: dt.date, seen_at: dt.datetime | None = None
) -> None:
    """Add a span, both ends included, merging it with those it overlaps or continues; `seen_at` is of a complete crawl.

    Raises ValueError when the span ends before it begins.
    """
    if to_day < from_day:
        raise ValueError(f"span from {from_day} to {to_day}")
    given = {"board": board_id, "before": from_day - ONE_DAY, "after": to_day + ONE_DAY}
    spans = connection.execute(TOUCHED, given).all()
    first = min([from_day, *(old.from_day for old in spans)])
    last = max([to_day, *(old.to_day for old in spans)])
    seen = max(filter(None, [seen_at, *(old.seen_at for old in spans)]), default=None)
    if [(first, last, seen)] == [tuple(old) for old in spans]:
        return
    if [old.from_day for old in spans] == [first]:
        connection.execute(PROLONG, {"board": board_id, "first": first, "last": last, "seen": seen})
        return
    if spans:
        connection.execute(REMOVE, given)
    connection.execute(ADD, {"board_id": board_id, "from_day": first, "to_day": last, "seen_at": seen})


def extend(connection: Connection, board_id: int, day: dt.date, now: dt.datetime) -> None:
    """Cover `day` after the complete crawl of `now`, and the days since the last covered one when they are joined."""
    cadence, last = connection.execute(LAST, {"board": board_id, "day": day}).one()
    joined = last is not None and last < day and (day - last).days <= JOINED_CADENCES * cadence
    add_span(connection, board_id, last if joined and last else day, day, now)


def replace_spans(
    connection: Connection,
    board_id: int,
    spans: list[tuple[dt.date, dt.date]],
    within: tuple[dt.date, dt.date] | None = None,
) -> None:
    """Make `spans` all that is covered between their first and last day, and over the days `within`.

    What was covered before and after that stays.
    """
    ends = [*spans, *([within] if within else [])]
    first, last = min(span[0] for span in ends), max(span[1] for span in ends)
    old = BoardCoverageRow
    touched = (old.board_id == board_id, old.from_day <= last, old.to_day >= first)
    kept = connection.execute(select(old.from_day, old.to_day, old.seen_at).where(*touched)).all()
    connection.execute(delete(old).where(*touched))
    before = [(row.from_day, first - ONE_DAY) for row in kept if row.from_day < first]
    after = [(last + ONE_DAY, row.to_day) for row in kept if row.to_day > last]
    moments = [row.seen_at for row in kept if row.seen_at]
    for from_day, to_day in [*before, *spans, *after]:
        own = [moment for moment in moments if from_day <= moment.date() <= to_day]
        add_span(connection, board_id, from_day, to_day, max(own, default=None))
