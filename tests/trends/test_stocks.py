"""Open vacancies at the end of many periods, counted by hand."""

import datetime as dt

from tests.trends.invented import Invented
from trends.mart.read import Mart
from trends.periods import Period
from trends.stocks import open_lines

PYTHON = ("skill", "python")
MAY = Period.parse("2026-05")


def test_each_end_counts_what_was_seen_and_not_closed_on_boards_watched_then() -> None:
    made = Invented()
    board = made.board(("2026-02-01", "2026-03-31"), ("2026-05-01", "2026-12-31"), sector="robotics")
    later, blind = made.board(("2026-05-02", "2026-12-31")), made.board(closes=False)
    made.ad(board, "2026-01-10", tags=(PYTHON,))
    vacancy = made.ad(board, "2026-03-31", closed_on=dt.date(2026, 5, 1))
    made.ad(board, "2026-03-31", vacancy=vacancy)
    made.ad(board, "2026-03-01", closed_on=dt.date(2026, 3, 31), tags=(PYTHON,))
    made.ad(board, "2026-03-01", closed_on=dt.date(2026, 4, 1), tags=(PYTHON,))
    made.ad(board, "2026-03-01", language="de", tags=(PYTHON,))
    made.ad(board, "2026-06-01", tags=(PYTHON,))
    made.ad(later, "2026-03-01", times=3)
    made.ad(blind, "2026-03-01", times=7)

    keys = {"all": ["all"], "skill": ["python", "rust"], "sector": ["robotics"]}
    with Mart(made.write()) as mart:
        lines = open_lines(mart, keys, MAY, 5)

    # January and April have no watched end; in February the one of January is open, in March with it a vacancy of two
    # ads, what closes a day later, and a German one
    assert lines == {
        ("all", "all"): [None, 1, 4, None, 6],
        ("skill", "python"): [None, 1, 2, None, 1],
        ("skill", "rust"): [None, 0, 0, None, 0],
        ("sector", "robotics"): [None, 1, 4, None, 3],
    }
