"""A small invented market, written by hand in the true shape of the series."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa
import pytest

from trends.columns import SCHEMA
from trends.digest.material import Material
from trends.digest.records import Scope
from trends.digest.rows import Rows
from trends.periods import Every, Period, periods_until

Line = dict[str, Any]
MOVERS = [
    # dimension, key, label, now, then, low, high, employers, verdict
    ("role", "platform-engineer", "Platform engineer", 1284, 911, 0.29, 0.53, 212, "rising"),
    ("role", "data-engineer", "Data engineer", 2040, 1702, 0.12, 0.28, 340, "rising"),
    ("role", "ml-engineer", "Machine-learning engineer", 1466, 1275, 0.07, 0.24, 251, "rising"),
    ("role", "front-end-developer", "Front-end developer", 1118, 1391, -0.26, -0.13, 198, "falling"),
    ("role", "technical-writer", "Technical writer", 141, 206, -0.45, -0.15, 28, "falling"),
    ("role", "product-manager", "Product manager", 512, 489, -0.08, 0.19, 120, "too close to call"),
    ("role", "software-engineer", "Software engineer", 5210, 5102, -0.03, 0.07, 401, "flat"),
    ("role", "agent-engineer", "Agent reliability engineer", 34, 2, None, None, 19, "insufficient"),
    ("role", "sommelier", "Sommelier", 3, 4, None, None, 3, "insufficient"),
    ("skill", "rust", "Rust", 212, 128, 0.33, 1.06, 61, "rising"),
    ("skill", "kubernetes", "Kubernetes", 1877, 1560, 0.13, 0.29, 300, "rising"),
    ("skill", "terraform", "Terraform", 1302, 1130, 0.06, 0.25, 241, "rising"),
    ("skill", "jquery", "jQuery", 233, 341, -0.42, -0.19, 44, "falling"),
    ("skill", "cpp", "C++", 610, 598, -0.11, 0.17, 90, "too close to call"),
    ("skill", "model-evaluation", "Model evaluation", 61, 0, None, None, 33, "insufficient"),
    ("place", "gb-london", "London, GB", 1502, 1219, 0.11, 0.37, 260, "rising"),
    ("place", "us-ca-san-francisco", "San Francisco, US-CA", 1900, 1880, -0.07, 0.1, 290, "flat"),
    ("employer", "acme", "Acme Robotics", 84, 41, None, None, 1, "insufficient"),
    ("employer", "borough", "Borough Bank", 30, 66, None, None, 1, "insufficient"),
]  # fmt: skip


def series_line(dimension: str, key: str, label: str, metric: str, **values: Any) -> Line:
    empty: Line = dict.fromkeys(SCHEMA.names)
    fixed = {
        "period": "2026-W46", "compared_with": "2025-W46", "within": "", "country": "all", "unit": "ratio",
        "verdict": None, "method": "matched-28d/1", "vocabulary": "3fa9c1d2", "boards": 48, "coverage": 0.83,
    }  # fmt: skip
    return empty | fixed | {"dimension": dimension, "key": key, "label": label, "metric": metric} | values


def growth_line(
    dimension: str, key: str, label: str, now: int, then: int, low: float | None, high: float | None, employers: int,
    verdict: str,
) -> Line:  # fmt: skip
    rate = now / then - 1 if then else None
    return series_line(
        dimension, key, label, "growth", estimate=rate, low=low, high=high, n_now=now, n_then=then,
        employers=employers, verdict=verdict,
    )  # fmt: skip


def totals() -> list[Line]:
    return [
        series_line("all", "all", "All", "new", unit="vacancies", estimate=2911.0, n_now=2911),
        series_line("all", "all", "All", "open", unit="vacancies", estimate=18402.0, n_now=18402),
        series_line("all", "all", "All", "pay_shown", unit="share", estimate=0.612, n_now=7012),
        series_line("all", "all", "All", "raw_growth", estimate=0.938, n_now=9120, n_then=4706),
        growth_line("all", "all", "All", 11460, 11020, 0.01, 0.08, 512, "rising"),
    ]


def pays() -> list[Line]:
    found = []
    for key, label, code, middle, growth, verdict, number in (
        ("data-engineer", "Data engineer", "USD", 148500.0, 0.031, "rising", 712),
        ("platform-engineer", "Platform engineer", "USD", 163000.0, 0.019, "too close to call", 503),
        ("data-engineer", "Data engineer", "GBP", 67800.0, -0.024, "falling", 96),
    ):
        common = {"unit": f"{code} a year", "n_now": number, "employers": number // 4}
        for metric, factor in (("pay_p25", 0.86), ("pay_p50", 1.0), ("pay_p75", 1.15)):
            found.append(series_line("role", key, label, metric, estimate=middle * factor, **common))
        found.append(series_line("role", key, label, "pay_growth", estimate=growth, verdict=verdict, **common))
    return found


def small_market() -> list[Line]:
    return totals() + [growth_line(*mover) for mover in MOVERS] + pays()


def quiet_market() -> list[Line]:
    calm = [
        growth_line(*mover[:3], round(mover[4] * 1.06), mover[4], -0.04, 0.17, mover[7], "too close to call")
        for mover in MOVERS
        if mover[-1] in ("rising", "falling")
    ]
    return [*totals()[:-1], growth_line("all", "all", "All", 11460, 11390, -0.03, 0.05, 512, "flat"), *calm]


def invented_history(lines: Sequence[Line]) -> Callable[..., dict[str, list[tuple[str, float | None]]]]:
    """Shares that drift from then to now over the last year, and stood still before."""
    size = {(line["dimension"], line["key"]): line for line in lines if line["metric"] == "growth"}

    def history(
        dimension: str, keys: Sequence[str], metric: str, every: Every, until: Period, count: int
    ) -> dict[str, list[tuple[str, float | None]]]:
        assert metric == "share"
        periods = [period.key for period in periods_until(until, count)]
        year = {Every.WEEK: 52, Every.MONTH: 12, Every.QUARTER: 4}[every]
        found = {}
        for key in keys:
            line = size[dimension, key]
            now, then = line["n_now"] / 11460, line["n_then"] / 11020
            points: list[tuple[str, float | None]] = []
            for at, name in enumerate(periods):
                part = max(0.0, 1 - (count - 1 - at) / year)
                ripple = 1 + 0.03 * math.sin(at * 1.7) * (0 < part < 1)
                points.append((name, (then + (now - then) * part) * ripple))
            found[key] = points
        return found

    return history


def make_material(lines: Sequence[Line], period: str = "2026-W46", **scope: Any) -> Material:
    described = {
        "name": "technology, US and UK", "sources_healthy": 61, "sources_total": 63,
        "left_out": ("Acme Careers was left out: no postings for 3 days where 210 are usual.",),
    }  # fmt: skip
    table = pa.Table.from_pylist(list(lines), schema=SCHEMA)
    return Material(
        period=Period.parse(period), rows=Rows(table), scope=Scope(**(described | scope)),
        history=invented_history(lines),
    )  # fmt: skip


@pytest.fixture
def market() -> list[Line]:
    return small_market()


@pytest.fixture
def calm() -> list[Line]:
    return quiet_market()


@pytest.fixture
def material() -> Callable[..., Material]:
    return make_material


@pytest.fixture
def line() -> Callable[..., Line]:
    return growth_line
