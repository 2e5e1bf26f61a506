"""Kaplan–Meier against numbers worked out by hand, and its intervals against a known truth."""

import itertools

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from trends.survival import Ends, closed_within, curves, median_days


def ends(*lives: tuple[int, int, int, int], employers: list[int] | None = None) -> Ends:
    """Key, days, closed and censored an entry; without `employers` each entry is one of its own."""
    key, days, closed, censored = (np.array(column) for column in zip(*lives, strict=True))
    employer = np.array(employers or range(len(lives)))
    return Ends(key=key, employer=employer, days=days, closed=closed.astype(float), censored=censored.astype(float))


TWO = ends((0, 10, 2, 0), (0, 20, 1, 3), (0, 40, 2, 0), (0, 70, 0, 2), (1, 5, 1, 0), (1, 6, 0, 1))
"""Ten vacancies of one key, two of another."""
ALONE = ends(
    *[(0, 10, 1, 0)] * 2, (0, 20, 1, 0), *[(0, 20, 0, 1)] * 3, *[(0, 40, 1, 0)] * 2, *[(0, 70, 0, 1)] * 2
)  # fmt: skip
"""The ten, each of another employer."""


def test_a_curve_is_the_product_of_what_is_left_each_day() -> None:
    found = curves(TWO, 2)

    assert found.left.tolist() == pytest.approx([0.8, 0.8 * 7 / 8, 0.7 * 2 / 4, 0.35, 0.5, 0.5])


def test_with_one_vacancy_an_employer_the_variance_is_greenwoods() -> None:
    found = closed_within(curves(ALONE, 1), 30)

    greenwood = 2 / (10 * 8) + 1 / (8 * 7)
    wide = stats.t.ppf(0.975, 9) * 10 / 9 * greenwood**0.5 / -np.log(0.7)
    assert found.value.tolist() == pytest.approx([0.3])
    assert (found.low[0], found.high[0]) == pytest.approx((1 - 0.7 ** np.exp(-wide), 1 - 0.7 ** np.exp(wide)))


def test_what_an_employer_pulls_by_counts_once_however_many_vacancies_it_has() -> None:
    lives = ((0, 10, 2, 0), (0, 40, 0, 2), (0, 10, 0, 1), (0, 40, 1, 2))
    found = closed_within(curves(ends(*lives, employers=[7, 7, 9, 9]), 1), 10)

    # on day 10 eight are at risk, four of each, and two of the first employer's close
    pulls = np.array([2 / 6 - 4 / 8, 4 / 6 - 4 / 8])
    wide = stats.t.ppf(0.975, 1) * 2 * np.sqrt((pulls**2).sum()) / -np.log(0.75)
    assert found.value[0] == pytest.approx(0.25)
    assert (found.low[0], found.high[0]) == pytest.approx((1 - 0.75 ** np.exp(-wide), 1 - 0.75 ** np.exp(wide)))


def test_intervals_are_those_of_what_each_employer_pulls_day_by_day() -> None:
    chance = np.random.default_rng(len("day by day"))
    lives = [
        (key, days, *chance.multinomial(chance.integers(1, 4), [0.6, 0.4]))
        for key, days in itertools.product(range(3), chance.permutation(30))
    ]
    employers = chance.integers(0, 9, len(lives)).tolist()
    found = curves(ends(*lives, employers=employers), 3)

    for key in range(3):
        mine = [(*life[1:], employer) for life, employer in zip(lives, employers, strict=True) if life[0] == key]
        low, high = pulled(np.array(mine))
        assert found.low[found.key == key][:-1].tolist() == pytest.approx(low[:-1])
        assert found.high[found.key == key][:-1].tolist() == pytest.approx(high[:-1])


def pulled(lives: npt.NDArray[np.int64]) -> tuple[list[float], list[float]]:
    """Return low and high of S, from a matrix of employers and days, for days, closed, censored and employer a row."""
    days, employers = np.unique(lives[:, 0]), np.unique(lives[:, 3])
    mine = (lives[:, 3] == employers[:, None]).astype(float)
    at_risk = mine @ ((lives[:, 1] + lives[:, 2])[:, None] * (lives[:, 0][:, None] >= days))
    gone = mine @ (lives[:, 1][:, None] * (lives[:, 0][:, None] == days))
    stays = at_risk - gone
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.cumprod(stays.sum(axis=0) / at_risk.sum(axis=0))
        pulls = np.cumsum(stays / stays.sum(axis=0) - at_risk / at_risk.sum(axis=0), axis=1)
        own = at_risk[:, 0]
        clusters = min(own.sum() * (own.sum() - 1) / ((own**2).sum() - own.sum()), len(own))
        wide = stats.t.ppf(0.975, clusters - 1) * clusters / (clusters - 1) * (pulls**2).sum(axis=0) ** 0.5
        wide /= -np.log(left)
    return (left ** np.exp(wide)).tolist(), (left ** np.exp(-wide)).tolist()


