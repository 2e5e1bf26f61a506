"""The sheet of growth, straight from the mart."""

from pathlib import Path

import pytest

from scrapers.store.errors import JobtideError
from tests.trends.invented import Invented
from trends.exports.contents.growth import growth_sheet
from trends.periods import Period, periods_until


def test_the_sheet_holds_every_period_that_has_postings() -> None:
    made = Invented()
    board = made.board()
    made.ad(board, "2025-05-05", times=10)
    made.ad(board, "2026-05-05", times=15)
    sheet = growth_sheet(made.write(), periods_until(Period.parse("2026-07"), 3))
    rows = [row for batch in sheet.batches() for row in batch.to_pylist()]
    assert [(row["period"], row["metric"], row["estimate"]) for row in rows] == [("2026-05", "growth", 0.5)]


def test_where_no_posting_lies_it_says_what_there_is() -> None:
    made = Invented()
    made.ad(made.board(), "2026-05-05")
    with pytest.raises(JobtideError, match="2026-05 to 2026-05"):
        growth_sheet(made.write(Path("mart")), [Period.parse("2020-05")])
