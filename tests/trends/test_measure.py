import datetime as dt
from pathlib import Path

import pytest

from scrapers.store.errors import JobtideError
from tests.trends.invented import Invented
from trends.columns import KEYS, SCHEMA
from trends.measure import measure
from trends.metrics import load_metrics
from trends.periods import Period
from trends.series import read_series

PYTHON = ("skill", "python")
QUARTER = "2026-Q2"
NOW, THEN = "2026-05-06", "2025-05-07"


def steady(employers: int = 12) -> Invented:
    """The same ads in both years: four a year at each employer, one of them naming Python."""
    made = Invented()
    for number in range(employers):
        board = made.board(sector="robotics")
        for day in (NOW, THEN):
            made.ad(board, day, f"employer-{number}", times=3, remote="remote")
            made.ad(board, day, f"employer-{number}", tags=(PYTHON, ("group", "language")), pay=100 + number)
    return made


def test_nothing_changed_is_growth_of_zero() -> None:
    row = steady().numbers(QUARTER, "growth").row("growth")

    assert row is not None
    assert (row["estimate"], row["low"], row["high"], row["verdict"]) == (0.0, 0.0, 0.0, "flat")
    assert (row["n_now"], row["n_then"], row["employers"], row["boards"], row["coverage"]) == (48, 48, 12, 12, 1.0)
    assert (row["compared_with"], row["method"], row["vocabulary"]) == ("2025-Q2", "matched-calendar/1", "abcdef012345")


def test_a_board_that_exists_only_this_year_changes_no_matched_number() -> None:
    before, after = steady(), steady()
    board = after.board(("2026-01-01", "2026-12-31"))
    after.ad(board, NOW, "newcomer", times=40, tags=(PYTHON,))

    old, new = before.numbers(QUARTER, "growth", "raw_growth"), after.numbers(QUARTER, "growth", "raw_growth")

    for metric, key in (
        ("growth", "all"),
        ("growth", "python"),
        ("share_growth", "python"),
        ("postings_growth", "all"),
    ):
        was, now = old.row(metric, key), new.row(metric, key)
        assert was is not None
        assert now is not None
        assert {name for name in was if was[name] != now[name]} <= {"coverage", "verdict"}
    assert new.estimate("raw_growth") == pytest.approx(40 / 48, rel=1e-5)
    assert new.row("growth", "python")["verdict"] == "insufficient"  # type: ignore[index]  # asserted above
    assert new.row("growth", "python")["coverage"] == pytest.approx(12 / 52, rel=1e-5)  # type: ignore[index]  # the same


def test_a_gap_in_one_window_takes_a_board_out_of_the_panel() -> None:
    made = steady()
    gap = made.board(("2025-01-01", "2025-12-31"), ("2026-01-01", "2026-04-30"), ("2026-05-11", "2026-12-31"))
    made.ad(gap, THEN, "gappy", times=30)

    numbers = made.numbers(QUARTER, "counts", "growth")

    assert numbers.estimate("growth") == 0.0
    assert numbers.row("new", "gappy", "employer") is None
    assert numbers.row("growth", "gappy", "employer")["n_then"] == 0  # type: ignore[index]  # a row of no matched vacancies
    assert numbers.estimate("growth", "gappy", "employer") is None


def test_nine_days_in_ten_are_enough() -> None:
    made = steady()
    short = made.board(("2025-04-01", "2025-06-30"), ("2026-04-01", "2026-06-21"))
    made.ad(short, THEN, "short", times=10)

    assert made.numbers(QUARTER, "growth").row("growth")["n_then"] == 58  # type: ignore[index]  # the row is there


def test_a_covered_board_without_postings_is_a_true_zero() -> None:
    made = steady()
    fallen = made.board()
    made.ad(fallen, THEN, "fallen", times=10, tags=(("skill", "perl"),))

    numbers = made.numbers(QUARTER, "counts", "growth", "shares")

    assert numbers.estimate("new", "fallen", "employer") == 0
    assert numbers.estimate("share", "perl") == 0
    assert numbers.estimate("growth", "perl") == -1
    assert numbers.row("growth", "perl")["low"] is None  # type: ignore[index]  # a row of n_now = 0


