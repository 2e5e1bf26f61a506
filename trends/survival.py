"""How long vacancies stay open when many are still open: the Kaplan–Meier estimate, for many keys at once.

S(t) = Π (1 − d_i / r_i) over days i ≤ t, r_i being the vacancies still watched and open on day i and d_i those that
close then (E. L. Kaplan and P. Meier, J. Am. Stat. Assoc. 53 (1958) 457–481). Vacancies of one employer share their
fate, so employers are the sampling units: u_c(t) = Σ (r_ic − d_ic) / (r_i − d_i) − r_ic / r_i over days i ≤ t is what
employer c pulls ln S(t) by, and its variance is (C / (C − 1))² · Σ u_c², C being the effective number of employers, as
in `trends.interval` (Z. Ying and L. J. Wei, J. Multivariate Analysis 50 (1994) 17–29). With one vacancy an employer
Σ u_c² is Greenwood's sum Σ d_i / (r_i (r_i − d_i)). Intervals are symmetric on the scale of log(−log S), so that they
stay within 0 and 1, and the median's holds the days on which that of S holds one half (R. Brookmeyer and J. Crowley,
Biometrics 38 (1982) 29–41).
"""

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from trends.parts import equal_employers, half_width

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """Vacancies by key, employer and days open, sorted by key; an entry each."""

    key: Whole
    """0…keys − 1."""
    employer: Whole
    """A number of the employer's own."""
    days: Whole
    closed: Numbers
    """Those that closed after so many days."""
    censored: Numbers
    """Those that were still open when observation of them ended after so many days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A number a key; NaN where it is not known."""

    value: Numbers
    low: Numbers
    high: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """S of every key just after each day on which one of its vacancies ended, sorted by both."""

    keys: int
    key: Whole
    days: Whole
    left: Numbers
    """S."""
    low: Numbers
    high: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """The entries of one key, sorted by employer and day."""

    employer: Whole
    """0…employers − 1."""
    day: Whole
    """Which of the key's days."""
    closed: Numbers
    ended: Numbers
    """Closed or no longer observed."""


def curves(ends: Ends, keys: int) -> Curves:
    """Return the curve of every key; one at least has entries."""
    bounds = [0, *(np.flatnonzero(np.diff(ends.key)) + 1).tolist(), len(ends.key)]
    parts = [slice(*pair) for pair in itertools.pairwise(bounds)]
    found = [_curve(ends, part) for part in parts]
    days, left, low, high = (np.concatenate([one[at] for one in found]) for at in range(4))
    key = np.repeat(ends.key[bounds[:-1]], [len(one[0]) for one in found])
    return Curves(keys=keys, key=key, days=days.astype(np.int64), left=left, low=low, high=high)


def closed_within(found: Curves, days: int) -> Estimate:
    """Return the part that closes within so many days of opening; NaN where none was watched for so long."""
    at, some = _last(found, days)
    longest = np.full(found.keys, -1)
    np.maximum.at(longest, found.key, found.days)
    none = np.full(found.keys, np.nan)
    left, low, high = (
        np.where(some, values[at], instead)
        for values, instead in ((found.left, 1.0), (found.low, np.nan), (found.high, np.nan))
    )
    known = (longest >= days) | (some & (left == 0))
    return Estimate(
        value=np.where(known, 1 - left, none), low=np.where(known, 1 - high, none), high=np.where(known, 1 - low, none)
    )


def median_days(found: Curves) -> Estimate:
    """Return the days after which half of the vacancies are closed; NaN where half of them never were."""
    return Estimate(value=_first(found, found.left), low=_first(found, found.low), high=_first(found, found.high))


def _curve(ends: Ends, part: slice) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Return days, S, low and high of the key whose entries are `part`."""
    order = np.lexsort((ends.days[part], ends.employer[part])) + part.start
    days, day = np.unique(ends.days[order], return_inverse=True)
    _, employer = np.unique(ends.employer[order], return_inverse=True)
    closed, ended = ends.closed[order], ends.closed[order] + ends.censored[order]
    gone, at_risk = _summed(day, closed), _from_here_on(_summed(day, ended))
    own = _summed(employer, ended)
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.exp(np.cumsum(np.log1p(-gone / at_risk)))
        squares = _squares(Moves(employer=employer, day=day, closed=closed, ended=ended), own, gone, at_risk)
        clusters = equal_employers(own.sum(), (own**2).sum(), np.asarray(len(own), dtype=np.float64))
        wide = half_width(squares, clusters) / -np.log(left)
        low, high = left ** np.exp(wide), left ** np.exp(-wide)
    known = (left > 0) & (left < 1)
    return days.astype(float), left, np.where(known, low, np.nan), np.where(known, high, np.nan)


def _squares(moves: Moves, own: Numbers, gone: Numbers, at_risk: Numbers) -> Numbers:
    """Return Σ u_c² for each day; where all that are left close, it says nothing.

    Between two days of its own, employer c with r vacancies open moves as k + r · A(t), A being the sum of
    1 / (r_i − d_i) − 1 / r_i. So of all employers it is enough to carry Σ r², Σ r · k and Σ k² from day to day.
    """
    stays = np.divide(1, at_risk - gone, out=np.zeros(len(gone)), where=at_risk > gone)
    drift = np.cumsum(stays - 1 / at_risk)
    steps = moves.ended * drift[moves.day] - moves.closed * stays[moves.day]
    after, k_after = own[moves.employer] - _so_far(moves.employer, moves.ended), _so_far(moves.employer, steps)
    before, k_before = after + moves.ended, k_after - steps

    def carried(change: Numbers) -> Numbers:
        return np.cumsum(_summed(moves.day, change))

    squared = (own**2).sum() + carried(after**2 - before**2)
    crossed = carried(after * k_after - before * k_before)
    squares = drift**2 * squared + 2 * drift * crossed + carried(k_after**2 - k_before**2)
    return np.asarray(np.maximum(squares, 0))  # what is 0 may have been rounded below it


def _summed(place: Whole, values: Numbers) -> Numbers:
    return np.asarray(np.bincount(place, values), dtype=np.float64)


def _so_far(employer: Whole, values: Numbers) -> Numbers:
    """Return for each entry the sum of its employer's values up to it; an employer's entries stand together."""
    sums = np.cumsum(values)
    first = np.flatnonzero(np.diff(employer, prepend=-1))
    return np.asarray(sums - (sums[first] - values[first])[employer])


def _from_here_on(ended: npt.NDArray[Any]) -> Numbers:
    """Return for each day how many end on it or later."""
    return np.asarray(ended[..., ::-1].cumsum(axis=-1)[..., ::-1])


def _first(found: Curves, values: Numbers) -> Numbers:
    """Return each key's first day on which `values` are at or below one half."""
    # what is exactly one half may have been rounded above it
    below = (values <= HALF + 1e-12) | (found.left == 0)
    first = np.full(found.keys, np.inf)
    np.minimum.at(first, found.key[below], found.days[below].astype(float))
    return np.where(np.isfinite(first), first, np.nan)


def _last(found: Curves, days: int) -> tuple[Whole, npt.NDArray[np.bool_]]:
    """Return the entry of each key's last day up to `days`, and whether there is one."""
    within = np.flatnonzero(found.days <= days)
    at = np.full(found.keys, -1)
    np.maximum.at(at, found.key[within], within)
    return np.maximum(at, 0), at >= 0
