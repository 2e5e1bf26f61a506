"""Boards that were observed on just nine days in ten are in the panel, in however many spans."""

import datetime as dt

import pytest

from tests.trends.invented import Invented
from trends.growths.days import Days
from trends.growths.observed import observed, on_panel
from trends.mart.read import Mart
from trends.panel import observed_boards
from trends.periods import Period

YEARS = range(2025, 2027)


def watched(month: int, gaps: set[int], days: int) -> list[tuple[str, str]]:
    """Return spans that leave out some days of a month, in both years."""
    spans = []
    for year in YEARS:
        seen = [dt.date(year, month, day) for day in range(1, days + 1) if day not in gaps]
        spans += [(str(day), str(day)) for day in seen]
    return spans


@pytest.mark.parametrize("gaps", [{3}, {3, 11}, {3, 11, 20}, {3, 11, 20, 27}])
def test_one_period_and_many_agree_at_nine_days_in_ten(gaps: set[int]) -> None:
    made = Invented()
    for first in range(1, 27, 5):
        made.board(*watched(6, {(first + gap) % 30 + 1 for gap in gaps}, 30))
    made.ad(1, "2026-06-05")
    period = Period.parse("2026-06")
    with Mart(made.write()) as mart:
        alone = observed_boards(mart.boards, mart.coverage, period).order_by("board").to_pyarrow()["panel"].to_pylist()
        windows = [period.window(), period.base_window(), period.thread_window(), period.thread_base_window()]
        together = on_panel(period, *observed(mart, Days(windows)))[1:].tolist()
    assert alone == together == [len(gaps) <= 3] * len(alone)
