from pathlib import Path

import pytest

from tests.trends.invented import Invented
from trends.history import history
from trends.measure import measure
from trends.metrics import load_metrics
from trends.periods import Every, Period
from trends.series import read_series

JUNE = Period.parse("2026-06")


@pytest.fixture
def mart() -> Path:
    made = Invented()
    board = made.board(("2026-03-01", "2026-04-30"), ("2026-06-01", "2026-06-30"))
    made.ad(board, "2026-03-10", times=3)
    made.ad(board, "2026-03-10", tags=(("skill", "python"),))
    made.ad(board, "2026-04-10", times=2, language="de")
    made.ad(board, "2026-04-11", times=2)
    vacancy = made.ad(board, "2026-06-10", tags=(("skill", "python"),))
    made.ad(board, "2026-06-11", vacancy=vacancy, tags=(("skill", "python"),), times=2)
    made.ad(board, "2026-06-12", times=3)
    return made.write()


def test_a_gap_is_no_zero_and_a_covered_month_without_the_key_is_one(mart: Path) -> None:
    lines = history(mart, "skill", ["python"], "share", Every.MONTH, JUNE, 4)

    assert lines == {"python": [("2026-03", 0.25), ("2026-04", 0.0), ("2026-05", None), ("2026-06", 0.25)]}


def test_posting_shares_count_copies(mart: Path) -> None:
    assert history(mart, "skill", ["python"], "posting_share", Every.MONTH, JUNE, 1) == {"python": [("2026-06", 0.5)]}


@pytest.mark.parametrize("metric", ["share", "posting_share"])
@pytest.mark.parametrize(("dimension", "key"), [("skill", "python"), ("employer", "acme")])
def test_the_last_point_is_the_number_of_the_series(mart: Path, metric: str, dimension: str, key: str) -> None:
    measure(mart, Path("series"), JUNE, [load_metrics()[metric]])
    rows = read_series(Path("series"), JUNE).to_pylist()
    published = [row["estimate"] for row in rows if (row["metric"], row["key"]) == (metric, key)]

    line = history(mart, dimension, [key], metric, Every.MONTH, JUNE, 2)[key]  # type: ignore[arg-type]  # one of the two

    assert [line[-1][1]] == published


def test_weeks_and_quarters_are_cut_as_periods_are(mart: Path) -> None:
    weeks = history(mart, "platform", ["greenhouse"], "posting_share", Every.WEEK, Period.parse("2026-W25"), 2)
    quarters = history(mart, "platform", ["greenhouse"], "share", Every.QUARTER, Period.parse("2026-Q2"), 1)

    assert weeks == {"greenhouse": [("2026-W24", 1.0), ("2026-W25", None)]}
    assert quarters == {"greenhouse": [("2026-Q2", None)]}
