import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.store.errors import JobtideError
from trends.links import blocks
from trends.periods import Every, Period, Window

DAYS = st.dates(dt.date(1999, 1, 1), dt.date(2060, 12, 31))


def window(first: str, last: str) -> Window:
    return Window(first=dt.date.fromisoformat(first), last=dt.date.fromisoformat(last))


@given(DAYS, st.sampled_from(Every))
def test_a_period_is_read_back_from_its_name(day: dt.date, every: Every) -> None:
    period = Period.holding(every, day)

    assert Period.parse(period.key) == period
    assert period.span.first <= day <= period.span.last
    assert period.next().previous() == period


@given(DAYS)
def test_weekly_growth_compares_the_same_weekdays_364_days_apart(day: dt.date) -> None:
    period = Period.holding(Every.WEEK, day)
    now, then = period.window(), period.base_window()

    assert now.days == then.days == 28
    assert now.last.isoweekday() == then.last.isoweekday() == 7
    assert (now.last - then.last).days == 364
    assert Period.parse(period.compared_with).span.last == then.last


@given(DAYS)
def test_a_thread_is_compared_by_the_same_month_of_two_years(day: dt.date) -> None:
    period = Period.holding(Every.WEEK, day)
    now, then = period.thread_window(), period.thread_base_window()

    assert now.last <= period.span.last < (now.last + dt.timedelta(days=32))
    assert (now.first.month, now.first.day, now.first.year - 1) == (then.first.month, 1, then.first.year)


@pytest.mark.parametrize(
    ("key", "now", "then", "compared_with"),
    [
        ("2026-W46", ("2026-10-19", "2026-11-15"), ("2025-10-20", "2025-11-16"), "2025-W46"),
        ("2020-W53", ("2020-12-07", "2021-01-03"), ("2019-12-09", "2020-01-05"), "2020-W01"),
        ("2020-W09", ("2020-02-03", "2020-03-01"), ("2019-02-04", "2019-03-03"), "2019-W09"),
        ("2026-W53", ("2026-12-07", "2027-01-03"), ("2025-12-08", "2026-01-04"), "2026-W01"),
        ("2027-W01", ("2026-12-14", "2027-01-10"), ("2025-12-15", "2026-01-11"), "2026-W02"),
        ("2021-W01", ("2020-12-14", "2021-01-10"), ("2019-12-16", "2020-01-12"), "2020-W02"),
        ("2024-02", ("2024-02-01", "2024-02-29"), ("2023-02-01", "2023-02-28"), "2023-02"),
        ("2025-02", ("2025-02-01", "2025-02-28"), ("2024-02-01", "2024-02-29"), "2024-02"),
        ("2024-Q4", ("2024-10-01", "2024-12-31"), ("2023-10-01", "2023-12-31"), "2023-Q4"),
    ],
)
def test_windows_in_leap_years_and_years_of_53_weeks(
    key: str, now: tuple[str, str], then: tuple[str, str], compared_with: str
) -> None:
    period = Period.parse(key)

    assert period.window() == window(*now)
    assert period.base_window() == window(*then)
    assert period.compared_with == compared_with


@pytest.mark.parametrize(
    ("key", "now", "then"),
    [
        ("2020-W53", ("2020-12-01", "2020-12-31"), ("2019-12-01", "2019-12-31")),  # ends on 3 January
        ("2026-W53", ("2026-12-01", "2026-12-31"), ("2025-12-01", "2025-12-31")),
        ("2020-W09", ("2020-02-01", "2020-02-29"), ("2019-02-01", "2019-02-28")),  # ends on 1 March
        ("2021-W08", ("2021-02-01", "2021-02-28"), ("2020-02-01", "2020-02-29")),  # ends on the last of February
        ("2026-W35", ("2026-07-01", "2026-07-31"), ("2025-07-01", "2025-07-31")),  # 364 days before: 31 August
    ],
)
def test_a_thread_is_read_through_its_last_whole_month(key: str, now: tuple[str, str], then: tuple[str, str]) -> None:
    period = Period.parse(key)

    assert period.thread_window() == window(*now)
    assert period.thread_base_window() == window(*then)


@given(DAYS, st.sampled_from(Every))
def test_the_chain_leads_from_the_period_to_what_it_is_compared_with(day: dt.date, every: Every) -> None:
    period = Period.holding(every, day)
    chain = blocks(period)

    assert (chain[0].other, chain[-1].other) == (period.window(), period.base_window())
    assert (chain[0].thread, chain[-1].thread) == (period.thread_window(), period.thread_base_window())
    assert all(earlier.other.last == later.other.first - dt.timedelta(days=1) for later, earlier in pairwise(chain))


def test_a_week_closes_on_monday_at_midnight() -> None:
    monday = dt.date(2026, 11, 16)

    assert Period.last_closed(Every.WEEK, monday).key == "2026-W46"
    assert Period.last_closed(Every.WEEK, monday - dt.timedelta(days=1)).key == "2026-W45"
    assert Period.last_closed(Every.MONTH, dt.date(2026, 12, 1)).key == "2026-11"
    assert Period.last_closed(Every.QUARTER, dt.date(2027, 1, 1)).key == "2026-Q4"


@pytest.mark.parametrize(
    "key", ["2025-W53", "2026-W00", "2026-13", "2026-Q5", "2026", "last week", "2026-w46", "26-10"]
)
def test_what_is_no_period_is_refused_with_an_example(key: str) -> None:
    with pytest.raises(JobtideError, match="2026-W46"):
        Period.parse(key)
