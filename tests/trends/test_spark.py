"""Spark gives the numbers that DuckDB gives: one small market, measured by both with the same expressions."""

import datetime as dt
import importlib.util
import math
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest

from tests.trends.invented import Invented
from trends.columns import KEYS, SCHEMA
from trends.measure import measure
from trends.metrics import load_metrics
from trends.periods import Period
from trends.series import read_series

MISSING = shutil.which("java") is None or importlib.util.find_spec("pyspark") is None
PERIOD = Period.parse("2026-W26")
NOW = ("2026-06-03", "2026-06-10", "2026-06-17", "2026-06-24")
THEN = ("2025-06-04", "2025-06-11", "2025-06-18", "2025-06-25")
PLATFORMS = ("greenhouse", "lever", "ashby", "workable", "recruitee", "personio")
PLACES = (*(("us", f"us-{state}") for state in ("ca", "ny", "wa", "tx", "il", "ma")), ("gb", "gb-eng"))
ROLES = (
    ("ml-engineer", (1, 4), ("python", "pytorch", "rust")),
    ("data-engineer", (4, 1), ("python", "pytorch", "tensorflow", "kotlin")),
    ("nurse", (1, 1), ("java",)),
)
"""Role, ads a board and day then and now, skills."""
NUMBERS = ("estimate", "low", "high", "coverage")
"""They have six significant digits, the last of which sums of fractions in another order may turn."""
EXACT = [name for name in SCHEMA.names if name not in NUMBERS]
pytestmark = [pytest.mark.long, pytest.mark.skipif(MISSING, reason="needs Java and the extra `cluster`")]


@pytest.fixture
def spark(tmp_path: Path) -> Iterator[Any]:
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.warehouse.dir", str(tmp_path / "warehouse"))
        .getOrCreate()
    )
    yield ibis.pyspark.connect(session)
    session.stop()


def rows(table: pa.Table) -> dict[tuple[Any, ...], dict[str, Any]]:
    return {tuple(row[name] for name in KEYS): row for row in table.to_pylist()}


def numbers(row: dict[str, Any]) -> list[float]:
    return [math.nan if row[name] is None else row[name] for name in NUMBERS]


def everything() -> Invented:
    """Two years of many boards, drawn at random, in which every metric has something to say."""
    made = Invented()
    dice = random.Random("spark")
    for country, region in PLACES:
        made.labels.append({"dimension": "place", "key": country, "label": country, "group": "country"})
        made.labels.append({"dimension": "place", "key": region, "label": region, "group": "region"})
    boards = [
        made.board(sector=("robotics", "biotech-pharma")[number % 2], platform=PLATFORMS[number % len(PLATFORMS)])
        for number in range(24)
    ]
    boards += [made.board(("2025-01-01", "2025-05-12"), ("2025-05-15", "2026-12-31"), platform="lever")]
    for board in boards:
        for days, change in ((THEN, 0), (NOW, 1)):
            for day in days:
                _ads(made, dice, board, day, change)
    for number in range(24):  # half of them follow the others, so that only the chain links the two years
        old = number % 2
        board = made.board(("2025-01-01", "2026-01-10") if old else ("2025-12-01", "2026-12-31"))
        for weeks in range(24, 53, 4) if old else range(0, 29, 4):
            day = dt.date(2026, 6, 23) - dt.timedelta(weeks=weeks)
            made.ad(board, day.isoformat(), f"linked-{number}", times=dice.randrange(2, 5), tags=(("role", "welder"),))
    steady = made.board(platform="lever")
    for weeks in range(105):
        day = dt.date(2026, 6, 23) - dt.timedelta(weeks=weeks)
        made.ad(steady, day.isoformat(), "steady", times=50 + dice.randrange(9), tags=(("role", "courier"),))
    _relayed(made)
    thread = made.board(kind="thread", platform="hn")
    for month in ("2025-06-02", "2026-06-01"):
        for number in range(12):
            vacancy = made.ad(thread, month, f"thread-{number}", tags=(("skill", "rust"),), remote="remote")
            made.ad(thread, month, f"thread-{number}", tags=(("skill", "rust"),), vacancy=vacancy)
    made.ad(thread, "2026-06-23", None, is_ad=False)
    return made


def _relayed(made: Invented) -> None:
    """Add an aggregator that was always watched, and the boards that came in beside it this year."""
    relay, own = made.board(kind="many", platform="himalayas"), made.board(("2026-01-01", "2026-12-31"))
    for day, times in ((THEN[0], 2), (NOW[0], 3)):
        for number in range(times):
            made.ad(relay, day, f"relayed-{number}", tags=(("role", "welder"),))
    for number in range(4):
        vacancy = made.ad(own, NOW[1], f"mirrored-{number}", tags=(("role", "welder"),))
        made.twin(relay, NOW[2], vacancy, tags=(("role", "welder"),))


def _ads(made: Invented, dice: random.Random, board: int, day: str, change: int) -> None:
    """Add the ads of one board and day; `change` is 1 in the later year."""
    for role, (then, now), skills in ROLES:
        for _ in range((now if change else then) + dice.choice((-1, 0, 0, 1))):
            country, region = dice.choice(PLACES)
            named = [("skill", skill) for skill in skills if dice.random() < 0.7]
            named += [("skill", "zig")] if change and dice.random() < 0.3 else []
            tags = (("role", role), ("place", country), ("place", region), ("topic", "ai"), *named)
            paid, employer = len(made.rows["pays"]), f"employer-{board}-{dice.randrange(3)}"
            vacancy = made.ad(
                board, day, employer, tags=tags, role=role, country=country, title=role.replace("-", " ").title(),
                pay=dice.choice((None, 90.0 + 9 * change + dice.randrange(20))), currency="USD",
                seniority=dice.choice((None, "senior", "staff")), remote=dice.choice((None, "remote", "onsite")),
                degree=dice.choice((None, "required")), language=dice.choice(("en", "en", "de", None)),
                closed_on=dice.choice((None, dt.date.fromisoformat(day) + dt.timedelta(days=dice.randrange(1, 40)))),
            )  # fmt: skip
            for row in made.rows["pays"][paid:]:
                more = {"kind": dice.choice(("total", "equity", "bonus")), "annual_low": None}
                made.rows["pays"].append({**row, **more, "annual_high": row["annual_high"] * 1.2})
            if dice.random() < 0.1:
                made.ad(board, day, employer, tags=tags, vacancy=vacancy, role=role, country=country)


def test_spark_and_duckdb_agree_on_every_row_of_every_metric(spark: Any) -> None:
    folder = everything().write()
    measure(folder, Path("duckdb"), PERIOD)
    measure(folder, Path("spark"), PERIOD, backend=spark)
    expected, found = (rows(read_series(Path(engine), PERIOD)) for engine in ("duckdb", "spark"))

    assert {key[KEYS.index("metric")] for key in expected} == set(load_metrics())
    assert found.keys() == expected.keys()
    for key, row in expected.items():
        assert {name: found[key][name] for name in EXACT} == {name: row[name] for name in EXACT}, key
        assert numbers(found[key]) == pytest.approx(numbers(row), rel=1e-5, nan_ok=True), key
