"""Many skills on one panel, some of which truly change: how many discoveries are false, and how many are made."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

import trends.discovery
from tests.trends.simulation.estimates import growth, sums
from tests.trends.simulation.market import counts
from trends.interval import effective_employers
from trends.verdict import FALLING, RISING, Sample, verdicts

Numbers = npt.NDArray[np.float64]
SKILLS = 200
EMPLOYERS = 30
"""That name a skill."""
PANEL = 300
POSTINGS = 100.0
"""That name a skill a year ago."""
UNEVEN = 0.5
"""Standard deviation, on the log scale, of how many of them an employer has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """What is true of the skills, and how much employers vary."""

    name: str
    rising: int
    """Skills that grow by half."""
    falling: int
    """Skills that shrink by a third."""
    shape: float = 20.0
    """Of the negative binomial: 3.3 postings of an employer have a variance of 3.9."""
    own: float = 0.1
    """Standard deviation of an employer's own growth, shared by all its skills."""


FAMILIES = (
    Family(name="half of the skills change", rising=50, falling=50),
    Family(name="one in five changes", rising=20, falling=20),
    Family(name="none changes", rising=0, falling=0),
    Family(name="half change, employers vary", rising=50, falling=50, shape=5.0, own=0.3),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discoveries:
    """Means over runs."""

    false_rate: float
    """False discoveries ÷ all, 0 where there is none."""
    error: float
    """Monte-Carlo standard error of `false_rate`."""
    power: float
    """Part of the skills at +50 % that are called rising."""
    best_power: float
    """The same when the true variance of each skill is known, so that the normal distribution serves."""
    unadjusted: float
    """False discoveries ÷ all when every interval that excludes 0 is taken for one."""
    runs: int


def discoveries(random: np.random.Generator, family: Family, runs: int) -> Discoveries:
    """Return what `runs` panels of the family give."""
    true = np.zeros(SKILLS)
    true[: family.rising], true[family.rising : family.rising + family.falling] = 0.5, -1 / 3
    rows = [_one(random, family, true) for _ in range(runs)]
    false, power, unadjusted = np.array([row for row, _ in rows]).T
    theta = np.array([theta for _, theta in rows])
    known = [trends.discovery.discoveries(p) for p in 2 * special.ndtr(-np.abs(theta) / theta.std(0))]
    return Discoveries(
        false_rate=float(false.mean()),
        error=float(false.std(ddof=1) / np.sqrt(runs)),
        power=float(power.mean()),
        best_power=float(np.array(known)[:, : family.rising].mean()) if family.rising else np.nan,
        unadjusted=float(unadjusted.mean()),
        runs=runs,
    )


def _one(random: np.random.Generator, family: Family, true: Numbers) -> tuple[tuple[float, float, float], Numbers]:
    """Return the figures of one panel, and ln(now / then) of every skill."""
    at = random.random((SKILLS, PANEL)).argsort(1)[:, :EMPLOYERS]
    parts = random.lognormal(0, UNEVEN, at.shape)
    mean = POSTINGS * parts / parts.sum(1, keepdims=True)
    own = random.lognormal(-(family.own**2) / 2, family.own, PANEL)
    then = counts(random, mean, family.shape)
    now = counts(random, mean * own[at] * (1 + true)[:, None], family.shape)
    part = sums(now, then)
    found = growth(part)
    sample = Sample(
        now=part.now,
        then=part.then,
        employers=part.employers,
        effective=effective_employers(part),
        coverage=np.ones(SKILLS),
    )
    said = verdicts(found, sample, np.full(SKILLS, "skill"))
    called = (said == RISING) | (said == FALLING)
    power = float((said[: family.rising] == RISING).mean()) if family.rising else np.nan
    return (_false(called, true), power, _false((found.low > 0) | (found.high < 0), true)), found.theta


def _false(called: npt.NDArray[np.bool_], true: Numbers) -> float:
    return float(called[true == 0].sum() / max(called.sum(), 1))