def test_from_nothing_there_is_no_rate() -> None:
    made = steady()
    made.ad(1, NOW, "employer-0", tags=(("skill", "zig"),))

    row = made.numbers(QUARTER, "growth").row("growth", "zig")

    assert row is not None
    assert (row["estimate"], row["n_now"], row["n_then"], row["verdict"]) == (None, 1, 0, "insufficient")


def test_without_a_panel_growth_is_not_measured_at_all() -> None:
    made = Invented()
    made.ad(made.board(("2026-01-01", "2026-12-31")), NOW, times=40)

    row = made.numbers(QUARTER, "growth").row("growth")

    assert row is not None
    assert [row[name] for name in ("estimate", "n_now", "n_then", "employers", "boards")] == [None] * 5
    assert (row["coverage"], row["verdict"]) == (0.0, "insufficient")


def test_an_unknown_employer_is_a_cluster_of_its_own() -> None:
    made = Invented()
    board = made.board(kind="thread")
    for day in (NOW, THEN):
        made.ad(board, day, None, times=20)
        made.ad(board, day, "known", times=20)

    row = made.numbers(QUARTER, "growth").row("growth")

    assert row is not None
    assert row["employers"] == 41


def test_skills_count_english_ads_only_above_and_below_the_line() -> None:
    made = Invented()
    board = made.board()
    made.ad(board, NOW, times=3)
    made.ad(board, NOW, tags=(PYTHON, ("role", "data-engineer")))
    made.ad(board, NOW, language="de", tags=(PYTHON, ("role", "data-engineer")), times=4)

    numbers = made.numbers(QUARTER, "counts", "shares")

    assert numbers.estimate("new") == 8
    assert (numbers.estimate("new", "python"), numbers.estimate("share", "python")) == (1, 0.25)
    assert numbers.estimate("share", "data-engineer") == 0.625
    assert numbers.row("new", "english") is None


def test_reposts_are_postings_and_no_new_vacancies() -> None:
    made = Invented()
    board = made.board()
    vacancy = made.ad(board, NOW, tags=(PYTHON,))
    made.ad(board, "2026-06-01", vacancy=vacancy, tags=(PYTHON,), times=2)

    numbers = made.numbers(QUARTER, "counts")

    assert (numbers.estimate("postings", "python"), numbers.estimate("new", "python")) == (3, 1)


def test_a_thread_counts_a_vacancy_once_in_every_period_it_is_advertised_in() -> None:
    made = Invented()
    thread = made.board(kind="thread", platform="hn")
    vacancy = made.ad(thread, "2026-03-02", tags=(PYTHON,))
    for month in ("2026-04-01", "2026-05-01", "2026-05-03"):
        made.ad(thread, month, vacancy=vacancy, tags=(PYTHON,))

    april, quarter = made.numbers("2026-04", "counts"), made.numbers(QUARTER, "counts")

    assert (april.estimate("new"), april.estimate("new", "python")) == (1, 1)
    assert (quarter.estimate("new"), quarter.estimate("postings")) == (1, 3)
    assert quarter.estimate("new", "python") == 1


def test_a_thread_enters_weekly_growth_by_its_last_whole_month() -> None:
    made = Invented()
    thread = made.board(kind="thread", platform="hn")
    made.ad(thread, "2025-04-01", times=10)
    made.ad(thread, "2026-04-01", times=15)
    made.ad(thread, "2026-05-01", times=99)

    row = made.numbers("2026-W20", "growth").row("growth")

    assert row is not None
    assert (row["estimate"], row["n_now"], row["method"]) == (0.5, 15, "matched-28d/1")


def test_what_is_no_ad_is_counted_apart_and_nowhere_else() -> None:
    made = Invented()
    thread = made.board(kind="thread", platform="hn")
    made.ad(thread, NOW, times=3)
    made.ad(thread, NOW, is_ad=False, times=2)

    numbers = made.numbers(QUARTER, "counts", "not_ads")

    assert (numbers.estimate("not_ads"), numbers.estimate("not_ads", "hn", "platform")) == (2, 2)
    assert (numbers.estimate("postings"), numbers.estimate("new")) == (3, 3)


