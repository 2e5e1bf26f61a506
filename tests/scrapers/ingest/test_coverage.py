import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, select

from scrapers.ingest.coverage import add_span, replace_spans
from scrapers.records import CrawlState
from scrapers.tables import BoardCoverageRow
from tests.scrapers.ingest.board import DAY, Crawls


def spans(engine: Engine) -> list[tuple[int, int]]:
    """Covered spans as days since the first day."""
    span = BoardCoverageRow
    with engine.connect() as connection:
        rows = connection.execute(select(span.from_day, span.to_day).order_by(span.from_day))
        return [((row.from_day - DAY).days, (row.to_day - DAY).days) for row in rows]


@pytest.mark.parametrize(
    ("cadence", "days", "covered"),
    [
        (1, [0, 1, 2], [(0, 2)]),
        (1, [0, 0], [(0, 0)]),
        (1, [0, 2], [(0, 0), (2, 2)]),
        (7, [0, 10], [(0, 10)]),
        (7, [0, 11], [(0, 0), (11, 11)]),
        (2, [0, 3, 7, 9], [(0, 3), (7, 9)]),
        (1, [5, 3], [(3, 3), (5, 5)]),
        (1, [5, 4], [(4, 5)]),
    ],
)
def test_complete_crawls_join_up_to_one_and_a_half_cadences(
    engine: Engine, cadence: int, days: list[int], covered: list[tuple[int, int]]
) -> None:
    board = Crawls(engine, cadence=cadence)
    for day in days:
        board.finish(day)
    assert spans(engine) == covered


def test_only_complete_crawls_cover(engine: Engine) -> None:
    board = Crawls(engine)
    board.finish(0)
    board.finish(1, state=CrawlState.PARTIAL)
    board.finish(2)
    assert spans(engine) == [(0, 0), (2, 2)]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 6)), max_size=8))
def test_covered_days_are_the_union_of_the_spans(engine: Engine, added: list[tuple[int, int]]) -> None:
    board = Crawls(engine)
    with engine.begin() as connection:
        connection.execute(delete(BoardCoverageRow))
        for start, length in added:
            first = DAY + dt.timedelta(start)
            add_span(connection, board.board, first, first + dt.timedelta(length))
    found = spans(engine)
    days = [day for first, last in found for day in range(first, last + 1)]
    assert days == sorted({start + day for start, length in added for day in range(length + 1)})
    assert all(later[0] - earlier[1] > 1 for earlier, later in pairwise(found))


def test_a_span_that_ends_before_it_begins_is_refused(engine: Engine) -> None:
    board = Crawls(engine)
    with engine.begin() as connection, pytest.raises(ValueError, match="span from"):
        add_span(connection, board.board, DAY, DAY - dt.timedelta(1))


def test_replacing_spans_leaves_what_lies_outside_them(engine: Engine) -> None:
    board = Crawls(engine)
    with engine.begin() as connection:
        add_span(connection, board.board, DAY, DAY + dt.timedelta(30))
        new = [(DAY + dt.timedelta(10), DAY + dt.timedelta(12)), (DAY + dt.timedelta(18), DAY + dt.timedelta(20))]
        replace_spans(connection, board.board, new)
    assert spans(engine) == [(0, 12), (18, 30)]
