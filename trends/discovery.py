"""Which of many growth figures are no accident: tests that borrow strength from each other, then false discoveries.

A key with thirty employers knows its own variance badly, and the heavy tails of t for so few degrees of freedom would
cost it most of its power. All keys of a family are measured on one panel, so their variances, as multiples of what
independent vacancies would have, are alike: each is drawn towards what is typical, the further the fewer employers it
rests on (G. K. Smyth, Linear Models and Empirical Bayes Methods, Stat. Appl. Genet. Mol. Biol. 3 (2004) 3, §6.2).
Published intervals stay the key's own.
"""

import numpy as np
import numpy.typing as npt
from scipy import special

from trends.interval import Change

Numbers = npt.NDArray[np.float64]
LEAST_FAMILY = 10
"""Fewer keys do not tell what is typical; each is then tested by its own variance."""
STEPS = 50
RATE = 0.05
"""Part of the discoveries that may be false, on average."""


def p_values(change: Change, now: Numbers, then: Numbers) -> Numbers:
    """Return for each row of one family the probability of at least its change, up or down, were there none."""
    alone = 1 / now + 1 / then
    typical, weight = _prior(change.error**2 / alone, change.free)
    with np.errstate(divide="ignore", invalid="ignore"):
        if np.isinf(weight):
            variance = np.full_like(alone, typical)
        else:
            variance = (weight * typical + change.free * change.error**2 / alone) / (weight + change.free)
        t = np.where(change.theta == 0, 0.0, np.abs(change.theta) / np.sqrt(variance * alone))
    free = change.free + weight
    return np.asarray(2 * np.where(np.isinf(free), special.ndtr(-t), special.stdtr(free, -t)))


def false_discovery(p: Numbers) -> Numbers:
    """Return Benjamini–Hochberg q values: the least false discovery rate at which each p would be called.

    Y. Benjamini and Y. Hochberg, Controlling the False Discovery Rate, J. R. Stat. Soc. B 57 (1995) 289–300.

    >>> false_discovery(np.array([0.01, 0.04, 0.03])).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    order = np.argsort(p, kind="stable")
    ranked = p[order] * len(p) / np.arange(1, len(p) + 1)
    q = np.empty_like(p)
    q[order] = np.minimum(np.minimum.accumulate(ranked[::-1])[::-1], 1.0)
    return q


def discoveries(p: Numbers) -> npt.NDArray[np.bool_]:
    """Return which of the tests of one family are discoveries at a false discovery rate of `RATE`.

    Two-stage Benjamini–Hochberg: what the first stage finds tells how many of the family change at all, and the second
    need not guard against those. It keeps the rate also where tests move together, as they do on one panel (Y.
    Benjamini, A. Krieger and D. Yekutieli, Adaptive linear step-up procedures, Biometrika 93 (2006) 491–507).
    """
    level = RATE / (1 + RATE)
    q = false_discovery(p)
    left = np.count_nonzero(q > level)
    return np.asarray((q * left / len(p) <= level) & (left < len(p)))


def _prior(variance: Numbers, free: Numbers) -> tuple[float, float]:
    """Return the typical variance and how many degrees of freedom it is worth; 0 where there are too few rows.

    Mean and spread of ln(variance) are those of a scaled F distribution; what its own degrees of freedom do not explain
    of the spread is how much the keys truly differ.
    """
    some = (variance > 0) & (free > 0)
    if np.count_nonzero(some) < LEAST_FAMILY:
        return 0.0, 0.0
    half = free[some] / 2
    centred = np.log(variance[some]) - special.digamma(half) + np.log(half)
    differing = centred.var(ddof=1) - special.polygamma(1, half).mean()
    if differing <= 0:
        return float(np.exp(centred.mean())), np.inf
    worth = _inverse_trigamma(float(differing))
    return float(np.exp(centred.mean() + special.digamma(worth) - np.log(worth))), 2 * worth


def _inverse_trigamma(value: float) -> float:
    """Return the x whose trigamma is `value`, by Newton's method on 1 / trigamma, which is nearly straight.

    >>> round(_inverse_trigamma(float(special.polygamma(1, 3.5))), 9)
    3.5
    """
    x = 0.5 + 1 / value
    for _ in range(STEPS):
        found = float(special.polygamma(1, x))
        step = found * (1 - found / value) / float(special.polygamma(2, x))
        x += step
        if abs(step) < 1e-10 * x:
            break
    return x