def test_open_vacancies_are_those_seen_and_not_yet_closed() -> None:
    made = Invented()
    board, blind = made.board(), made.board(closes=False)
    made.ad(board, "2024-01-10", tags=(PYTHON,))
    vacancy = made.ad(board, "2026-06-30")
    made.ad(board, "2026-06-30", vacancy=vacancy)
    made.ad(board, "2026-05-01", closed_on=dt.date(2026, 6, 30))
    made.ad(board, "2026-05-01", closed_on=dt.date(2026, 7, 1))
    made.ad(board, "2026-07-01")
    made.ad(blind, NOW, "blind")

    numbers = made.numbers(QUARTER, "counts")

    assert (numbers.estimate("open"), numbers.estimate("open", "python")) == (3, 1)
    assert numbers.row("open", "blind", "employer") is None


def test_pay_is_given_by_currency_and_by_role_also_by_seniority_and_country() -> None:
    made = Invented()
    board = made.board()
    role = {"role": "data-engineer", "tags": (("role", "data-engineer"),)}
    for amount in (100.0, 200.0, 300.0):
        made.ad(board, NOW, pay=amount, seniority="senior", country="us", **role)  # type: ignore[arg-type]  # mixed values
    made.ad(board, NOW, pay=50.0, currency="EUR", **role)  # type: ignore[arg-type]  # mixed values
    made.ad(board, NOW, times=4)

    numbers = made.numbers(QUARTER, "pay", "shares")
    dollars = {"unit": "USD a year"}

    assert numbers.row("pay_p50", "data-engineer", **dollars)["estimate"] == 200  # type: ignore[index]  # it is there
    assert numbers.row("pay_p50", unit="EUR a year")["estimate"] == 50  # type: ignore[index]  # it is there
    split = numbers.row("pay_p25", "data-engineer", within="seniority=senior", country="us", **dollars)
    assert split is not None
    assert (split["estimate"], split["n_now"], split["verdict"]) == (150, 3, "insufficient")
    assert (numbers.estimate("pay_shown"), numbers.estimate("pay_shown", "data-engineer")) == (0.5, 1)


def test_remote_and_degree_are_shares_of_the_key_itself() -> None:
    made = Invented()
    board = made.board()
    made.ad(board, NOW, tags=(PYTHON,), remote="remote", degree="required")
    made.ad(board, NOW, tags=(PYTHON,), remote="onsite", degree="preferred")
    made.ad(board, NOW, times=2)

    numbers = made.numbers(QUARTER, "shares")

    assert (numbers.estimate("remote_share"), numbers.estimate("remote_share", "python")) == (0.25, 0.5)
    assert (numbers.estimate("degree_share"), numbers.estimate("degree_share", "python")) == (0.25, 0.5)


def test_measuring_twice_writes_the_same_bytes() -> None:
    mart = steady().write()
    period = Period.parse(QUARTER)
    first = measure(mart, Path("series"), period).read_bytes()

    assert measure(mart, Path("series"), period).read_bytes() == first
    table = read_series(Path("series"), period)
    assert table.schema.equals(SCHEMA)
    keys = [tuple(row[name] for name in KEYS) for row in table.to_pylist()]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    assert set(table["metric"].to_pylist()) <= set(load_metrics())


def test_a_period_without_postings_says_what_there_is() -> None:
    mart = steady().write()

    with pytest.raises(JobtideError, match=r"2029-01.*2025-05 to 2026-05"):
        measure(mart, Path("series"), Period.parse("2029-01"))


def test_a_period_that_was_not_measured_says_how_to() -> None:
    with pytest.raises(JobtideError, match="jobtide measure --every month --period 2026-01"):
        read_series(Path("series"), Period.parse("2026-01"))


def test_a_folder_without_a_mart_says_what_to_run() -> None:
    with pytest.raises(JobtideError, match="jobtide extract"):
        measure(Path("nowhere"), Path("series"), Period.parse("2026-01"))
