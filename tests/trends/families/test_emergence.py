"""Emerging and fading skills of small invented boards, worked out by hand."""

from math import log

import pytest

from tests.trends.invented import Invented

MONTH, NOW, THEN = "2026-04", "2026-04-10", "2025-04-10"


def named(made: Invented, board: int, day: str, **employers: int) -> None:
    """Let so many employers name each skill, each of them three times."""
    for skill, number in employers.items():
        for at in range(number):
            made.ad(board, day, f"employer-{at}", tags=(("skill", skill),), times=3)


def test_log_odds_count_employers_and_draw_towards_both_windows() -> None:
    made = Invented()
    board = made.board()
    named(made, board, THEN, python=20, perl=10)
    named(made, board, NOW, python=20, perl=5, rust=10)

    row = made.numbers(MONTH, "emergence").row("emergence", "perl")

    prior = {"python": 2.0, "perl": 0.75, "rust": 0.5}
    now, then = 5 + prior["perl"], 10 + prior["perl"]
    rest_now, rest_then = 20 + prior["python"] + 10 + prior["rust"], 20 + prior["python"] + prior["rust"]
    delta, wide = log(now / rest_now) - log(then / rest_then), 1.959964 * (1 / now + 1 / then) ** 0.5
    assert row is not None
    assert (row["estimate"], row["low"], row["high"]) == pytest.approx((delta, delta - wide, delta + wide), rel=1e-5)
    assert (row["n_now"], row["n_then"]) == (5, 10)


def test_the_same_in_both_windows_neither_emerges_nor_fades() -> None:
    made = Invented()
    board = made.board()
    for day in (THEN, NOW):
        named(made, board, day, python=12, perl=6)

    assert made.numbers(MONTH, "emergence").estimate("emergence", "perl") == 0


def test_a_newcomer_has_enough_employers_and_none_before() -> None:
    made = Invented()
    board = made.board()
    named(made, board, THEN, python=20)
    named(made, board, NOW, python=20, rust=5, zig=4)

    numbers = made.numbers(MONTH, "emergence")

    assert numbers.estimate("newcomer", "rust") == 5
    assert numbers.row("newcomer", "zig") is None
    assert numbers.row("newcomer", "python") is None


def test_boards_of_one_window_only_make_nothing_new() -> None:
    made = Invented()
    named(made, made.board(), THEN, python=20)
    named(made, 1, NOW, python=20)
    named(made, made.board(("2026-01-01", "2026-12-31")), NOW, rust=9)

    numbers = made.numbers(MONTH, "emergence")

    assert numbers.row("newcomer", "rust") is None
    assert numbers.row("emergence", "rust") is None


def test_without_anything_a_year_before_nothing_is_called_new() -> None:
    made = Invented()
    named(made, made.board(), NOW, rust=9)

    numbers = made.numbers(MONTH, "emergence")

    assert numbers.row("newcomer", "rust") is None
    assert numbers.row("emergence", "rust") is None


def test_a_newcomer_is_as_old_as_the_first_ad_that_names_it_even_off_the_panel() -> None:
    made = Invented()
    board = made.board()
    named(made, board, THEN, python=20)
    named(made, board, NOW, python=20, rust=5)
    made.ad(board, "2025-12-31", "employer-1", tags=(("skill", "rust"),))
    made.ad(made.board(("2025-11-01", "2025-11-30")), "2025-11-30", "stray", tags=(("skill", "rust"),))
    made.ad(board, "2026-05-01", "employer-1", tags=(("skill", "rust"),))

    numbers = made.numbers(MONTH, "emergence")

    row = numbers.row("days_known", "rust")
    assert row is not None
    assert (row["estimate"], row["unit"], row["n_now"], row["n_then"]) == (151, "days", 5, 0)
    assert numbers.row("days_known", "python") is None
