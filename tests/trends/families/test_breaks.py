"""What departs from its peers, worked out by hand, and how seldom chance looks like it."""

from math import log, sqrt

import numpy as np
import pytest

from tests.trends.invented import Invented
from trends.families.breaks import departures

QUARTER, NOW, THEN = "2026-Q2", "2026-05-06", "2025-05-07"
PLATFORMS = ("ashby", "greenhouse", "lever", "personio", "recruitee", "workable")


def market(times: dict[str, int], regions: dict[str, int] | None = None) -> Invented:
    """On each platform, or in each region, twelve employers with five vacancies then and so many times four or six."""
    made = Invented()
    for dimension, sizes in (("platform", times), ("place", regions or {})):
        for key, size in sizes.items():
            board = made.board(platform=key if dimension == "platform" else "breezy")
            tags = (("place", key),) if dimension == "place" else ()
            for number in range(12):
                made.ad(board, THEN, f"{key}-{number:02}", times=5, tags=tags)
                made.ad(board, NOW, f"{key}-{number:02}", times=(4, 6)[number % 2] * size, tags=tags)
    made.labels += [{"dimension": "place", "key": key, "label": key, "group": "region"} for key in regions or {}]
    return made


def test_one_of_six_doubles_and_the_others_stand_still() -> None:
    numbers = market(dict.fromkeys(PLATFORMS, 1) | {"lever": 2}).numbers(QUARTER, "breaks")
    row, other = (numbers.row("break_z", key, "platform") for key in ("lever", "ashby"))

    assert row is not None
    assert other is not None
    assert row["estimate"] == pytest.approx(log(2) / (12 / 11 * sqrt(12 / 60**2)), rel=1e-5)
    assert (row["n_now"], row["n_then"], row["employers"], row["unit"]) == (120, 60, 12, "standard errors")
    assert (row["verdict"], row["compared_with"]) == (None, "2025-Q2")
    assert other["estimate"] == 0


def test_regions_are_held_against_those_of_their_country() -> None:
    numbers = market({}, {f"us-{at}": 1 for at in "abcdef"} | {"us-a": 3, "gb-eng": 3}).numbers(QUARTER, "breaks")

    assert numbers.estimate("break_z", "us-a", "place") == pytest.approx(log(3) * sqrt(300) * 11 / 12, rel=1e-5)
    assert numbers.row("break_z", "gb-eng", "place") is None


def test_five_are_too_few_to_tell() -> None:
    made = market(dict.fromkeys(PLATFORMS[:5], 1))

    assert made.numbers(QUARTER, "breaks").row("break_z", "ashby", "platform") is None


def test_what_rests_on_little_is_neither_held_against_others_nor_a_peer() -> None:
    made = market(dict.fromkeys(PLATFORMS[:5], 1))
    for day in (NOW, THEN):
        made.ad(made.board(platform="workable"), day, "one", times=40)

    assert made.numbers(QUARTER, "breaks").row("break_z", "ashby", "platform") is None


def test_chance_alone_hardly_ever_departs_and_a_true_break_nearly_always() -> None:
    dice = np.random.default_rng(5)
    chance, broken, rounds = 0, 0, 400
    for _ in range(rounds):
        error = dice.uniform(0.05, 0.2, 12)
        theta = dice.normal(0.1, np.sqrt(error**2 + 0.05**2))
        chance += int((np.abs(departures(theta, error)) > 3.5).sum())
        theta[0] += 8 * error[0]
        broken += bool(departures(theta, error)[0] > 3.5)

    assert chance / (rounds * 12) < 0.01
    assert broken / rounds > 0.9
