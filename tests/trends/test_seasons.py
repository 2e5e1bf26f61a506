"""The seasonal part of lines whose true season is known."""

import numpy as np
import pytest

from trends.seasons import Numbers, seasonal

SEASON = 0.3 * np.sin(2 * np.pi * np.arange(52) / 52) - 0.6 * np.isin(np.arange(52), (50, 51))
SEASON -= SEASON.mean()


def line(weeks: int, seed: int, noise: float = 0.05) -> Numbers:
    at = np.arange(weeks)
    dice = np.random.default_rng(seed)
    return np.asarray(5 + 0.004 * at + 0.2 * np.sin(at / 60) + SEASON[at % 52] + dice.normal(0, noise, weeks))


def off(found: Numbers) -> Numbers:
    """Return the root mean square distance of each column from the true season."""
    true = SEASON[np.arange(len(found)) % 52]
    return np.asarray(np.sqrt(((found - true[:, None]) ** 2).mean(axis=0)))


@pytest.mark.parametrize(("weeks", "years"), [(104, 2), (130, 2), (156, 3), (208, 4)])
def test_a_known_season_is_found_as_well_as_the_mean_of_so_many_years_can(weeks: int, years: int) -> None:
    lines = np.stack([line(weeks, seed) for seed in range(40)], axis=1)

    assert off(seasonal(lines, 52)).mean() < 1.25 * 0.05 / np.sqrt(years)


def test_one_week_of_a_broken_crawler_changes_nothing_from_three_years_on() -> None:
    lines = np.stack([line(156, seed) for seed in range(20)], axis=1)
    broken = lines.copy()
    broken[40] -= 2

    assert np.abs(seasonal(broken, 52)[40] - seasonal(lines, 52)[40]).mean() < 0.06


def test_a_trend_is_no_season_and_a_step_stays_in_the_adjusted_line() -> None:
    straight = np.linspace(3, 5, 156)[:, None]
    stepped = line(156, 1)[:, None] + 0.5 * (np.arange(156) >= 100)[:, None]

    assert np.abs(seasonal(straight, 52)).max() < 1e-9
    adjusted = (stepped - seasonal(stepped, 52))[:, 0]
    assert adjusted[110:150].mean() - adjusted[50:90].mean() > 0.5


def test_a_season_adds_up_to_nothing_and_knows_neither_level_nor_neighbours() -> None:
    lines = np.stack([line(120, seed) for seed in range(3)], axis=1)
    found = seasonal(lines, 52)

    assert np.abs(found[:52].sum(axis=0)).max() < 1e-9
    assert np.allclose(seasonal(lines + 7, 52), found)
    assert np.allclose(seasonal(lines[:, 1:2], 52)[:, 0], found[:, 1])
