import csv
import json
import re
from pathlib import Path

import pyarrow as pa
import pytest

from scrapers.store.errors import JobtideError
from tests.trends.invented import Invented
from trends.columns import COLUMNS, SCHEMA
from trends.exports.csv_files import csv_lines, guarded, number, write_csv
from trends.measure import measure
from trends.metrics import load_metrics
from trends.periods import Period

SERIES, OUT = Path("series"), Path("export")
MAY, JUNE = Period.parse("2026-05"), Period.parse("2026-06")


@pytest.fixture
def series() -> Path:
    made = Invented()
    board = made.board()
    for day in ("2026-05-06", "2026-06-06", "2025-06-06"):
        made.ad(board, day, "=cmd|' /C calc'!A0", tags=(("skill", "python"),))
    mart = made.write()
    for period in (MAY, JUNE):
        measure(mart, SERIES, period)
    return SERIES


def read(name: str) -> list[dict[str, str]]:
    with (OUT / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_each_dimension_is_a_file_with_the_columns_of_the_series(series: Path) -> None:
    files = write_csv(series, JUNE, OUT)

    assert [file.name for file in files] == [
        "all_month.csv",
        "employer_month.csv",
        "platform_month.csv",
        "skill_month.csv",
        "datapackage.json",
    ]
    assert list(read("skill_month.csv")[0]) == SCHEMA.names
    assert {row["dimension"] for row in read("skill_month.csv")} == {"skill"}


def test_several_periods_follow_each_other(series: Path) -> None:
    write_csv(series, [JUNE, MAY], OUT)

    assert [row["period"] for row in read("all_month.csv") if row["metric"] == "new"] == ["2026-05", "2026-06"]


def test_what_was_not_measured_is_empty_and_what_was_zero_is_0(series: Path) -> None:
    write_csv(series, [MAY, JUNE], OUT)
    rates = {row["period"]: row for row in read("skill_month.csv") if row["metric"] == "growth"}

    assert (rates["2026-05"]["estimate"], rates["2026-05"]["n_then"]) == ("", "0")
    assert (rates["2026-06"]["estimate"], rates["2026-06"]["n_then"]) == ("0", "1")


def test_lines_end_as_rfc_4180_says(series: Path) -> None:
    write_csv(series, JUNE, OUT)
    raw = (OUT / "all_month.csv").read_bytes()

    assert raw.count(b"\n") == raw.count(b"\r\n") > 1
    assert not raw.startswith(b"\xef\xbb\xbf")


def test_no_spreadsheet_runs_a_cell(series: Path) -> None:
    write_csv(series, JUNE, OUT)

    assert {row["key"] for row in read("employer_month.csv")} == {"'=cmd|' /C calc'!A0"}


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t1", "\r1", "  =1"])
def test_risky_text_is_guarded(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


def test_negative_numbers_stay_numbers() -> None:
    values = {
        name: [-0.25] if kind == pa.float64() else [None] for name, kind in zip(SCHEMA.names, SCHEMA.types, strict=True)
    }
    lines = list(csv_lines(pa.table(values, schema=SCHEMA)))

    assert "-0.25" in lines[1]
    assert "'" not in lines[1]
    assert number(-0.25) == "-0.25"


def test_the_package_explains_every_file_column_and_metric(series: Path) -> None:
    write_csv(series, JUNE, OUT)
    package = json.loads((OUT / "datapackage.json").read_text(encoding="utf-8"))

    assert [resource["path"] for resource in package["resources"]] == sorted(file.name for file in OUT.glob("*.csv"))
    for resource in package["resources"]:
        assert re.fullmatch(r"[a-z0-9-]+", resource["name"])
        assert [field["name"] for field in resource["schema"]["fields"]] == list(COLUMNS)
        assert all(field["description"].endswith(".") for field in resource["schema"]["fields"])
    assert {metric["name"] for metric in package["metrics"]} == set(load_metrics())
    assert all(metric["sentence"].endswith(".") and metric["formula"] for metric in package["metrics"])


def test_a_period_that_was_not_measured_is_named(series: Path) -> None:
    with pytest.raises(JobtideError, match="2026-01"):
        write_csv(series, Period.parse("2026-01"), OUT)
