"""Growth of two matched sums with an interval that knows that one employer's vacancies come and go together.

theta = ln(now / then); e_c = now_c / now − then_c / then for each employer c; se² = (C / (C − 1))² · Σ e_c²; the
interval is exp(theta ± t(C − 1) · se) − 1. For the growth of a share, e_c is the difference between the part and the
whole. This is the linearised variance of a ratio whose sampling units are clusters (Cochran, Sampling Techniques, 3rd
edition, §6), each residual divided by 1 − 1 / C as leaving that employer out would do (the jackknife; MacKinnon and
White, J. Econometrics 29 (1985) 305–325). C is the effective number of employers, see `clusters`: with a plain count,
three giants among a hundred dwarfs would pass for a hundred, and the interval would hold the truth too rarely.
"""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
from scipy import special

Numbers = npt.NDArray[np.float64]
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Sums over employers, an entry a key."""

    now: Numbers
    then: Numbers
    now_now: Numbers
    """Σ now²."""
    then_then: Numbers
    """Σ then²."""
    now_then: Numbers
    """Σ now·then."""
    employers: Numbers
    """How many employers have any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A rate of change; NaN where there is none to give."""

    rate: Numbers
    low: Numbers
    high: Numbers
    theta: Numbers
    """Natural logarithm of the ratio of now to then."""
    error: Numbers
    """Standard error of theta."""
    free: Numbers
    """Degrees of freedom of that standard error."""


def picked(change: Change, chosen: npt.NDArray[np.bool_]) -> Change:
    """Return the `chosen` rows."""
    return Change(**{field.name: getattr(change, field.name)[chosen] for field in fields(change)})


def variance(part: Sums) -> Numbers:
    """Return Σ e_c² of plain growth."""
    return positive(_squares(part))


def share_variance(
    part: Sums, whole: Sums, now_now: Numbers, now_then: Numbers, then_now: Numbers, then_then: Numbers
) -> Numbers:
    """Return Σ e_c² of the growth of a share, given also Σ part·whole over employers, the part's window named first."""
    both = (
        now_now / (part.now * whole.now)
        - now_then / (part.now * whole.then)
        - then_now / (part.then * whole.now)
        + then_then / (part.then * whole.then)
    )
    return positive(_squares(part) - 2 * both + _squares(whole))


def change(ratio: Numbers, squares: Numbers, clusters: Numbers) -> Change:
    """Return the change for a `ratio` of now to then, given Σ e_c² and the number of `clusters` they are worth."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        theta = np.log(ratio)
        free = np.where(clusters > 1, clusters - 1, np.nan)
        error = np.sqrt(squares) * clusters / free
        wide = special.stdtrit(free, (1 + CONFIDENCE) / 2) * error
        known = np.isfinite(theta) & np.isfinite(free)
        return Change(
            rate=np.where(np.isfinite(ratio), ratio - 1, np.nan),
            low=np.where(known, np.exp(theta - wide) - 1, np.nan),
            high=np.where(known, np.exp(theta + wide) - 1, np.nan),
            theta=np.where(known, theta, np.nan),
            error=np.where(known, error, np.nan),
            free=free,
        )


def clusters(part: Sums) -> Numbers:
    """Return how many equal employers the sums are worth, of the more concentrated window; at most all of them.

    1 / Σ p_c², p_c being an employer's part, where p_c² is estimated by the part of pairs of vacancies that are of one
    employer: squares of small counts are mostly chance and would make equal employers look unequal (E. H. Simpson,
    Measurement of Diversity, Nature 163 (1949) 688).

    >>> ten = np.array([10.0])
    >>> clusters(Sums(now=ten, then=ten, now_now=ten * 2, then_then=ten * 1.9, now_then=ten, employers=ten))
    array([9.])
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        now = part.now * (part.now - 1) / (part.now_now - part.now)
        then = part.then * (part.then - 1) / (part.then_then - part.then)
    return np.fmin(np.fmin(now, then), part.employers)


def effective_employers(part: Sums) -> Numbers:
    """Return 1 / Σ p_c² of the more concentrated window, p_c being an employer's part of it.

    >>> one = np.array([10.0])
    >>> effective_employers(Sums(now=one, then=one, now_now=one * 20, then_then=one * 10, now_then=one, employers=one))
    array([0.5])
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.fmin(part.now**2 / part.now_now, part.then**2 / part.then_then)


def _squares(part: Sums) -> Numbers:
    with np.errstate(divide="ignore", invalid="ignore"):
        return part.now_now / part.now**2 - 2 * part.now_then / (part.now * part.then) + part.then_then / part.then**2


def positive(squares: Numbers) -> Numbers:
    """Return 0 for what is below it, or so near that only rounding put it there."""
    return np.where(squares < 1e-14, 0.0, squares)
