"""What every section is made from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from trends.digest import ranking
from trends.digest.records import Row, Scope
from trends.digest.rows import Rows
from trends.digest.traces import Points, Trace, length, trace
from trends.periods import Every, Period
from trends.verdict import FALLING, RISING

History = Callable[[str, Sequence[str], Literal["share"], Every, Period, int], Mapping[str, Points]]
"""(dimension, keys, metric, every, until, count) → per key a point for each period, oldest first."""
GROWTH = "growth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One period's rows, their history and what is known about the sources."""

    period: Period
    rows: Rows
    scope: Scope
    history: History
    followed: frozenset[tuple[str, str]] = frozenset()
    """(dimension, key) of what the reader named, which is told even where it did not move."""
    _traces: dict[tuple[str, str], Trace] = field(default_factory=dict)

    def movers(self, *dimensions: str) -> list[Row]:
        """Return the rows that rose or fell beyond noise, most certain first."""
        rows = [row for dimension in dimensions for row in self.rows.of(dimension, GROWTH)]
        return ranking.moved(rows, RISING, FALLING)

    def traces(self, rows: Sequence[Row]) -> list[Trace]:
        """Return the history of each row's share."""
        for dimension in dict.fromkeys(row.dimension for row in rows):
            wanted = [row.key for row in rows if row.dimension == dimension]
            missing = [key for key in wanted if (dimension, key) not in self._traces]
            if missing:
                every = self.period.every
                found = self.history(dimension, missing, "share", every, self.period, length(every))
                for key in missing:
                    self._traces[dimension, key] = trace(found.get(key, ()), every)
        return [self._traces[row.dimension, row.key] for row in rows]
