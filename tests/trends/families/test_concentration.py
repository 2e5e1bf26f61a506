"""Concentration of employers in small invented boards, worked out by hand."""

import pytest

from tests.trends.invented import Invented

MONTH = "2026-04"
PYTHON = ("skill", "python")


def employers_with(*numbers: int) -> Invented:
    made = Invented()
    board = made.board()
    for at, number in enumerate(numbers):
        made.ad(board, "2026-04-10", f"employer-{at}", tags=(PYTHON,), times=number)
    return made


def test_squares_of_parts_and_their_inverse() -> None:
    numbers = employers_with(5, 3, 2).numbers(MONTH, "concentration")

    assert numbers.estimate("employer_hhi", "python") == pytest.approx(0.38)
    assert numbers.estimate("effective_employers", "python") == pytest.approx(1 / 0.38, rel=1e-5)
    assert numbers.estimate("top_employers_share", "python") == 1
    row = numbers.row("employer_hhi", "python")
    assert row is not None
    assert (row["n_now"], row["employers"], row["verdict"]) == (10, 3, "insufficient")


def test_the_ten_largest_of_twelve() -> None:
    numbers = employers_with(*[4] * 9, 3, 3, 2).numbers(MONTH, "concentration")

    assert numbers.estimate("top_employers_share", "python") == pytest.approx(39 / 44, rel=1e-5)
    row = numbers.row("top_employers_share", "python")
    assert row is not None
    assert row["verdict"] is None


def test_an_unknown_employer_is_one_of_its_own() -> None:
    made = Invented()
    board = made.board()
    for _ in range(4):
        made.ad(board, "2026-04-10", None, tags=(PYTHON,))

    assert made.numbers(MONTH, "concentration").estimate("effective_employers", "python") == 4


def test_a_window_without_vacancies_has_no_concentration() -> None:
    made = employers_with(3)
    made.ad(1, "2025-04-10", "old", tags=(("skill", "perl"),))
    made.ad(1, "2026-04-10", "again", vacancy=1, tags=(("skill", "cobol"),))

    numbers = made.numbers(MONTH, "concentration")

    assert numbers.row("employer_hhi", "perl") is None
    assert numbers.row("employer_hhi", "cobol") is None
