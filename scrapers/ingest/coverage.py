"""Spans of days on which a board was completely observed; what lies between them is a gap."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, Date, bindparam, delete, insert, select, update

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
ALL = (
    select(BoardRow.cadence, _span.from_day, _span.to_day, _span.seen_at)
    .outerjoin(_span, _span.board_id == BoardRow.id)
    .where(BoardRow.id == bindparam("board"))
)


class Span(NamedTuple):
    """Days on which a board was completely observed, both ends included."""

    from_day: dt.date
    to_day: dt.date
    seen_at: dt.datetime | None
    """Moment of the latest complete crawl in it; null where only an import covers it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """What is known of a board's days."""

    cadence: int
    """Days between its crawls."""
    spans: tuple[Span, ...]
    """In no order."""

    @property
    def seen_at(self) -> dt.datetime | None:
        """Moment of its latest complete crawl."""
        return max((span.seen_at for span in self.spans if span.seen_at), default=None)


def covered(connection: Connection, board_id: int) -> Covered:
    """Return the days of a board, in one question."""
    rows = connection.execute(ALL, {"board": board_id}).all()
    spans = tuple(Span(first, last, seen) for _, first, last, seen in rows if first is not None)
    return Covered(cadence=rows[0].cadence, spans=spans)


def add_span(
    connection: Connection, board_id: int, from_day: dt.date, to_day: dt.date, seen_at: dt.datetime | None = None
) -> None:
    """Add a span, both ends included, merging it with those it overlaps or continues; `seen_at` is of a complete crawl.

    Raises ValueError when the span ends before it begins.
    """
    if to_day < from_day:
        raise ValueError(f"span from {from_day} to {to_day}")
    given = {"board": board_id, "before": from_day - ONE_DAY, "after": to_day + ONE_DAY}
    touched = [Span(*span) for span in connection.execute(TOUCHED, given)]
    _merge(connection, board_id, touched, Span(from_day, to_day, seen_at))


def _merge(connection: Connection, board_id: int, spans: Sequence[Span], span: Span) -> None:
    """Write a span in the place of those that it touches."""
    from_day, to_day, seen_at = span
    first = min([from_day, *(old.from_day for old in spans)])
    last = max([to_day, *(old.to_day for old in spans)])
    seen = max(filter(None, [seen_at, *(old.seen_at for old in spans)]), default=None)
    if [Span(first, last, seen)] == list(spans):
        return
    if [old.from_day for old in spans] == [first]:
        connection.execute(PROLONG, {"board": board_id, "first": first, "last": last, "seen": seen})
        return
    if spans:
        connection.execute(REMOVE, {"board": board_id, "before": from_day - ONE_DAY, "after": to_day + ONE_DAY})
    connection.execute(ADD, {"board_id": board_id, "from_day": first, "to_day": last, "seen_at": seen})


def extend(connection: Connection, board_id: int, known: Covered, day: dt.date, now: dt.datetime) -> None:
    """Cover `day` after the complete crawl of `now`, and the days since the last covered one when they are joined."""
    last = max((span.to_day for span in known.spans if span.from_day <= day), default=None)
    joined = last is not None and last < day and (day - last).days <= JOINED_CADENCES * known.cadence
    first = last if joined and last else day
    touched = [span for span in known.spans if span.from_day <= day + ONE_DAY and span.to_day >= first - ONE_DAY]
    _merge(connection, board_id, touched, Span(first, day, now))


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
