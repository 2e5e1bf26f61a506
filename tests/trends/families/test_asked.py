"""Shares of what a vacancy says of itself, and their changes, against numbers worked out by hand."""

import numpy as np
import pytest
from scipy import stats

from tests.trends.invented import Invented

WELDER = ("role", "welder")
QUARTER = "2026-Q2"
NOW, THEN = "2026-05-06", "2025-05-07"
CHANGES = {"remote_share_change": "remote", "degree_share_change": "degree", "pay_shown_change": "pay"}


def market(now: list[int], then: list[int], of: int = 10) -> Invented:
    """An employer an entry: so many of its `of` vacancies are remote, require a degree and name pay."""
    made = Invented()
    for number, (a, b) in enumerate(zip(now, then, strict=True)):
        board = made.board()
        for day, some in ((NOW, a), (THEN, b)):
            if some:
                made.ad(
                    board,
                    day,
                    f"employer-{number:02}",
                    times=some,
                    tags=(WELDER,),
                    remote="remote",
                    degree="required",
                    pay=100,
                )
            made.ad(board, day, f"employer-{number:02}", times=of - some)
    return made


SOME = [6, 7, 5, 8, 6, 4, 7, 6, 5, 6, 8, 4]
FEWER = [3, 4, 3, 4, 2, 3, 4, 3, 3, 2, 4, 3]


def test_a_change_is_the_difference_of_two_shares_with_employers_as_the_sampling_units() -> None:
    numbers = market(SOME, FEWER).numbers(QUARTER, "asked")

    a, b = np.array(SOME), np.array(FEWER)
    p, q = a.sum() / 120, b.sum() / 120
    residuals = (a - p * 10) / 120 - (b - q * 10) / 120
    wide = stats.t.ppf(0.975, 11) * 12 / 11 * np.sqrt((residuals**2).sum())
    for metric in CHANGES:
        row = numbers.row(metric)
        assert row is not None, metric
        assert row["estimate"] == pytest.approx(p - q, rel=1e-5), metric
        assert (row["low"], row["high"]) == pytest.approx((p - q - wide, p - q + wide), rel=1e-5), metric
        assert (row["n_now"], row["n_then"], row["employers"], row["coverage"]) == (72, 38, 12, 1.0), metric
        assert (row["compared_with"], row["unit"], row["verdict"]) == ("2025-Q2", "difference", "rising"), metric
        assert row["method"] == "matched-calendar/1", metric


def test_the_same_twice_is_no_change() -> None:
    numbers = market(SOME, SOME).numbers(QUARTER, "asked")

    for metric in CHANGES:
        row = numbers.row(metric)
        assert row is not None, metric
        assert (row["estimate"], row["low"], row["high"], row["verdict"]) == (0.0, 0.0, 0.0, "flat"), metric


def test_a_board_that_exists_only_this_year_changes_no_matched_change() -> None:
    before, after = market(SOME, FEWER), market(SOME, FEWER)
    board = after.board(("2026-01-01", "2026-12-31"))
    after.ad(board, NOW, "newcomer", times=50, remote="remote", degree="required", pay=90.0)

    old, new = before.numbers(QUARTER, "asked"), after.numbers(QUARTER, "asked")

    for metric in CHANGES:
        was, now = old.row(metric), new.row(metric)
        assert was is not None
        assert now is not None
        assert {name for name in was if was[name] != now[name]} == {"coverage"}


def test_what_nobody_saw_is_nothing_and_no_zero() -> None:
    made = Invented()
    made.ad(made.board(("2026-01-01", "2026-12-31")), NOW, times=40, remote="remote")

    row = made.numbers(QUARTER, "asked").row("remote_share_change", "all")
    assert row is not None
    assert [row[name] for name in ("estimate", "low", "n_now", "n_then", "employers")] == [None] * 5
    assert (row["coverage"], row["verdict"]) == (0.0, "insufficient")

    last_year = Invented()
    last_year.ad(last_year.board(), THEN, times=40)
    numbers = last_year.numbers(QUARTER, "asked")
    assert numbers.row("equity_shown") is None
    assert numbers.estimate("remote_share_change") is None


def test_few_vacancies_with_the_thing_allow_no_verdict() -> None:
    row = market([1, *[0] * 11], [0] * 12).numbers(QUARTER, "asked").row("remote_share_change")

    assert row is not None
    assert (row["n_now"], row["n_then"], row["verdict"]) == (1, 0, "insufficient")
    assert row["estimate"] == pytest.approx(1 / 120, rel=1e-5)


def test_equity_and_bonus_are_shares_of_the_vacancies_with_an_interval() -> None:
    made = market(SOME, FEWER)
    for number in range(12):
        vacancy = made.ad(number + 1, NOW, f"employer-{number:02}", tags=(WELDER,))
        common = made.rows["vacancies"][-1]
        kinds = ("equity", "equity", "bonus") if number < 3 else ("equity",) if number < 6 else ()
        for kind in kinds:
            made.rows["pays"].append(
                {name: common.get(name) for name in ("posting", "board", "new_on")} | {"kind": kind}
            )
        assert vacancy == common["vacancy"]

    numbers = made.numbers(QUARTER, "asked")
    equity, bonus = numbers.row("equity_shown"), numbers.row("bonus_shown")

    assert equity is not None
    assert bonus is not None
    assert (equity["estimate"], equity["n_now"], equity["employers"]) == (pytest.approx(6 / 132, rel=1e-5), 6, 6)
    assert (bonus["estimate"], bonus["n_now"]) == (pytest.approx(3 / 132, rel=1e-5), 3)
    assert 0 < equity["low"] < 6 / 132 < equity["high"] < 0.2
    assert numbers.estimate("equity_shown", "welder") == pytest.approx(6 / 84, rel=1e-5)
