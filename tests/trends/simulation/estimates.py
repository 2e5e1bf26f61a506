"""What the estimator and what a naive count make of a scenario, and how far both are from the truth."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from tests.trends.simulation.market import Counts
from tests.trends.simulation.scenarios import Watched
from trends.interval import Change, Sums, change, clusters, share_variance, variance

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One quantity over many runs."""

    quantity: str
    truth: float
    mean: float
    median: float
    bias: float
    error: float
    """Monte-Carlo standard error of the bias."""
    held: float
    """Part of the runs whose interval holds the truth."""
    held_low: float
    held_high: float
    """Wilson bounds of `held`, 95 %."""
    naive: float
    """Mean of what a naive count says."""
    runs: int


def findings(watched: Watched) -> list[Finding]:
    """Return growth of all, growth of the skill, and growth of its share."""
    now, then, truth = watched.now, watched.then, watched.truth
    all_growth = _ratio(now.listed, then.listed)
    skill_growth = _ratio(now.listed_skill, then.listed_skill)
    part, whole = sums(now.kept_skill, then.kept_skill), sums(now.kept, then.kept)
    return [
        finding("growth of all", truth.growth, growth(whole), all_growth - 1),
        finding("growth of a skill", truth.skill_growth, growth(part), skill_growth - 1),
        finding(
            "share growth of a skill", truth.share_growth, share(watched, part, whole), skill_growth / all_growth - 1
        ),
    ]


def growth(part: Sums) -> Change:
    return change(part.now / part.then, variance(part), clusters(part))


def share(watched: Watched, part: Sums, whole: Sums) -> Change:
    crossed = (
        (one * other).sum(1).astype(float)
        for one in (watched.now.kept_skill, watched.then.kept_skill)
        for other in (watched.now.kept, watched.then.kept)
    )
    ratio = part.now / part.then / (whole.now / whole.then)
    return change(ratio, share_variance(part, whole, *crossed), clusters(part))


def sums(now: Counts, then: Counts) -> Sums:
    """Return the sums over employers, the last axis."""

    def total(values: npt.NDArray[np.generic]) -> Numbers:
        return np.asarray(values.sum(-1), dtype=float)

    return Sums(
        now=total(now),
        then=total(then),
        now_now=total(now**2),
        then_then=total(then**2),
        now_then=total(now * then),
        employers=total((now + then) > 0),
    )


def finding(quantity: str, truth: float, found: Change, naive: Numbers) -> Finding:
    runs = len(found.rate)
    held = int(((found.low <= truth) & (truth <= found.high)).sum())
    low, high = wilson(held, runs)
    return Finding(
        quantity=quantity,
        truth=truth,
        mean=float(found.rate.mean()),
        median=float(np.median(found.rate)),
        bias=float(found.rate.mean() - truth),
        error=float(found.rate.std(ddof=1) / np.sqrt(runs)),
        held=held / runs,
        held_low=low,
        held_high=high,
        naive=float(naive.mean()),
        runs=runs,
    )


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Return the 95 % bounds of a proportion."""
    z = float(special.ndtri(0.975))
    middle = (hits + z * z / 2) / (of + z * z)
    half = z * np.sqrt(hits * (of - hits) / of + z * z / 4) / (of + z * z)
    return float(middle - half), float(middle + half)


def _ratio(now: Counts, then: Counts) -> Numbers:
    return np.asarray(now.sum(-1) / then.sum(-1), dtype=float)
