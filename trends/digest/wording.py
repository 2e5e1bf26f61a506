"""Periods in words."""

import calendar
import datetime as dt

from trends.periods import Every, Period, Window


def name(period: Period) -> str:
    """Return a period's name.

    >>> [name(Period.parse(key)) for key in ("2026-W46", "2026-10", "2024-Q4")]
    ['week 46 of 2026', 'October 2026', 'Q4 2024']
    """
    if period.every is Every.WEEK:
        year, week, _ = period.span.first.isocalendar()
        return f"week {week} of {year}"
    if period.every is Every.QUARTER:
        return " ".join(reversed(period.key.split("-")))
    return f"{calendar.month_name[period.span.first.month]} {period.span.first.year}"


def short_name(period: Period) -> str:
    """Return a name for a subject line, where the year of a week goes without saying.

    >>> short_name(Period.parse("2026-W46"))
    'week 46'
    """
    return name(period).split(" of ")[0]


def dates(window: Window) -> str:
    """Return days from first to last.

    >>> [dates(Period.parse(key).span) for key in ("2026-W46", "2024-Q4", "2026-W01")]
    ['9–15 November 2026', '1 October – 31 December 2024', '29 December 2025 – 4 January 2026']
    """
    first, last = window.first, window.last
    if first.year != last.year:
        return f"{day(first)} – {day(last)}"
    if first.month != last.month:
        return f"{first.day} {calendar.month_name[first.month]} – {day(last)}"
    return f"{first.day}–{day(last)}"


def day(date: dt.date) -> str:
    """Return a date.

    >>> day(dt.date(2026, 11, 5))
    '5 November 2026'
    """
    return f"{date.day} {calendar.month_name[date.month]} {date.year}"


def now(period: Period) -> str:
    """Return the words for the window that growth looks at.

    >>> now(Period.parse("2026-W46")), now(Period.parse("2024-Q4"))
    ('the four weeks to 15 November 2026', 'Q4 2024')
    """
    return f"the four weeks to {day(period.span.last)}" if period.every is Every.WEEK else name(period)


def base(period: Period) -> str:
    """Return the words for the window that growth compares with.

    >>> base(Period.parse("2026-W46")), base(Period.parse("2024-Q4"))
    ('the same four weeks of 2025', 'Q4 2023')
    """
    if period.every is Every.WEEK:
        return f"the same four weeks of {period.base_window().last.year}"
    return name(Period.parse(period.compared_with))


def windows(period: Period) -> str:
    """Return the days of both windows of growth.

    >>> windows(Period.parse("2026-W46"))
    '19 October – 15 November 2026 against 20 October – 16 November 2025'
    """
    return f"{dates(period.window())} against {dates(period.base_window())}"


def tick(key: str) -> str:
    """Return the name of a period on an axis.

    >>> tick("2026-W46"), tick("2026-10"), tick("2024-Q4")
    ('Nov 2026', 'Oct 2026', 'Q4 2024')
    """
    period = Period.parse(key)
    if period.every is Every.QUARTER:
        return name(period)
    return f"{calendar.month_abbr[period.span.last.month]} {period.span.last.year}"
