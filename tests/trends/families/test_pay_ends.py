"""Percentiles of both ends of stated pay, and which part of a cell's vacancies states it."""

import pytest

from tests.trends.invented import Invented

QUARTER, NOW = "2026-Q2", "2026-05-06"
NURSE = ("role", "nurse")


def market() -> Invented:
    """Five senior nurses with pay from 100 to 500 and twice that, one with a lower end alone, four that state none."""
    made = Invented()
    board = made.board()
    said = {"role": "nurse", "country": "us", "seniority": "senior"}
    for low in (100.0, 200.0, 300.0, 400.0, 500.0):
        made.ad(board, NOW, tags=(NURSE,), pay=low, **said)
        made.rows["pays"][-1]["annual_high"] = 2 * low
    made.ad(board, NOW, tags=(NURSE,), pay=1000, **said)
    made.rows["pays"][-1]["annual_high"] = None
    made.ad(board, NOW, tags=(NURSE,), times=4, **said)
    made.ad(board, NOW, tags=(NURSE,), times=10, role="nurse", country="gb")
    return made


@pytest.mark.parametrize(
    ("metric", "estimate", "number"),
    [
        ("pay_low_p50", 350, 6),
        ("pay_low_p25", 225, 6),
        ("pay_high_p50", 600, 5),
        ("pay_high_p90", 920, 5),
        ("pay_p50", 525, 6),
    ],
)
def test_each_end_has_its_own_percentiles(metric: str, estimate: float, number: int) -> None:
    row = market().numbers(QUARTER, "pay").row(
        metric, "nurse", within="seniority=senior", country="us", unit="USD a year"
    )  # fmt: skip

    assert row is not None
    assert (row["estimate"], row["n_now"], row["coverage"]) == (estimate, number, number / 10)
    assert row["verdict"] == "insufficient"


def test_coverage_is_the_part_of_the_cell_that_states_this_pay() -> None:
    numbers = market().numbers(QUARTER, "pay")

    assert numbers.row("pay_p50", "nurse", unit="USD a year")["coverage"] == 0.3  # type: ignore[index]  # it is there
    assert numbers.row("pay_low_p50", "nurse", country="us", unit="USD a year")["coverage"] == 0.6  # type: ignore[index]  # the same
    assert numbers.row("pay_low_p50", "nurse", country="gb", unit="USD a year") is None


def test_only_all_and_roles_have_both_ends() -> None:
    table = market().numbers(QUARTER, "pay").table.to_pylist()

    assert {row["dimension"] for row in table if row["metric"] == "pay_high_p50"} == {"all", "role"}
    assert "employer" in {row["dimension"] for row in table if row["metric"] == "pay_p50"}
