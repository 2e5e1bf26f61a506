"""Kaplan–Meier against numbers worked out by hand."""

import numpy as np
import pytest

from trends.survival import Ends, closed_within, curves, median_days


def ends(*lives: tuple[int, int, int, int]) -> Ends:
    key, days, closed, censored = (np.array(column) for column in zip(*lives, strict=True))
    return Ends(key=key, days=days, closed=closed.astype(float), censored=censored.astype(float))


TWO = ends((0, 10, 2, 0), (0, 20, 1, 3), (0, 40, 2, 0), (0, 70, 0, 2), (1, 5, 1, 0), (1, 6, 0, 1))
"""Ten vacancies of one key, two of another."""


def test_a_curve_is_the_product_of_what_is_left_each_day() -> None:
    found = curves(TWO, 2)

    assert found.left.tolist() == pytest.approx([0.8, 0.8 * 7 / 8, 0.7 * 2 / 4, 0.35, 0.5, 0.5])


def test_the_part_closed_by_a_day_comes_with_greenwoods_interval() -> None:
    found = closed_within(curves(TWO, 2), 30)

    greenwood = 2 / (10 * 8) + 1 / (8 * 7)
    wide = 1.959964 * greenwood**0.5 / -np.log(0.7)
    assert found.value.tolist() == pytest.approx([0.3, np.nan], nan_ok=True)
    assert (found.low[0], found.high[0]) == pytest.approx((1 - 0.7 ** np.exp(-wide), 1 - 0.7 ** np.exp(wide)))


def test_the_median_is_the_first_day_with_half_or_less_left_and_unknown_before() -> None:
    found = median_days(curves(TWO, 2))
    unknown = median_days(curves(ends((0, 3, 1, 0), (0, 9, 0, 2)), 1))

    assert found.value.tolist() == [40, 5]
    # after 10 days 0.8 ** exp(1.96 * 0.025 ** 0.5 / 0.223) = 0.41, after 40 days 0.35 ** exp(-1.01) = 0.68
    assert found.low[0] == 10
    assert np.isnan(found.high[0])
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
    lives = Ends(key=np.zeros(len(values), int), days=values, closed=number.astype(float), censored=number * 0.0)

    found = curves(lives, 1)

    for day in (0, 30, 60, 89):
        assert closed_within(found, day).value[0] == pytest.approx(np.mean(days <= day))
    assert median_days(found).value[0] == np.sort(days)[199]
