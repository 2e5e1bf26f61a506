"""Weeks, months and quarters: what they are called, when they close, and the windows that growth compares."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from scrapers.store.errors import JobtideError

PATTERNS = {
    "week": re.compile(r"(\d{4})-W(\d{2})"),
    "month": re.compile(r"(\d{4})-(\d{2})"),
    "quarter": re.compile(r"(\d{4})-Q([1-4])"),
}
WEEKS_OF_GROWTH = 4
YEAR_OF_WEEKS = dt.timedelta(days=364)
"""52 whole weeks, so that both windows hold the same weekdays."""


class Every(StrEnum):
    """How long a period is."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A span of days, both ends included."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One ISO week, calendar month or calendar quarter."""

    every: Every
    span: Window
    """The period's own days."""

    @classmethod
    def parse(cls, key: str) -> Self:
        """Return the period called `key`; raises JobtideError when there is none.

        >>> Period.parse("2026-W46").span.last
        datetime.date(2026, 11, 15)
        """
        for every, pattern in PATTERNS.items():
            if match := pattern.fullmatch(key):
                try:
                    return cls.holding(Every(every), _first_day(every, int(match[1]), int(match[2])))
                except ValueError:
                    break
        raise JobtideError(f"'{key}' is no period", "period", "write it as 2026-W46, 2026-10 or 2026-Q4")

    @classmethod
    def holding(cls, every: Every, day: dt.date) -> Self:
        """Return the period that `day` lies in.

        >>> Period.holding(Every.QUARTER, dt.date(2026, 11, 22)).key
        '2026-Q4'
        """
        if every is Every.WEEK:
            monday = day - dt.timedelta(days=day.weekday())
            return cls(every=every, span=Window(first=monday, last=monday + dt.timedelta(days=6)))
        months = 3 if every is Every.QUARTER else 1
        first = day.replace(month=(day.month - 1) // months * months + 1, day=1)
        return cls(every=every, span=Window(first=first, last=_end_of_month(first, months - 1)))

    @classmethod
    def last_closed(cls, every: Every, today: dt.date) -> Self:
        """Return the newest period that is over at 00:00 UTC of `today`.

        >>> Period.last_closed(Every.WEEK, dt.date(2026, 11, 16)).key
        '2026-W46'
        """
        return cls.holding(every, cls.holding(every, today).span.first - dt.timedelta(days=1))

    @property
    def key(self) -> str:
        """`2026-W46`, `2026-10` or `2026-Q4`."""
        first = self.span.first
        if self.every is Every.WEEK:
            year, week, _ = first.isocalendar()
            return f"{year}-W{week:02}"
        return f"{first.year}-Q{first.month // 3 + 1}" if self.every is Every.QUARTER else f"{first:%Y-%m}"

    @property
    def compared_with(self) -> str:
        """Key of the period that growth compares with: the same one a year, or 52 whole weeks, before."""
        return self.holding(self.every, self.base_window().last).key

    def window(self) -> Window:
        """Return the days whose vacancies growth and pay use: the 28 days up to a week's Sunday, else the period."""
        if self.every is Every.WEEK:
            return Window(first=self.span.last - dt.timedelta(days=7 * WEEKS_OF_GROWTH - 1), last=self.span.last)
        return self.span

    def base_window(self) -> Window:
        """Return the days that `window` is compared with."""
        window = self.window()
        if self.every is Every.WEEK:
            return Window(first=window.first - YEAR_OF_WEEKS, last=window.last - YEAR_OF_WEEKS)
        return _year_before(window)

    def thread_window(self) -> Window:
        """Return the days in which a monthly thread is read: for a week its last whole month."""
        if self.every is not Every.WEEK:
            return self.span
        return Period.last_closed(Every.MONTH, self.span.last + dt.timedelta(days=1)).span

    def thread_base_window(self) -> Window:
        """Return what `thread_window` is compared with: always the same months a year before."""
        return _year_before(self.thread_window())

    @property
    def is_year_apart(self) -> bool:
        """Whether the two windows are a year apart, as those of every published series are."""
        return True

    def next(self) -> "Period":
        """Return the period after this one."""
        return Period.holding(self.every, self.span.last + dt.timedelta(days=1))

    def previous(self) -> "Period":
        """Return the period before this one."""
        return Period.holding(self.every, self.span.first - dt.timedelta(days=1))

    def is_closed(self, today: dt.date) -> bool:
        """Whether every one of its days is over at 00:00 UTC of `today`."""
        return self.span.last < today


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared(Period):
    """A period whose growth is told against any earlier one of the same length.

    >>> quarter = Period.parse("2024-Q4")
    >>> far = Compared(every=quarter.every, span=quarter.span, base=Period.parse("2022-Q4"))
    >>> far.compared_with, far.base_window().first
    ('2022-Q4', datetime.date(2022, 10, 1))
    """

    base: Period

    @property
    def compared_with(self) -> str:
        """Key of the earlier period."""
        return self.base.key

    @property
    def is_year_apart(self) -> bool:
        """Whether the earlier period is the one that growth compares with anyway."""
        return self.base.key == Period(every=self.every, span=self.span).compared_with

    def base_window(self) -> Window:
        """Return the days that `window` is compared with."""
        return self.base.window()

    def thread_base_window(self) -> Window:
        """Return what `thread_window` is compared with."""
        return self.base.thread_window()


def periods_until(until: Period, count: int) -> list[Period]:
    """Return `count` periods that end with `until`, oldest first.

    >>> [period.key for period in periods_until(Period.parse("2026-Q1"), 2)]
    ['2025-Q4', '2026-Q1']
    """
    found = [until]
    while len(found) < count:
        found.append(found[-1].previous())
    return found[::-1]


def _first_day(every: str, year: int, number: int) -> dt.date:
    if every == "week":
        return dt.date.fromisocalendar(year, number, 1)
    return dt.date(year, number if every == "month" else 3 * number - 2, 1)


def _end_of_month(day: dt.date, later: int = 0) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + later, 12)
    return dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def _year_before(window: Window) -> Window:
    first = window.first.replace(year=window.first.year - 1)
    return Window(first=first, last=_end_of_month(window.last.replace(day=1, year=window.last.year - 1)))
