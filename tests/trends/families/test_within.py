"""Skills within roles and sectors, and skills against each other, against numbers worked out by hand."""

import pytest

from extract.vocabulary import load_vocabulary
from tests.trends.invented import Invented
from trends.families.head_to_head import load_pairs

QUARTER = "2026-Q2"
NOW, THEN = "2026-05-06", "2025-05-07"
ROLE, RUST, KOTLIN, JAVA = ("role", "ml-engineer"), ("skill", "rust"), ("skill", "kotlin"), ("skill", "java")
ROBOTS = "role=ml-engineer", "sector=robotics"


def market(employers: int = 12) -> Invented:
    """Each employer has ten vacancies of the role in either year; three of them name Rust now, one did then."""
    made = Invented()
    for number in range(employers):
        board = made.board(sector="robotics")
        for day, named in ((NOW, 3), (THEN, 1)):
            made.ad(board, day, f"employer-{number:02}", times=named, tags=(ROLE, RUST))
            made.ad(board, day, f"employer-{number:02}", times=10 - named, tags=(ROLE,))
    return made


@pytest.mark.parametrize("within", ROBOTS)
def test_a_share_within_is_that_of_the_vacancies_within_alone(within: str) -> None:
    made = market()
    for number in range(12):
        made.ad(made.board(), NOW, f"elsewhere-{number}", times=3, tags=(RUST,))

    numbers = made.numbers(QUARTER, "within", "head_to_head")
    row = numbers.row("share_within", "rust", within=within)
    change = numbers.row("share_within_change", "rust", within=within)

    assert row is not None
    assert change is not None
    assert (row["estimate"], row["n_now"], row["employers"], row["verdict"]) == (0.3, 36, 12, None)
    assert (change["estimate"], change["n_now"], change["n_then"]) == (pytest.approx(0.2), 36, 12)
    assert (change["low"], change["high"]) == (pytest.approx(0.2), pytest.approx(0.2))
    assert (change["verdict"], change["compared_with"]) == ("rising", "2025-Q2")


def test_ads_in_another_language_count_neither_above_nor_below() -> None:
    made = market()
    made.ad(1, NOW, "employer-00", times=50, tags=(ROLE,), language="de")

    assert (
        made.numbers(QUARTER, "within", "head_to_head").row("share_within", "rust", within=ROBOTS[0])["estimate"] == 0.3
    )  # type: ignore[index]  # it is there


def test_a_new_board_changes_the_share_and_no_change_of_it() -> None:
    before, after = market(), market()
    after.ad(after.board(("2026-01-01", "2026-12-31")), NOW, "newcomer", times=40, tags=(ROLE, RUST))

    old, new = before.numbers(QUARTER, "within", "head_to_head"), after.numbers(QUARTER, "within", "head_to_head")

    was, now = (one.row("share_within_change", "rust", within=ROBOTS[0]) for one in (old, new))
    assert was is not None
    assert now is not None
    assert {name for name in was if was[name] != now[name]} == {"coverage"}
    assert new.row("share_within", "rust", within=ROBOTS[0])["estimate"] == 76 / 160  # type: ignore[index]  # it is there


def test_a_vacancy_of_a_thread_counts_once_in_each_window_it_is_advertised_in() -> None:
    made = Invented()
    thread = made.board(kind="thread", platform="hn")
    for number in range(40):
        vacancy = made.ad(thread, "2026-04-01", f"employer-{number}", tags=(ROLE,))
        made.ad(thread, "2026-05-01", f"employer-{number}", vacancy=vacancy, tags=(ROLE, RUST))

    row = made.numbers(QUARTER, "within", "head_to_head").row("share_within", "rust", within=ROBOTS[0])

    assert row is not None
    assert (row["estimate"], row["n_now"]) == (1.0, 40)


def test_too_little_is_not_listed() -> None:
    few = Invented()
    few.ad(few.board(), NOW, times=29, tags=(ROLE, RUST))
    rare = Invented()
    board = rare.board()
    rare.ad(board, NOW, times=60, tags=(ROLE,))
    rare.ad(board, NOW, times=4, tags=(ROLE, RUST))

    for made in (few, rare):
        assert made.numbers(QUARTER, "within", "head_to_head").row("share_within", "rust", within=ROBOTS[0]) is None


def test_head_to_head_is_of_those_that_ask_for_exactly_one() -> None:
    made = Invented()
    for number in range(12):
        board = made.board()
        for day, first in ((NOW, 4), (THEN, 2)):
            made.ad(board, day, f"employer-{number:02}", times=first, tags=(KOTLIN,))
            made.ad(board, day, f"employer-{number:02}", times=6 - first, tags=(JAVA,))
            made.ad(board, day, f"employer-{number:02}", times=5, tags=(KOTLIN, JAVA))

    numbers = made.numbers(QUARTER, "within", "head_to_head")
    row = numbers.row("head_to_head", "kotlin", within="skill=kotlin|java")
    change = numbers.row("head_to_head_change", "kotlin", within="skill=kotlin|java")

    assert row is not None
    assert change is not None
    assert (row["estimate"], row["n_now"], row["employers"]) == (pytest.approx(2 / 3, rel=1e-5), 48, 12)
    assert (change["estimate"], change["n_now"], change["n_then"]) == (pytest.approx(1 / 3, rel=1e-5), 48, 24)
    assert change["verdict"] == "rising"
    assert numbers.row("head_to_head", "rust", within="skill=rust|cpp") is None


def test_every_rival_is_a_skill_of_the_vocabulary() -> None:
    assert {key for pair in load_pairs() for key in pair} <= set(load_vocabulary().skills)
