"""Stock and flow on small invented boards, worked out by hand."""

import datetime as dt
from math import exp, log, sqrt

import pytest
from scipy import stats

from tests.trends.invented import Invented, Numbers

QUARTER = "2026-Q2"
PYTHON = ("skill", "python")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_what_opens_and_closes_is_counted_on_watched_boards_only() -> None:
    made = Invented()
    board, blind = made.board(), made.board(closes=False)
    made.ad(board, "2026-04-10", tags=(PYTHON,))
    made.ad(board, "2026-04-10", closed_on=day("2026-05-10"))
    made.ad(board, "2025-09-01", closed_on=day("2026-06-30"), tags=(("skill", "perl"),))
    made.ad(board, "2026-04-10", closed_on=day("2026-07-01"))
    made.ad(blind, "2026-04-10", "blind", closed_on=day("2026-05-01"))

    numbers = made.numbers(QUARTER, "flow", "counts")

    assert (numbers.estimate("opened"), numbers.estimate("closed"), numbers.estimate("open")) == (3, 2, 2)
    assert (numbers.estimate("opened", "python"), numbers.estimate("closed", "python")) == (1, 0)
    assert numbers.estimate("closed", "perl") == 1
    assert numbers.row("closed", "blind", "employer") is None


def test_a_vacancy_closes_with_its_last_posting() -> None:
    made = Invented()
    board = made.board()
    vacancy = made.ad(board, "2026-04-01", closed_on=day("2026-04-11"))
    made.ad(board, "2026-05-01", vacancy=vacancy, closed_on=day("2026-05-11"))
    still = made.ad(board, "2026-04-01", closed_on=day("2026-04-11"))
    made.ad(board, "2026-05-01", vacancy=still)

    numbers = made.numbers(QUARTER, "flow", "counts")

    assert (numbers.estimate("opened"), numbers.estimate("closed"), numbers.estimate("open")) == (2, 1, 1)
    assert numbers.estimate("closed_in_30_days") == 0
    assert numbers.estimate("closed_in_60_days") == 0.5


def watched_ten() -> Invented:
    """Ten vacancies: two close after ten days, one after twenty, three are last seen then, four go on."""
    made = Invented()
    board = made.board()
    for close in ("2026-03-11", "2026-03-11", "2026-03-21", "2026-04-10", "2026-04-10", None, None):
        made.ad(board, "2026-03-01", closed_on=day(close) if close else None)
    left = made.board(("2025-01-01", "2026-03-21"))
    made.ad(left, "2026-03-01", times=3)
    return made


def test_time_to_close_takes_what_was_watched_of_those_still_open() -> None:
    numbers = watched_ten().numbers(QUARTER, "flow")

    assert numbers.estimate("closed_in_30_days") == pytest.approx(0.3)
    assert numbers.estimate("closed_in_60_days") == pytest.approx(0.65)
    row = numbers.row("time_to_close")
    assert row is not None
    assert (row["estimate"], row["n_now"], row["verdict"]) == (40, 10, "insufficient")


def test_employers_are_the_sampling_units_of_time_to_close() -> None:
    made = Invented()
    board = made.board()
    made.ad(board, "2026-05-01", "one", times=2, closed_on=day("2026-05-11"))
    for employer, times in (("one", 2), ("other", 4)):
        made.ad(board, "2026-05-01", employer, times=times)

    numbers = made.numbers(QUARTER, "flow")
    row, alone = numbers.row("closed_in_30_days"), numbers.row("closed_in_30_days", "one", "employer")

    assert row is not None
    assert alone is not None
    # of four of each, two of one close: it pulls ln S by 2 / 6 - 4 / 8, the other by 4 / 6 - 4 / 8
    wide = stats.t.ppf(0.975, 1) * 2 * sqrt(2 * (1 / 6) ** 2) / -log(0.75)
    assert row["estimate"] == 0.25
    assert (row["low"], row["high"]) == pytest.approx((1 - 0.75 ** exp(-wide), 1 - 0.75 ** exp(wide)), rel=1e-5)
    assert (row["n_now"], row["employers"], row["method"]) == (8, 2, "kaplan-meier/2")
    assert (alone["estimate"], alone["low"], alone["high"]) == (0.5, None, None)


