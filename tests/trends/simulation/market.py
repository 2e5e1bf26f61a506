"""Employers and their vacancies a year ago and now, by their own chance, before anybody watches.

Sizes are heavy-tailed (log-normal), counts over-dispersed (negative binomial), each employer grows by its own factor
(log-normal, mean 1) times the true growth, and names the skill in its own part of its vacancies (beta).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
Seen = npt.NDArray[np.bool_]
EMPLOYERS = 400
MEAN = 12.0
"""Vacancies of an employer in a window."""
SIZES = 1.2
"""Standard deviation of an employer's size on the log scale: the largest of 400 has some 3 % of all vacancies."""
SHAPE = 3.0
"""Of the negative binomial: a mean of 12 has a variance of 60."""
OWN = 0.4
"""Standard deviation of an employer's own growth on the log scale."""
NAMING = (2.0, 6.0)
"""Beta distribution of the part of an employer's vacancies that names the skill: a quarter on average."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What happens to the market."""

    growth: float = 0.20
    share_growth: float = 0.25
    """Of the skill."""

    @property
    def skill_growth(self) -> float:
        return (1 + self.growth) * (1 + self.share_growth) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """Vacancies by (run, employer)."""

    then: Counts
    now: Counts
    skill_then: Counts
    skill_now: Counts


def market(random: np.random.Generator, truth: Truth, runs: int, employers: int = EMPLOYERS) -> Market:
    """Return `runs` markets."""
    shape = (runs, employers)
    size = MEAN * random.lognormal(-(SIZES**2) / 2, SIZES, shape)
    own = random.lognormal(-(OWN**2) / 2, OWN, shape)
    naming = random.beta(*NAMING, shape)
    then = counts(random, size)
    now = counts(random, size * own * (1 + truth.growth))
    return Market(
        then=then,
        now=now,
        skill_then=random.binomial(then, naming),
        skill_now=random.binomial(now, np.minimum(naming * (1 + truth.share_growth), 1)),
    )


def counts(random: np.random.Generator, mean: npt.NDArray[np.float64], shape: float = SHAPE) -> Counts:
    return random.negative_binomial(shape, shape / (shape + mean))


def seeded(name: str) -> np.random.Generator:
    """Return random numbers that depend on the name alone."""
    return np.random.default_rng(list(name.encode()))
