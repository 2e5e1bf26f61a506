"""The change of pay like for like: by hand, against what a naive mean says, and against a known truth."""

import math
from typing import Any

import numpy as np
import pyarrow.compute as pc
import pytest

from tests.trends.families.paid import NOW, QUARTER, THEN, Paid, market
from tests.trends.invented import Numbers


def row(
    made: Paid | Numbers, metric: str = "pay_growth", key: str = "all", country: str = "all"
) -> dict[str, Any] | None:
    numbers = made if isinstance(made, Numbers) else made.numbers(QUARTER, "pay_change")
    return numbers.row(metric, key, country=country, unit="USD rate")


def test_the_change_is_the_median_of_the_cells() -> None:
    made = Paid()
    for role, place, now, then in (
        ("welder", "us-ca", (110, 120, 130), (100, 100, 100)),
        ("welder", "us-ny", (101, 102, 103), (100, 100, 100)),
        ("nurse", "us-ca", (84, 90, 96), (100, 100, 100)),
        ("nurse", "gb", (900, 900, 900), (100, 100)),
    ):
        made.cell(role, place, now, then)

    numbers = made.numbers(QUARTER, "pay_change")
    found = row(numbers)

    assert found is not None
    assert found["estimate"] == pytest.approx(0.02, rel=1e-5)
    assert (found["n_now"], found["n_then"], found["verdict"]) == (9, 9, "insufficient")
    assert (found["compared_with"], found["method"]) == ("2025-Q2", "cells-calendar/1")
    welder, american = row(numbers, key="welder"), row(numbers, country="us")
    assert welder is not None
    assert american is not None
    assert welder["estimate"] == pytest.approx(math.sqrt(1.2 * 1.02) - 1, rel=1e-5)
    assert american["estimate"] == found["estimate"]
    assert row(numbers, country="gb") is None


def test_the_same_pay_twice_is_no_change() -> None:
    found = row(market(now=1.0))

    assert found is not None
    assert (found["estimate"], found["low"], found["high"], found["verdict"]) == (0.0, 0.0, 0.0, "flat")


def test_more_of_the_well_paid_jobs_is_no_rise_of_pay() -> None:
    made = market(now=1.0)
    for number in range(40):
        made.paid(number + 1, NOW, f"employer-{number:02}", role="surgeon", amount=900)
        made.paid(number + 1, NOW, f"employer-{number:02}", role="nurse", amount=90)

    found = row(made)

    assert found is not None
    assert found["estimate"] == pytest.approx(0.0, abs=0.01)


def test_a_board_that_exists_only_this_year_changes_nothing_but_the_coverage() -> None:
    before, after = market(now=1.05), market(now=1.05)
    board = after.board(("2026-01-01", "2026-12-31"))
    for _ in range(30):
        after.paid(board, NOW, "newcomer", role="nurse", amount=500)

    was, now = row(before), row(after)

    assert was is not None
    assert now is not None
    assert {name for name in was if was[name] != now[name]} == {"coverage"}


def test_base_and_total_pay_and_periods_of_pay_are_never_mixed() -> None:
    made = Paid()
    made.cell("nurse", "us-ca", (110, 110, 110), (100, 100, 100))
    made.cell("nurse", "us-ca", (300, 300, 300), (200, 200, 200), kind="total")
    made.cell("nurse", "us-ca", (66, 66, 66), (60, 60, 60), per="hour")

    numbers = made.numbers(QUARTER, "pay_change")
    base, total = row(numbers), row(numbers, "total_pay_growth")

    assert base is not None
    assert total is not None
    assert (base["estimate"], base["n_now"]) == (pytest.approx(0.1), 6)
    assert (total["estimate"], total["n_now"]) == (pytest.approx(0.5), 3)


def test_pay_of_one_year_alone_is_no_change() -> None:
    made = Paid()
    made.cell("nurse", "us-ca", (110, 110, 110), ())
    assert row(made) is None
    made.cell("nurse", "us-ca", (), (110, 110))
    assert row(made) is None


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    made = Paid()
    dice = np.random.default_rng(2026)
    roles, truth = 200, 0.04
    for role in range(roles):
        for number in range(30):
            board = made.board()
            raised = dice.normal(truth, 0.03)
            for _ in range(dice.poisson(4) + 1):
                place = f"us-{'abcdefgh'[dice.integers(8)]}"
                for day, grown in ((NOW, raised), (THEN, 0.0)):
                    amount = 100 * math.exp(grown + dice.normal(0, 0.08))
                    employer = f"{number}-{role}"
                    made.paid(board, day, employer, role=f"role-{role:03}", place=place, amount=amount)
    table = made.numbers(QUARTER, "pay_change").table.filter(
        (pc.field("metric") == "pay_growth") & (pc.field("country") == "all")
    )
    found = [one for one in table.to_pylist() if one["dimension"] == "role"]
    held = [one["low"] <= math.expm1(truth) <= one["high"] for one in found]
    estimates = np.array([one["estimate"] for one in found])

    assert len(held) == roles
    assert abs(estimates.mean() - math.expm1(truth)) < 3 * estimates.std() / math.sqrt(roles)
    assert 0.92 <= np.mean(held) <= 0.99


def test_a_sector_is_compared_with_itself_alone() -> None:
    made = Paid()
    for number in range(12):
        for sector, amount in (("robotics", 120), ("biotech-pharma", 100)):
            board = made.board(sector=sector)
            for day, paid in ((NOW, amount), (THEN, 100)):
                made.paid(board, day, f"{sector}-{number:02}", role="nurse", amount=paid)
                made.paid(board, day, f"{sector}-{number:02}", role="welder", amount=2 * paid)
    for number in range(3):
        made.paid(made.board(), NOW, f"other-{number}", role="nurse", amount=900)

    numbers = made.numbers(QUARTER, "pay_change")
    robots, pharma = (
        numbers.row("pay_growth", key, "sector", unit="USD rate") for key in ("robotics", "biotech-pharma")
    )

    assert robots is not None
    assert pharma is not None
    assert (robots["estimate"], robots["n_now"], robots["n_then"]) == (pytest.approx(0.2), 24, 24)
    assert (robots["employers"], robots["coverage"], robots["verdict"]) == (12, 1.0, "insufficient")
    assert (pharma["estimate"], pharma["low"], pharma["high"]) == (0.0, 0.0, 0.0)
    assert row(numbers)["n_now"] == 51  # type: ignore[index]  # it is there
    assert numbers.row("pay_growth", "robotics", "sector", unit="USD rate", country="us") is None
