"""The usual course of a year in a line of counts: seasonal-trend decomposition by loess, STL.

The trend is a loess of local straight lines over one and a half cycles, the season the mean of each place in the cycle,
the same in every year, both in turn, with weights that leave out what fits neither (R. B. Cleveland, W. S. Cleveland,
J. E. McRae and I. Terpenning, STL: A Seasonal-Trend Decomposition Procedure Based on Loess, J. Official Statistics 6
(1990) 3–73). All columns are decomposed at once, since the neighbours of a point are the same in each.
"""

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
ROUNDS = 15
"""Times that weights are taken anew: 0 of them would let one odd week bend the trend."""
PASSES = 2
ROUNDING = 1e-9
"""A typical residual below it is none: weights in proportion to it would be those of rounding."""


def seasonal(lines: Numbers, cycle: int) -> Numbers:
    """Return the seasonal part of each column of `lines`, whose rows are periods and as many as two cycles or more.

    Over a cycle it adds up to 0.
    """
    place = np.arange(len(lines)) % cycle
    smooth = _Loess(len(lines), span=cycle + cycle // 2 + 1)
    trend, weight = np.zeros_like(lines), np.ones_like(lines)
    season = np.zeros_like(lines)
    for _ in range(ROUNDS):
        for _ in range(PASSES):
            means = _means(lines - trend, weight, cycle)
            season = (means - means.mean(axis=0))[place]
            trend = smooth(lines - season, weight)
        weight = _bisquare(lines - season - trend)
    return season


def _means(values: Numbers, weight: Numbers, cycle: int) -> Numbers:
    """Return the weighted mean of each place in the cycle; the median where one odd year took the weight of all."""
    years = -(-len(values) // cycle)
    missing = np.full((years * cycle - len(values), values.shape[1]), np.nan)
    by_year = np.concatenate([values, missing]).reshape(years, cycle, -1)
    heavy = np.concatenate([weight, np.zeros_like(missing)]).reshape(years, cycle, -1)
    total = heavy.sum(axis=0)
    mean = np.nansum(by_year * heavy, axis=0) / np.where(total > 0, total, 1.0)
    return np.asarray(np.where(total > 0, mean, np.nanmedian(by_year, axis=0)))


def _bisquare(residual: Numbers) -> Numbers:
    far = np.abs(residual) / (6 * np.maximum(np.median(np.abs(residual), axis=0), ROUNDING))
    return np.where(far < 1, (1 - far**2) ** 2, 0.0)


class _Loess:
    """Local straight lines through the `span` nearest of `count` points, with tricube weights."""

    def __init__(self, count: int, span: int) -> None:
        at = np.arange(count, dtype=float)
        self.away = at - at[:, None]
        far = np.abs(self.away)
        widest = np.sort(far, axis=1)[:, min(span, count) - 1 : min(span, count)] * max(span / count, 1.0)
        self.near = np.where(far < widest, (1 - (far / widest) ** 3) ** 3, 0.0)

    def __call__(self, lines: Numbers, weight: Numbers) -> Numbers:
        """Return the height of each point's line at the point."""
        tilt, bow = self.near * self.away, self.near * self.away**2
        s0, s1, s2 = self.near @ weight, tilt @ weight, bow @ weight
        t0, t1 = self.near @ (weight * lines), tilt @ (weight * lines)
        return np.asarray((s2 * t0 - s1 * t1) / (s0 * s2 - s1**2))
