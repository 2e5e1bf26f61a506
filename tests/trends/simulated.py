"""A market whose true growth is known, watched by a crawler that gains and loses boards."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trends.interval import Sums

SPREAD = 0.4
"""Standard deviation of an employer's own growth, on the log scale; its mean is 1."""
EVENNESS = 3.0
"""Shape of the negative binomial that an employer's vacancies follow."""
COPIES = (0.05, 0.15)
"""Part of all ads that are reposts, a year ago and now."""


@dataclass(frozen=True, kw_only=True)
class Market:
    """Numbers by (run, board, employer); a board that was not watched holds zeros."""

    then: npt.NDArray[np.int64]
    now: npt.NDArray[np.int64]
    ads_then: npt.NDArray[np.int64]
    """Vacancies and their copies."""
    ads_now: npt.NDArray[np.int64]
    watched_then: npt.NDArray[np.bool_]
    """By (run, board)."""
    watched_now: npt.NDArray[np.bool_]

    def naive(self) -> npt.NDArray[np.float64]:
        """Growth of all ads on whatever was watched, a run."""
        return self.ads_now.sum((1, 2)) / self.ads_then.sum((1, 2)) - 1

    def matched(self) -> Sums:
        """Sums over employers on boards watched in both years, a run."""
        both = (self.watched_then & self.watched_now)[:, :, None]
        now, then = (np.where(both, said, 0).reshape(len(said), -1).astype(float) for said in (self.now, self.then))
        return Sums(
            now=now.sum(1),
            then=then.sum(1),
            now_now=(now**2).sum(1),
            then_then=(then**2).sum(1),
            now_then=(now * then).sum(1),
            employers=((now + then) > 0).sum(1).astype(float),
        )


def simulate(
    seed: str, growth: float, *, runs: int, boards: int = 120, employers: int = 25, exits: float, entries: float
) -> Market:
    """Return `runs` markets that truly grow by `growth`; parts of the boards leave and enter in between."""
    random = np.random.default_rng(list(seed.encode()))
    watched_then = np.zeros((runs, boards + round(boards * entries)), dtype=bool)
    watched_then[:, :boards] = True
    watched_now = ~watched_then | (random.random(watched_then.shape) > exits)
    shape = (*watched_then.shape, employers)
    size = 6 * random.lognormal(0, 0.8, watched_then.shape)[:, :, None] * random.lognormal(-0.5, 1, shape)
    own = random.lognormal(-(SPREAD**2) / 2, SPREAD, shape)
    then, ads_then = _ads(random, size, watched_then, COPIES[0])
    now, ads_now = _ads(random, size * own * (1 + growth), watched_now, COPIES[1])
    return Market(
        then=then, now=now, ads_then=ads_then, ads_now=ads_now, watched_then=watched_then, watched_now=watched_now
    )


def _ads(
    random: np.random.Generator, mean: npt.NDArray[np.float64], watched: npt.NDArray[np.bool_], copies: float
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    vacancies = np.where(watched[:, :, None], random.negative_binomial(EVENNESS, EVENNESS / (EVENNESS + mean)), 0)
    return vacancies, vacancies + random.poisson(vacancies * copies / (1 - copies))
