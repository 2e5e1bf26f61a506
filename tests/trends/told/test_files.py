"""The same rows in every format: what a spreadsheet, a notebook and a database read is what was measured."""

import csv
import json
import sqlite3
import stat
import zipfile
from contextlib import closing
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from lxml import etree

from scrapers.store.errors import JobtideError
from tests.trends.told.small import NOW, Told
from tests.trends.told.test_hostile import NAMES, UNSEEN
from tests.trends.told.test_hostile import hostile as hostile_store
from trends.alerts.records import Alert
from trends.explain import explain
from trends.exports import csv_files, parquet_files, sqlite_file, xlsx_files
from trends.exports.contents import series
from trends.exports.contents.alerts import alerts_sheet
from trends.exports.contents.periods import periods_sheet
from trends.exports.contents.postings import postings_sheet, read_limit
from trends.exports.csv_files import RISKY

hostile = hostile_store
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TEXTS = ("title", "employer", "label", "said", "key")
HOSTILE_ALERT = Alert(
    rule="=rule", dimension="employer", key="@key", period="2026-Q3", state="new", since="2026-Q3",
    label="<script>alert(1)</script>\u202e", metric="growth", within="", country="all", unit="rate", estimate=-0.25,
    low=-0.5, high=-0.1, n_now=40, n_then=60, employers=12, certainty=1.5, said="=1+1\r\nBcc: x@example.org",
)  # fmt: skip


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def texts_of(book: Path, page: int = 1) -> list[list[tuple[str, str]]]:
    """Return type and text of each cell of a sheet; formulas raise."""
    with zipfile.ZipFile(book) as parts:
        root = etree.fromstring(parts.read(f"xl/worksheets/sheet{page}.xml"))
    assert not list(root.iter(f"{MAIN}f"))
    return [
        [(cell.get("t", "n"), "".join(cell.itertext())) for cell in row.iter(f"{MAIN}c")]
        for row in root.iter(f"{MAIN}row")
    ]


def test_the_growth_of_a_role_is_the_same_in_every_format_and_in_its_explanation(told: Told, tmp_path: Path) -> None:
    sheets = series.by_dimension(told.series, [NOW])
    csv_files.write(sheets, tmp_path)
    parquet_files.write(sheets, tmp_path)
    (book, _) = xlsx_files.write(sheets, tmp_path, "series_quarter")
    (store, _) = sqlite_file.write([series.whole(told.series, [NOW])], tmp_path)
    explained = explain(told.mart, told.series, NOW, "role:ml-engineer").row

    def is_it(row: dict[str, object]) -> bool:
        return (row["key"], row["metric"], row["within"] or "", row["country"]) == ("ml-engineer", "growth", "", "all")

    (from_csv,) = filter(is_it, rows_of(tmp_path / "role_quarter.csv"))
    (from_parquet,) = filter(is_it, pq.read_table(tmp_path / "role_quarter.parquet").to_pylist())
    page = [sheet.name for sheet in sheets].index("role_quarter") + 1
    (from_book,) = [
        cells for cells in texts_of(book, page) if {("inlineStr", "ml-engineer"), ("inlineStr", "growth")} <= set(cells)
    ]
    with closing(sqlite3.connect(store)) as connection:
        connection.row_factory = sqlite3.Row
        found = connection.execute(
            "select * from series where key = 'ml-engineer' and metric = 'growth' and within = '' and country = 'all'"
        ).fetchall()
    (from_store,) = found
    for column in ("estimate", "low", "high", "n_now", "n_then", "employers"):
        value = explained[column]
        assert value == float(from_csv[column]) == from_parquet[column] == from_store[column]
        assert ("n", pytest.approx(value)) in [(kind, float(said)) for kind, said in from_book if kind == "n"]


@pytest.mark.parametrize("role", ["ml-engineer", "marketing-manager", "prompt-engineer"])
def test_the_postings_are_those_that_were_counted(told: Told, tmp_path: Path, role: str) -> None:
    csv_files.write([postings_sheet(told.mart, NOW.span, [("role", role)])], tmp_path)
    csv_files.write(series.by_dimension(told.series, [NOW]), tmp_path)
    ads = rows_of(tmp_path / "postings.csv")
    counted = {
        row["metric"]: float(row["estimate"])
        for row in rows_of(tmp_path / "role_quarter.csv")
        if row["key"] == role and row["metric"] in ("postings", "new") and not row["within"] and row["country"] == "all"
    }

    assert len(ads) == counted["postings"]
    assert sum(ad["opens"] == "true" for ad in ads) == counted["new"]
    assert {ad["role"] for ad in ads} == {role}


@pytest.mark.parametrize(
    ("filters", "holds"),
    [
        (["skill=pytorch"], lambda ad: "pytorch" in ad["skills"].split(";")),
        (["country=gb"], lambda ad: ad["country"] == "gb"),
        (["country=gb", "country=us", "remote=hybrid"], lambda ad: ad["remote"] == "hybrid"),
        (["board=greenhouse/employer-03"], lambda ad: ad["board"] == "greenhouse/employer-03"),
        (
            ["place=us-ca", "topic=ai"],
            lambda ad: "us-ca" in ad["places"].split(";") and "ai" in ad["topics"].split(";"),
        ),
        (["group=no-such-group"], lambda ad: False),
        (["sector=biotech-pharma"], lambda ad: ad["sector"] == "biotech-pharma"),
    ],
)
def test_filters_choose_exactly_what_they_say(told: Told, tmp_path: Path, filters: list[str], holds) -> None:
    limits = [read_limit(one) for one in filters]
    csv_files.write([postings_sheet(told.mart, NOW.span), postings_sheet(told.mart, NOW.span, limits, "few")], tmp_path)
    few, every = rows_of(tmp_path / "few.csv"), rows_of(tmp_path / "postings.csv")

    assert few == [ad for ad in every if holds(ad)]
    assert [ad["new_on"] for ad in every] == sorted(ad["new_on"] for ad in every)
    assert {ad["new_on"][:7] for ad in every} == {"2026-07", "2026-08", "2026-09"}


