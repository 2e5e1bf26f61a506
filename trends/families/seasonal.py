"""New and open vacancies with the season taken out, beside the raw counts: what a year's course alone does not explain.

It is worked out anew for each period from those up to it, so that a number once published stays as it was. The counts
are those of whatever boards there were, as `new` and `open` are: a board that was added is in the trend, not in the
season.
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
from trends.stocks import open_lines

CYCLE = {Every.WEEK: 52, Every.MONTH: 12, Every.QUARTER: 4}
LEAST_YEARS = 2
LINES = {"new": new_lines, "open": open_lines}


def rows(metric: Metric, counted: Counted) -> pa.Table:
    """Return the adjusted count of every key that was seen in each period of two years or more, up to four."""
    cycle, number = CYCLE[counted.facts.period.every], counted.tally(metric.numerator)
    factor = np.full(len(number), np.nan)
    chosen = counted.chosen(metric) & (number > 0)
    if _reaches_back(counted, LEAST_YEARS * cycle):
        with counted.mart.passing():
            lines = _lines(counted, metric, chosen, cycle * int(floor("seasonal", "years")))
        for count in np.unique(lines.length[lines.length >= LEAST_YEARS * cycle]):
            own = (lines.length == count) & (lines.mean >= floor("seasonal", "vacancies"))
            season = seasonal(np.log(lines.counts[-count:, own]), cycle)
            factor[lines.entry[own]] = np.exp(season[-1])
    return counted.rows(
        metric,
        np.isfinite(factor),
        estimate=number / factor,
        n_now=number,
        employers=counted.tally("employers") if metric.numerator == "new" else None,
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


def _lines(counted: Counted, metric: Metric, chosen: npt.NDArray[np.bool_], count: int) -> _Lines:
    names = {(str(counted.dimension[at]), str(counted.key[at])): int(at) for at in np.flatnonzero(chosen)}
    keys: dict[str, list[str]] = {}
    for dimension, key in names:
        keys.setdefault(dimension, []).append(key)
    found = LINES[metric.numerator](counted.mart, keys, counted.facts.period, count)
    return _Lines([names[name] for name in found], list(found.values()))