def test_one_employer_alone_has_no_interval() -> None:
    found = closed_within(curves(ends((0, 10, 3, 0), (0, 20, 0, 9), employers=[4, 4]), 1), 10)

    assert found.value[0] == pytest.approx(0.25)
    assert np.isnan(found.low[0])
    assert np.isnan(found.high[0])


def test_the_median_is_the_first_day_with_half_or_less_left_and_unknown_before() -> None:
    found = median_days(curves(TWO, 2))
    unknown = median_days(curves(ends((0, 3, 1, 0), (0, 9, 0, 2)), 1))
    ten = median_days(curves(ALONE, 1))

    assert found.value.tolist() == [40, 5]
    # after 10 days 0.8 ** exp(2.26 * 10 / 9 * 0.025 ** 0.5 / 0.223) = 0.33, after 40 days 0.35 ** exp(-0.98) = 0.67
    assert ten.low[0] == 10
    assert np.isnan(ten.high[0])
    assert np.isnan(unknown.value[0])


def test_all_closed_is_all_closed_afterwards_too() -> None:
    found = closed_within(curves(ends((0, 4, 3, 0)), 1), 60)

    assert found.value.tolist() == [1]
    assert np.isnan(found.low[0])


def test_none_closed_is_zero_only_where_somebody_was_watched_for_so_long() -> None:
    found = closed_within(curves(ends((0, 29, 0, 5), (1, 30, 0, 1)), 2), 30)

    assert found.value.tolist() == pytest.approx([np.nan, 0], nan_ok=True)


def test_without_censoring_the_curve_is_the_part_still_open() -> None:
    days = np.random.default_rng(1).integers(0, 90, 400)
    values, number = np.unique(days, return_counts=True)
    lives = ends(*((0, day, many, 0) for day, many in zip(values.tolist(), number.tolist(), strict=True)))

    found = curves(lives, 1)

    for day in (0, 30, 60, 89):
        assert closed_within(found, day).value[0] == pytest.approx(np.mean(days <= day))
    assert median_days(found).value[0] == np.sort(days)[199]


RUNS, EMPLOYERS, UNLIKE = 1000, 40, 0.7
"""Markets; employers of each; standard deviation of the logarithm of how fast an employer's vacancies close."""


def markets(*, alone: bool) -> Ends:
    """Vacancies that close at the pace of their employer, watched for half a year; `alone` forgets whose they are."""
    dice = np.random.default_rng(1)
    size = dice.poisson(8, (RUNS, EMPLOYERS)) + 1
    pace = np.exp(UNLIKE * dice.normal(size=size.shape)) / 40
    owner = np.repeat(np.arange(size.size), size.ravel())
    life = np.floor(dice.exponential(1 / pace.ravel()[owner])).astype(np.int64) + 1
    watched = dice.integers(0, 182, len(owner))
    closed = (life <= watched).astype(float)
    employer = np.arange(len(owner)) if alone else owner
    return Ends(
        key=owner // EMPLOYERS, employer=employer, days=np.minimum(life, watched), closed=closed, censored=1 - closed
    )


def held(lives: Ends) -> tuple[float, float, float]:
    """Return how often the interval holds the part closed in 30 days, that in 60 days, and the median."""
    paces = np.exp(UNLIKE * stats.norm.ppf((np.arange(100_000) + 0.5) / 100_000)) / 40

    def closed(days: int) -> float:
        return float(1 - np.exp(-paces * days).mean())

    found = curves(lives, RUNS)
    half = next(day for day in range(1, 182) if closed(day) >= 0.5)
    truths = (closed(30), closed(60), half)
    estimates = (closed_within(found, 30), closed_within(found, 60), median_days(found))
    inside: list[npt.NDArray[np.bool_]] = [
        (one.low <= truth) & ((one.high >= truth) | np.isnan(one.high))
        for one, truth in zip(estimates, truths, strict=True)
    ]
    return tuple(float(one.mean()) for one in inside)  # type: ignore[return-value]  # three of them


def test_intervals_hold_the_truth_as_often_as_they_say_though_employers_differ() -> None:
    within_30, within_60, median = held(markets(alone=False))

    assert 0.93 <= within_30 <= 0.97
    assert 0.93 <= within_60 <= 0.97
    # days are whole, so the median's interval reaches a little further than it need
    assert 0.93 <= median <= 0.98


def test_who_takes_vacancies_for_independent_is_wrong_too_often() -> None:
    assert max(held(markets(alone=True))) < 0.88
