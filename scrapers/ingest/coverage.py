"""Spans of days on which a board was completely observed; what lies between them is a gap."""

import datetime as dt

from sqlalchemy import Connection, delete, insert, select

from scrapers.tables import BoardCoverageRow, BoardRow

JOINED_CADENCES = 1.5
"""Complete crawls further apart than this leave a gap between them."""

ONE_DAY = dt.timedelta(days=1)


def add_span(connection: Connection, board_id: int, from_day: dt.date, to_day: dt.date) -> None:
    """Add a span, both ends included, merging it with those it overlaps or continues.

    Raises ValueError when the span ends before it begins.
    """
    if to_day < from_day:
        raise ValueError(f"span from {from_day} to {to_day}")
    span = BoardCoverageRow
    touched = (
        span.board_id == board_id,
        span.from_day <= to_day + ONE_DAY,
        span.to_day >= from_day - ONE_DAY,
    )
    spans = connection.execute(select(span.from_day, span.to_day).where(*touched)).all()
    first = min([from_day, *(old.from_day for old in spans)])
    last = max([to_day, *(old.to_day for old in spans)])
    if [(first, last)] == [tuple(old) for old in spans]:
        return
    connection.execute(delete(span).where(*touched))
    connection.execute(insert(span).values(board_id=board_id, from_day=first, to_day=last))


def extend(connection: Connection, board_id: int, day: dt.date) -> None:
    """Cover `day` after a complete crawl, and the days since the last covered one when the two are joined."""
    cadence = connection.scalar(select(BoardRow.cadence).where(BoardRow.id == board_id)) or 1
    last = connection.scalar(
        select(BoardCoverageRow.to_day)
        .where(BoardCoverageRow.board_id == board_id, BoardCoverageRow.from_day <= day)
        .order_by(BoardCoverageRow.to_day.desc())
        .limit(1)
    )
    joined = last is not None and last < day and (day - last).days <= JOINED_CADENCES * cadence
    add_span(connection, board_id, last if joined and last else day, day)


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
    kept = connection.execute(select(old.from_day, old.to_day).where(*touched)).all()
    connection.execute(delete(old).where(*touched))
    before = [(row.from_day, first - ONE_DAY) for row in kept if row.from_day < first]
    after = [(last + ONE_DAY, row.to_day) for row in kept if row.to_day > last]
    for from_day, to_day in [*before, *spans, *after]:
        add_span(connection, board_id, from_day, to_day)
