"""How long vacancies stay open when many are still open: the Kaplan–Meier estimate, for many keys at once.

S(t) = Π (1 − d_i / r_i) over days i ≤ t, r_i being the vacancies still watched and open on day i and d_i those that
close then (E. L. Kaplan and P. Meier, J. Am. Stat. Assoc. 53 (1958) 457–481). Greenwood's variance is
S² · Σ d_i / (r_i (r_i − d_i)); intervals are symmetric on the scale of log(−log S), so that they stay within 0 and 1,
and the median's holds the days on which that of S holds one half (R. Brookmeyer and J. Crowley, Biometrics 38 (1982)
29–41). Vacancies are taken for independent, which those of one employer are not: the intervals are narrow ones.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from trends.interval import CONFIDENCE

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """Vacancies by key and days open, sorted by both; an entry each."""

    key: Whole
    """0…keys − 1."""
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
    """S of each entry's key just after the entry's day."""

    ends: Ends
    keys: int
    left: Numbers
    """S."""
    low: Numbers
    high: Numbers


def curves(ends: Ends, keys: int) -> Curves:
    """Return the curve of every key."""
    number = ends.closed + ends.censored
    at_risk = np.bincount(ends.key, number, keys)[ends.key] - _running(ends.key, number) + number
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.exp(_running(ends.key, np.log1p(-ends.closed / at_risk)))
        greenwood = _running(ends.key, ends.closed / (at_risk * (at_risk - ends.closed)))
        wide = special.ndtri((1 + CONFIDENCE) / 2) * np.sqrt(greenwood) / -np.log(left)
        low, high = left ** np.exp(wide), left ** np.exp(-wide)
    known = (left > 0) & (left < 1)
    nothing = np.full(len(left), np.nan)
    return Curves(
        ends=ends, keys=keys, left=left, low=np.where(known, low, nothing), high=np.where(known, high, nothing)
    )


def closed_within(found: Curves, days: int) -> Estimate:
    """Return the part that closes within so many days of opening; NaN where none was watched for so long."""
    at, some = _last(found, days)
    longest = np.full(found.keys, -1)
    np.maximum.at(longest, found.ends.key, found.ends.days)
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


def _first(found: Curves, values: Numbers) -> Numbers:
    """Return each key's first day on which `values` are at or below one half."""
    # what is exactly one half may have been rounded above it
    below = (values <= HALF + 1e-12) | (found.left == 0)
    first = np.full(found.keys, np.inf)
    np.minimum.at(first, found.ends.key[below], found.ends.days[below].astype(float))
    return np.where(np.isfinite(first), first, np.nan)


def _last(found: Curves, days: int) -> tuple[Whole, npt.NDArray[np.bool_]]:
    """Return the entry of each key's last day up to `days`, and whether there is one."""
    within = np.flatnonzero(found.ends.days <= days)
    at = np.full(found.keys, -1)
    np.maximum.at(at, found.ends.key[within], within)
    return np.maximum(at, 0), at >= 0


def _running(key: Whole, values: Numbers) -> Numbers:
    """Return the running sum within each key; keys are sorted."""
    found = np.empty_like(values)
    for part in np.split(np.arange(len(key)), np.flatnonzero(np.diff(key)) + 1):
        found[part] = np.cumsum(values[part])
    return found