def test_what_happens_after_the_period_changes_nothing_in_it() -> None:
    made = watched_ten()
    made.ad(1, "2026-06-01", closed_on=day("2026-08-01"))
    before = rows_of_flow(made.numbers(QUARTER, "flow"))
    made.rows["vacancies"][-1]["closed_on"] = day("2026-12-01")
    vacancy = made.rows["vacancies"][-1]["vacancy"]
    made.ad(1, "2026-07-05", vacancy=vacancy)

    assert rows_of_flow(made.numbers(QUARTER, "flow")) == before


def rows_of_flow(numbers: Numbers) -> list[dict[str, object]]:
    names = {"opened", "closed", "time_to_close", "closed_in_30_days", "closed_in_60_days", "evergreen_share"}
    return [row for row in numbers.table.to_pylist() if row["metric"] in names]


def test_what_stood_there_before_its_board_was_watched_says_nothing_of_time_to_close() -> None:
    made = Invented()
    board = made.board(("2026-04-01", "2026-12-31"))
    made.ad(board, "2026-03-01", closed_on=day("2026-04-02"), seen_on=day("2026-04-01"))
    made.ad(made.board(closes=False), "2026-05-01")

    assert made.numbers(QUARTER, "flow").row("time_to_close") is None


def test_a_gap_ends_the_watch() -> None:
    made = Invented()
    board = made.board(("2025-01-01", "2026-04-20"), ("2026-05-20", "2026-12-31"))
    made.ad(board, "2026-04-01", closed_on=day("2026-05-21"))
    made.ad(board, "2026-04-01", closed_on=day("2026-04-11"))

    numbers = made.numbers(QUARTER, "flow")

    assert numbers.row("closed_in_30_days")["estimate"] is None  # type: ignore[index]  # it is there
    assert numbers.estimate("time_to_close") == 10


def test_evergreen_is_open_or_advertised_again_for_half_a_year() -> None:
    made = Invented()
    board = made.board()
    made.ad(board, "2025-12-01", tags=(PYTHON,))
    again = made.ad(board, "2025-11-01", closed_on=day("2026-01-20"))
    made.ad(board, "2026-02-01", vacancy=again)
    made.ad(board, "2026-03-01", times=2)
    made.ad(board, "2025-01-01", closed_on=day("2026-06-30"))
    young = made.board(("2026-03-01", "2026-12-31"))
    made.ad(young, "2026-03-01", "young", times=5)

    numbers = made.numbers(QUARTER, "flow")

    assert (numbers.estimate("evergreen_share"), numbers.estimate("evergreen_share", "python")) == (0.5, 1)
    assert numbers.row("evergreen_share", "young", "employer") is None


def test_reposts_are_a_part_of_the_ads_and_copies_for_other_places_are_none() -> None:
    made = Invented()
    board, thread = made.board(), made.board(kind="thread", platform="hn")
    vacancy = made.ad(board, "2026-02-01", closed_on=day("2026-02-03"))
    made.ad(board, "2026-04-02", vacancy=vacancy)
    made.ad(board, "2026-04-02", vacancy=vacancy, reason="place")
    made.ad(board, "2026-04-02", times=2)
    talked = made.ad(thread, "2026-03-01")
    made.ad(thread, "2026-04-01", vacancy=talked)

    numbers = made.numbers(QUARTER, "flow")

    assert numbers.estimate("repost_rate") == 0.25
    assert numbers.row("repost_rate", "hn", "platform") is None


def test_without_boards_that_show_closings_there_is_no_flow() -> None:
    made = Invented()
    made.ad(made.board(closes=False), "2026-04-01", times=3)

    assert rows_of_flow(made.numbers(QUARTER, "flow")) == []
