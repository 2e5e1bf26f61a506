"""Skills in places and skills with each other, against numbers counted by hand and against the report's crossings."""

import numpy as np
import pyarrow.compute as pc
import pytest

from tests.trends.invented import Invented
from trends.crossed import crossed
from trends.facts import read_facts
from trends.mart.read import Mart
from trends.periods import Period

QUARTER, NOW, THEN = "2026-Q2", "2026-05-06", "2025-05-07"
TEXAS, MAINE = ("place", "us-tx"), ("place", "us-me")
RUST, KOTLIN, AI, NURSE = ("skill", "rust"), ("skill", "kotlin"), ("topic", "ai"), ("role", "nurse")


def market() -> Invented:
    """Twelve employers with six vacancies in Texas, of which three name Rust, and six in Maine, of which one does."""
    made = Invented()
    for number in range(12):
        board, name = made.board(), f"employer-{number:02}"
        made.ad(board, NOW, name, times=3, tags=(TEXAS, RUST, AI))
        made.ad(board, NOW, name, times=3, tags=(TEXAS, KOTLIN))
        made.ad(board, NOW, name, times=1, tags=(MAINE, RUST, AI))
        made.ad(board, NOW, name, times=5, tags=(MAINE, NURSE))
    return made


def test_a_quotient_is_the_share_in_the_place_over_the_share_everywhere() -> None:
    numbers = market().numbers(QUARTER, "lift")
    texas, maine = (numbers.row("location_quotient", key, within="skill=rust") for key in ("us-tx", "us-me"))

    assert texas is not None
    assert maine is not None
    assert (texas["estimate"], texas["n_now"], texas["employers"]) == (1.5, 36, 12)  # (36 / 72) / (48 / 144)
    assert (maine["estimate"], maine["n_now"]) == (0.5, 12)
    assert (texas["low"], texas["high"], texas["verdict"]) == (1.5, 1.5, None)  # every employer is like the others
    assert numbers.row("location_quotient", "us-me", within="role=nurse")["estimate"] == 2  # type: ignore[index]  # it is there
    assert numbers.row("location_quotient", "us-tx", within="role=nurse") is None


def test_words_are_counted_among_ads_in_english_and_roles_among_all() -> None:
    made = market()
    made.ad(1, NOW, "employer-00", times=72, tags=(TEXAS,), language="de")

    numbers = made.numbers(QUARTER, "lift")

    assert numbers.row("location_quotient", "us-tx", within="skill=rust")["estimate"] == 1.5  # type: ignore[index]  # it is there
    maine = numbers.row("location_quotient", "us-me", within="role=nurse")
    assert maine is not None
    assert maine["estimate"] == pytest.approx(60 / 72 / (60 / 216))


def test_estimate_and_interval_are_those_of_the_report() -> None:
    made = market()
    for number in range(9):
        board, name = made.board(), f"odd-{number}"
        made.ad(board, NOW, name, times=number + 1, tags=(TEXAS, RUST, AI))
        made.ad(board, NOW, name, times=10 - number, tags=(MAINE,))
        made.ad(board, NOW, name, times=2, tags=(AI,))
        made.ad(board, THEN, name, times=5, tags=(TEXAS, AI))
    numbers = made.numbers(QUARTER, "lift")
    with Mart(made.write()) as mart:
        facts = read_facts(mart, Period.parse(QUARTER))
        found = [row for row in crossed(mart, facts, "topic", "ai", ["place"]).to_pylist() if row["period"] == QUARTER]

    compared = 0
    for row in found:
        if row["metric"] == "location_quotient" and row["dimension"] == "place":
            own = numbers.row("location_quotient", row["key"], within="topic=ai")
            assert own is not None
            names = ("estimate", "low", "high", "n_now", "employers")
            assert [own[name] for name in names] == pytest.approx([row[name] for name in names], rel=1e-5)
            assert (own["method"], own["unit"]) == (row["method"], row["unit"])
            compared += 1
    assert compared == 2


def test_skills_named_together_twice_as_often_as_by_chance() -> None:
    made = Invented()
    for number in range(12):
        board, name = made.board(), f"employer-{number:02}"
        made.ad(board, NOW, name, times=2, tags=(RUST, KOTLIN))
        made.ad(board, NOW, name, times=1, tags=(RUST,))
        made.ad(board, NOW, name, times=1, tags=(KOTLIN,))
        made.ad(board, NOW, name, times=5)

    numbers = made.numbers(QUARTER, "lift")
    row = numbers.row("co_occurrence", "kotlin", within="skill=rust")

    assert row is not None
    assert row["estimate"] == pytest.approx(24 * 108 / (36 * 36))
    assert (row["n_now"], row["employers"], row["unit"]) == (24, 12, "quotient")
    assert numbers.row("co_occurrence", "rust", within="skill=kotlin") is None


def test_few_are_not_listed_and_those_of_few_employers_are_insufficient() -> None:
    made = Invented()
    board = made.board()
    made.ad(board, NOW, times=9, tags=(RUST, ("skill", "java")))
    made.ad(board, NOW, times=40, tags=(RUST, KOTLIN))

    numbers = made.numbers(QUARTER, "lift")

    assert numbers.row("co_occurrence", "java", within="skill=rust") is None
    row = numbers.row("co_occurrence", "kotlin", within="skill=rust")
    assert row is not None
    assert (row["low"], row["high"], row["verdict"]) == (None, None, "insufficient")


def test_a_vacancy_counts_in_the_window_alone() -> None:
    made = market()
    made.ad(1, THEN, "employer-00", times=50, tags=(TEXAS, RUST))
    made.ad(1, NOW, "employer-00", vacancy=1, times=50, tags=(TEXAS, RUST))

    row = made.numbers(QUARTER, "lift").row("location_quotient", "us-tx", within="skill=rust")

    assert row is not None
    assert (row["estimate"], row["n_now"]) == (1.5, 36)


def test_intervals_hold_the_truth_as_often_as_they_say_though_employers_differ() -> None:
    made = Invented()
    dice = np.random.default_rng(7)
    board, skills = made.board(), 200
    for number in range(40):
        liking = dice.uniform(0, 2, skills)
        for _ in range(dice.poisson(20) + 1):
            is_texan = dice.random() < 0.5
            named = np.flatnonzero(dice.random(skills) < liking * (0.3 if is_texan else 0.1))
            tags = (*([TEXAS] if is_texan else []), *(("skill", f"skill-{at:03}") for at in named))
            made.ad(board, NOW, f"employer-{number:02}", tags=tags)

    table = made.numbers(QUARTER, "lift").table.filter(pc.field("metric") == "location_quotient")
    found = table.to_pylist()

    assert len(found) == skills
    assert np.mean([row["estimate"] for row in found]) == pytest.approx(1.5, abs=0.05)
    assert 0.92 <= np.mean([row["low"] <= 1.5 <= row["high"] for row in found]) <= 0.99
