import csv
import io
import json
import re
from pathlib import Path

import pyarrow as pa
import pytest

from scrapers.store.errors import JobtideError
from tests.trends.invented import Invented
from trends.columns import COLUMNS, SCHEMA
from trends.exports.csv_files import RISKY, csv_lines, write_csv
from trends.measure import measure
from trends.metrics import load_metrics
from trends.periods import Period

OUT = Path("export")
MAY, JUNE = Period.parse("2026-05"), Period.parse("2026-06")


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    made = Invented()
    board = made.board()
    for day in ("2026-05-06", "2026-06-06", "2025-06-06"):
        made.ad(board, day, "=cmd|' /C calc'!A0", tags=(("skill", "python"),))
    mart = made.write(folder / "mart")
    for period in (MAY, JUNE):
        measure(mart, folder / "series", period)
    return folder / "series"


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


def line_of(**values: object) -> str:
    """Return the one row that these values make."""
    _, line = csv_lines(pa.table({name: pa.array([value]) for name, value in values.items()}))
    return line


@pytest.mark.parametrize("start", [*RISKY, "  ="])
def test_risky_text_is_guarded(start: str) -> None:
    ((cell, _),) = csv.reader(io.StringIO(line_of(a=f"{start}1", b="end"), newline=""))
    assert cell == f"'{start}1"


@pytest.mark.parametrize(
    "said", ["C++", "a=b", "x", "", 'say "hi"', "a,b", "two\r\nlines", "\x01", "é\u202e", "'", "x" * 10_000]
)
def test_other_text_is_read_back_as_it_was(said: str) -> None:
    ((cell, other),) = csv.reader(io.StringIO(line_of(a=said, b="end"), newline=""))
    assert (cell, other) == (said, "end")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (-0.25, "-0.25"),
        (0.00001, "0.00001"),
        (1.23456e-07, "0.000000123456"),
        (125000.0, "125000"),
        (125000.35, "125000.35"),
        (0.1, "0.1"),
        (0.0, "0"),
        (None, ""),
    ],
)
def test_numbers_stay_numbers_without_an_exponent(value: float | None, cell: str) -> None:
    _, line = csv_lines(pa.table({"a": pa.array([value], pa.float64()), "b": pa.array([-3], pa.int64())}))
    assert line == f"{cell},-3\r\n"


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
