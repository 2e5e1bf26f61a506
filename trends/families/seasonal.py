"""New vacancies with the season taken out, beside the raw count: what a year's course alone does not explain.

It is worked out anew for each period from those up to it, so that a number once published stays as it was. The counts
are those of whatever boards there were, as `new` is: a board that was added is in the trend, not in the season.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from trends.counted import Counted
from trends.floors import floor
from trends.history import new_lines
from trends.metrics import Metric
from trends.periods import Every, periods_until
from trends.seasons import seasonal

CYCLE = {Every.WEEK: 52, Every.MONTH: 12, Every.QUARTER: 4}
LEAST_YEARS = 2


def rows(metric: Metric, counted: Counted) -> pa.Table:
    """Return the adjusted count of every key that was seen in each period of two years or more, up to four."""
    cycle, new = CYCLE[counted.facts.period.every], counted.tally(metric.numerator)
    factor = np.full(len(new), np.nan)
    chosen = counted.chosen(metric) & (new > 0)
    if _reaches_back(counted, LEAST_YEARS * cycle):
        lines = _lines(counted, np.flatnonzero(chosen).astype(np.int64), cycle * int(floor("seasonal", "years")))
        for count in np.unique(lines.length[lines.length >= LEAST_YEARS * cycle]):
            own = (lines.length == count) & (lines.mean >= floor("seasonal", "vacancies"))
            season = seasonal(np.log(lines.counts[-count:, own]), cycle)
            factor[lines.entry[own]] = np.exp(season[-1])
    return counted.rows(
        metric,
        np.isfinite(factor),
        estimate=new / factor,
        n_now=new,
        employers=counted.tally("employers"),
        method=f"stl-{cycle}/1",
    )


def _reaches_back(counted: Counted, count: int) -> bool:
    first = periods_until(counted.facts.period, count)[0].span
    months = counted.mart.months
    return bool(months) and months[0] <= f"{first.last:%Y-%m}"


class _Lines:
    """The counts of some entries, a row a period and a column an entry, as far back as each was seen without a gap."""

    def __init__(self, entry: list[int], counts: list[list[float | None]]) -> None:
        self.entry = np.array(entry, dtype=int)
        self.counts = np.array(counts, dtype=float).reshape(len(counts), len(counts[0]) if counts else 0).T
        seen = np.nan_to_num(self.counts[::-1]) > 0
        self.length = np.cumprod(seen, axis=0).sum(axis=0)
        lines = zip(self.counts.T, self.length, strict=True)
        self.mean = np.array([line[-length:].mean() if length else 0.0 for line, length in lines], dtype=float)


def _lines(counted: Counted, entries: npt.NDArray[np.int64], count: int) -> _Lines:
    names = {(str(counted.dimension[at]), str(counted.key[at])): int(at) for at in entries}
    keys: dict[str, list[str]] = {}
    for dimension, key in names:
        keys.setdefault(dimension, []).append(key)
    found = new_lines(counted.mart, keys, counted.facts.period, count)
    return _Lines([names[name] for name in found], list(found.values()))
