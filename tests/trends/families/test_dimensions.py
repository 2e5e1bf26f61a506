"""Growth, share growth and raw growth of every dimension, from a real store to the series, by hand."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.trends.invented import Numbers
from tests.trends.store import VOCABULARY, Store
from trends.mart import refresh
from trends.mart.read import Mart
from trends.measure import measured
from trends.metrics import load_metrics
from trends.periods import Period

KEYS = (
    ("all", "all"), ("role", "data-engineer"), ("skill", "python"), ("group", "language"), ("topic", "ai"),
    ("employer", "employer-03"), ("place", "us"), ("place", "us-ca"), ("place", "san-jose-sunnyvale-santa-clara-ca"),
    ("sector", "robotics"), ("seniority", "senior"), ("remote", "hybrid"),
)  # fmt: skip
MEASURED = [load_metrics()[name] for name in ("growth", "share_growth", "raw_growth")]
METRO = "San Jose-Sunnyvale-Santa Clara, CA"


@pytest.fixture
def numbers(engine: Engine, tmp_path: Path) -> Numbers:
    """Twelve employers with three Californians each now and two then, beside one plain vacancy in either year."""
    store = Store(engine)
    for number in range(12):
        name = f"employer-{number:02}"
        board = store.board(name, ("2025-01-01", "2026-12-31"), sector="robotics")
        for day, times in (("2026-05-06", 3), ("2025-05-07", 2)):
            for _ in range(times):
                store.posting(
                    board, day, employer=name, skills=("python",), topics=("ai",), role="data-engineer",
                    places=(("US", "CA", METRO),), seniority="senior", remote="hybrid",
                )  # fmt: skip
            store.posting(board, day, employer=name, places=(("GB", None, None),))
    stray = store.board("stray", ("2026-01-01", "2026-12-31"), sector="robotics")
    for _ in range(12):
        store.posting(
            stray, "2026-05-06", employer="employer-03", skills=("python",), topics=("ai",), role="data-engineer",
            places=(("US", "CA", METRO),), seniority="senior", remote="hybrid",
        )  # fmt: skip
    store.save()
    refresh(engine, tmp_path / "mart", VOCABULARY)
    with Mart(tmp_path / "mart") as mart:
        return Numbers(measured(mart, Period.parse("2026-Q2"), MEASURED))


def test_every_dimension_is_measured_on_the_panel_and_off_it(numbers: Numbers) -> None:
    for dimension, key in KEYS:
        row = numbers.row("growth", key, dimension)
        raw = numbers.row("raw_growth", key, dimension)
        assert row is not None, (dimension, key)
        assert raw is not None, (dimension, key)
        now, then = {"all": (48, 36), "sector": (48, 36), "employer": (4, 3)}.get(dimension, (36, 24))
        assert (row["n_now"], row["n_then"]) == (now, then), (dimension, key)
        assert row["estimate"] == pytest.approx(now / then - 1, rel=1e-5)
        assert raw["estimate"] == pytest.approx((now + 12) / then - 1, rel=1e-5)


def test_the_growth_of_a_share_is_that_of_part_and_whole(numbers: Numbers) -> None:
    for dimension, key in KEYS[1:]:
        row = numbers.row("share_growth", key, dimension)
        assert row is not None, (dimension, key)
        wanted = 0.0 if dimension in ("sector", "employer") else (36 / 48) / (24 / 36) - 1
        assert row["estimate"] == pytest.approx(wanted, abs=1e-6), (dimension, key)
