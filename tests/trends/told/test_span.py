"""Which periods a report compares."""

import datetime as dt

import pytest

from scrapers.store.errors import JobtideError
from trends.periods import Every, Period
from trends.report import span_of

TODAY = dt.date(2025, 1, 10)


@pytest.mark.parametrize(
    ("given", "now", "base", "is_year_apart"),
    [
        ({}, "2024-Q4", "2023-Q4", True),
        ({"every": Every.MONTH}, "2024-12", "2023-12", True),
        ({"period": Period.parse("2024-W50")}, "2024-W50", "2023-W50", True),
        ({"first": dt.date(2022, 12, 1)}, "2024-Q4", "2022-Q4", False),
        ({"first": dt.date(2022, 12, 1), "last": dt.date(2024, 9, 30)}, "2024-Q3", "2022-Q4", False),
        ({"last": dt.date(2024, 9, 29)}, "2024-Q2", "2023-Q2", True),
        ({"last": dt.date(2030, 1, 1)}, "2024-Q4", "2023-Q4", True),
        ({"first": dt.date(2023, 11, 5)}, "2024-Q4", "2023-Q4", True),
    ],
)
def test_days_and_periods_choose_what_is_compared(given, now, base, is_year_apart):
    span = span_of(TODAY, **given)
    assert (span.now.key, span.now.compared_with, span.now.is_year_apart) == (now, base, is_year_apart)


def test_seasons_that_differ_are_noticed():
    assert span_of(TODAY, first=dt.date(2022, 12, 1)).is_same_season
    assert not span_of(TODAY, first=dt.date(2023, 2, 1)).is_same_season
    assert span_of(TODAY, Every.WEEK).is_same_season


def test_lines_reach_back_to_the_earlier_period():
    assert len(span_of(TODAY).periods()) == 9
    far = span_of(TODAY, first=dt.date(2017, 1, 1)).periods()
    assert (far[0].key, far[-1].key, len(far)) == ("2017-Q1", "2024-Q4", 32)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"period": Period.parse("2025-Q1")}, "2025-Q1 is not over yet"),
        ({"first": dt.date(2024, 12, 1)}, "2024-Q4 is not earlier than 2024-Q4"),
    ],
)
def test_refusals_name_the_remedy(given, words):
    with pytest.raises(JobtideError, match=words):
        span_of(TODAY, **given)