@pytest.mark.parametrize("filter_said", ["skill", "skill=", "skil=rust", "=x"])
def test_a_filter_that_is_none_is_refused(filter_said: str) -> None:
    with pytest.raises(JobtideError, match="--where"):
        read_limit(filter_said)


def test_a_filter_cannot_leave_its_quotes(told: Told, tmp_path: Path) -> None:
    limits = [("country", "x') or true --"), ("skill", "'; drop table boards; --")]
    csv_files.write([postings_sheet(told.mart, NOW.span, limits)], tmp_path)
    assert rows_of(tmp_path / "postings.csv") == []


def test_excel_gets_its_byte_order_mark_only_when_asked(told: Told, tmp_path: Path) -> None:
    sheets = [alerts_sheet([HOSTILE_ALERT])]
    for bom in (True, False):
        csv_files.write(sheets, tmp_path, bom=bom)
        raw = (tmp_path / "alerts.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf") == bom
        assert raw.count(b"\r\n") == raw.count(b"\n") == 2


def test_hostile_names_are_harmless_in_every_file(hostile: Told, tmp_path: Path) -> None:
    sheets = [
        *series.by_dimension(hostile.series, [NOW]),
        postings_sheet(hostile.mart, NOW.span),
        alerts_sheet([HOSTILE_ALERT]),
    ]
    written = csv_files.write(sheets, tmp_path)
    (book, _) = xlsx_files.write(sheets, tmp_path, "all")
    (store, _) = sqlite_file.write([series.whole(hostile.series, [NOW]), alerts_sheet([HOSTILE_ALERT])], tmp_path)

    for file in written:
        if file.suffix == ".csv":
            rows = rows_of(file)
            texts = [row[name] for row in rows for name in TEXTS if row.get(name)]
            assert not [said for said in texts if said.lstrip(" ").startswith(RISKY)]
            assert all(None not in row and None not in row.values() for row in rows)
    for column in ("employer", "title"):
        names = {row[column] for row in rows_of(tmp_path / "postings.csv")}
        assert len(names) == len(NAMES)
        assert not set("".join(names)) & {*UNSEEN, "\r", "\n"}
        assert max(map(len, names)) > 5_000
    for page in range(1, len(sheets) + 1):
        assert texts_of(book, page)
    with closing(sqlite3.connect(store)) as connection:
        assert connection.execute("select count(*) from series").fetchone()[0] > 0
        assert connection.execute("select said, estimate from alerts").fetchall() == [
            ("=1+1 Bcc: x@example.org", -0.25)
        ]
    (alert,) = rows_of(tmp_path / "alerts.csv")
    assert (alert["estimate"], alert["said"], alert["rule"]) == ("-0.25", "'=1+1 Bcc: x@example.org", "'=rule")


def test_the_snapshot_holds_aggregates_alone_and_cannot_be_written(told: Told, tmp_path: Path) -> None:
    (store, _) = sqlite_file.write([series.whole(told.series, [NOW]), periods_sheet([NOW])], tmp_path)

    assert stat.S_IMODE(store.stat().st_mode) == 0o444
    with closing(sqlite3.connect(f"file:{store}?immutable=1", uri=True)) as connection:
        tables = {name for (name,) in connection.execute("select name from sqlite_schema where type = 'table'")}
        assert connection.execute("select every, last_day from periods").fetchall() == [("quarter", "2026-09-30")]
    assert tables - {"sqlite_stat1"} == {"series", "periods", "columns", "metrics"}
    assert b"https://" not in store.read_bytes()


def test_the_package_describes_every_file_with_type_and_sentence(told: Told, tmp_path: Path) -> None:
    sheets = [postings_sheet(told.mart, NOW.span), *series.by_dimension(told.series, [NOW])]
    csv_files.write(sheets, tmp_path)
    parquet_files.write(sheets[:1], tmp_path)
    xlsx_files.write(sheets, tmp_path, "book")
    sqlite_file.write([series.whole(told.series, [NOW])], tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))

    resources = {resource["name"]: resource for resource in package["resources"]}
    assert len(resources) == len(package["resources"]) == 2 * len(sheets) + 2
    assert {resource["path"] for resource in package["resources"]} == {
        file.name for file in tmp_path.iterdir() if file.name != "datapackage.json"
    }
    for resource in resources.values():
        for field in resource["schema"]["fields"]:
            assert field["type"] in ("string", "number", "integer", "boolean", "date")
            assert field["description"].endswith(".")
    header = (tmp_path / "postings.csv").read_text("utf-8").splitlines()[0].split(",")
    fields = resources["postings"]["schema"]["fields"]
    assert [field["name"] for field in fields] == header
    assert {field["name"]: field["type"] for field in fields}["opens"] == "boolean"
    assert resources["series-sqlite"]["dialect"] == {"table": "series"}
    (within,) = [f for f in resources["role-quarter"]["schema"]["fields"] if f["name"] == "within"]
    assert within["missingValues"] == []
