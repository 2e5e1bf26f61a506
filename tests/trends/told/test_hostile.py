"""Names that postings bring do nothing, from the store to archive, feed, report and their files."""

import csv
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree
from lxml import html as lxml_html
from sqlalchemy import select, update

from scrapers.store.engine import open_engine
from scrapers.tables import EmployerRow, PostingRow
from tests.trends.digest.test_hostile import HOSTILE
from tests.trends.store import Store
from tests.trends.told.pages import DAY
from tests.trends.told.small import NOW, Told
from trends.archive import Archive, keep
from trends.digest import build as build_digest
from trends.digest.records import Scope
from trends.exports.csv_files import RISKY
from trends.mart import refresh
from trends.measure import measure
from trends.report import build, span_of
from trends.report.files import write

FORMULAS = {"sum": "=1+1", "plus": "+1", "minus": "-2+3", "at": "@SUM(A1)", "command": '=cmd|"/c calc"!A0'}
NAMES = {name: said.replace("\x00", "") for name, said in (HOSTILE | FORMULAS).items()}
"""No database takes a zero byte."""
UNSEEN = "\x00\x1b\u202e\u2066\u200f\u200b\ufeff"


@pytest.fixture(scope="module")
def hostile(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copy(sqlite_template, folder / "store.db")
    engine = open_engine(f"sqlite:///{folder / 'store.db'}")
    store = Store(engine)
    for number, (name, said) in enumerate(NAMES.items()):
        board = store.board(f"board-{name}", ("2024-07-01", "2026-09-30"))
        for day, many in (("2025-08-01", 3), ("2026-08-01", 6 + number)):
            for _ in range(many):
                place = ("US", said[:60], said[:60]) if len(said) < 500 else ("US", "CA", None)
                store.posting(board, day, employer=name, role="ml-engineer", skills=("python",), topics=("ai",),
                              places=(place,), pay=(150_000, 170_000, "USD", "year"))  # fmt: skip
    store.save()
    with engine.begin() as connection:
        for name, said in NAMES.items():
            connection.execute(update(EmployerRow).where(EmployerRow.slug == name).values(name=said))
            own = select(EmployerRow.id).where(EmployerRow.name == said)
            connection.execute(update(PostingRow).where(PostingRow.employer_id.in_(own)).values(title=said))
    refresh(engine, folder / "mart")
    measure(folder / "mart", folder / "series", NOW)
    engine.dispose()
    return Told(mart=folder / "mart", series=folder / "series")


@pytest.fixture(scope="module")
def pages(hostile: Told, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    scope = Scope(name=HOSTILE["markup"], left_out=(HOSTILE["attribute"],), notes=(HOSTILE["css"],))
    digest = build_digest(hostile.mart, hostile.series, NOW, scope)
    keep(Archive(folder=folder / "archive", url="https://tides.example"), digest, hostile.series, NOW, DAY)
    write(build(hostile.mart, hostile.series, span_of(DAY.date(), period=NOW), "ai", scope), folder / "report")
    (folder / "mail.html").write_text(digest.html, "utf-8")
    (folder / "mail.txt").write_text(digest.text, "utf-8")
    return folder


def test_pages_and_mail_hold_no_element_that_a_name_brought(pages: Path) -> None:
    files = sorted(pages.rglob("*.html"))
    assert len(files) == 4
    for file in files:
        written = file.read_text("utf-8")
        page = lxml_html.fromstring(written)
        scripts = Counter(element.tag for element in page.iter("script", "img", "iframe", "object"))
        assert scripts == Counter({"script": 1} if file.parent.name == "report" else {})
        assert not [name for element in page.iter() for name in element.attrib if str(name).startswith("on")]
        assert page.findall(".//style") == page.findall(".//head/style")
        assert not set(written) & set(UNSEEN)
        assert not [script for script in page.iter("script") if "alert" in (script.text or "")]
        assert not re.search(r"x{200}", written)


def test_the_names_are_told_nevertheless(pages: Path) -> None:
    text = lxml_html.fromstring((pages / "report" / "index.html").read_text("utf-8")).text_content()
    assert "<script>alert(1)</script>" in text
    assert "{{ 7 * 7 }}" in text
    assert "=1+1" in text


def test_the_feed_stays_well_formed(pages: Path) -> None:
    root = etree.fromstring((pages / "archive" / "feed.xml").read_bytes())
    assert len(root.findall("{http://www.w3.org/2005/Atom}entry")) == 1


def test_no_spreadsheet_runs_a_cell(pages: Path) -> None:
    text_columns = ("label", "key", "dimension", "within", "metric")
    told = 0
    for file in sorted(pages.rglob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                told += row["label"].startswith("'")
                assert not any((row[name] or "").lstrip(" ").startswith(RISKY) for name in text_columns)
                assert float(row["estimate"] or 0) is not None
    assert told > 5


def test_plain_text_keeps_its_columns(pages: Path) -> None:
    lines = (pages / "mail.txt").read_text("utf-8").splitlines()
    assert max(map(len, lines)) <= 78
    assert not set("".join(lines)) & set(UNSEEN)
