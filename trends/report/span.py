"""Which two periods a report compares."""

import datetime as dt
from dataclasses import dataclass

from scrapers.store.errors import JobtideError
from trends.periods import Compared, Every, Period, periods_until

YEARS_SHOWN = {Every.WEEK: 105, Every.MONTH: 25, Every.QUARTER: 9}
"""Periods in the lines over time, two years and one, unless the report reaches further back."""
MOST_SHOWN = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The period that is told, and the one it is compared with."""

    now: Compared

    @property
    def name(self) -> str:
        """The period in a file's name: `2024-Q4`, or `2018-Q4_2024-Q4` where it is compared with another year's."""
        return self.now.key if self.now.is_year_apart else f"{self.now.base.key}_{self.now.key}"

    @property
    def is_same_season(self) -> bool:
        """Whether both periods lie in the same part of a year."""
        ends = (self.now.span.last, self.now.base.span.last)
        between = (ends[0] - ends[1]).days / 365.25
        return abs(between - round(between)) < 0.03

    def periods(self) -> list[Period]:
        """Return the periods of the lines over time, oldest first."""
        shown = periods_until(self.now, MOST_SHOWN)
        reach = next((at for at, one in enumerate(reversed(shown), 1) if one.key == self.now.base.key), MOST_SHOWN)
        return shown[-max(YEARS_SHOWN[self.now.every], reach) :]


def span_of(
    today: dt.date,
    every: Every | None = None,
    period: Period | None = None,
    first: dt.date | None = None,
    last: dt.date | None = None,
) -> Span:
    """Return what to compare: `period` with a year before, or the last one up to `last` with the one holding `first`.

    Raises JobtideError for a period that is not over, and for two days in one period.

    >>> span_of(dt.date(2025, 1, 2)).name
    '2024-Q4'
    >>> span_of(dt.date(2025, 1, 2), first=dt.date(2022, 11, 30), last=dt.date(2024, 12, 31)).name
    '2022-Q4_2024-Q4'
    """
    length = period.every if period else every or Every.QUARTER
    until = min(today, (last + dt.timedelta(days=1)) if last else today)
    now = period or Period.last_closed(length, until)
    if not now.is_closed(today):
        newest = Period.last_closed(length, today).key
        raise JobtideError(f"{now.key} is not over yet", "--period", f"the last closed one is {newest}")
    base = Period.parse(now.compared_with) if first is None else Period.holding(length, first)
    if base.span.first >= now.span.first:
        raise JobtideError(
            f"{base.key} is not earlier than {now.key}", "--from, --to", "name days that lie further apart, or --every"
        )
    return Span(now=Compared(every=now.every, span=now.span, base=base))
