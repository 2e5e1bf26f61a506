"""Digest, archive and report of the small store, word for word; `GOLDEN=write pytest tests/trends/told` renews them."""

import os
from pathlib import Path

from tests.trends.told.pages import DAY, SCOPE
from tests.trends.told.small import NOW, Told
from trends.archive import Archive, keep
from trends.digest import build as build_digest
from trends.report import Report, build, span_of

GOLDEN = Path(__file__).parents[3] / "fixtures" / "told"


def same(name: str, written: str) -> None:
    file = GOLDEN / name
    if os.environ.get("GOLDEN") == "write":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(written, encoding="utf-8")
    assert written == file.read_text(encoding="utf-8")


def test_digest_and_archive_stay_as_they_were_read_and_approved(told: Told, tmp_path: Path) -> None:
    digest = build_digest(told.mart, told.series, NOW, SCOPE)
    same("digest.html", digest.html)
    same("digest.txt", f"Subject: {digest.subject}\n\n{digest.text}")
    keep(
        Archive(folder=tmp_path, url="https://tides.example", authority="tides.example"), digest, told.series, NOW, DAY
    )
    same("index.html", (tmp_path / "index.html").read_text("utf-8"))
    same("feed.xml", (tmp_path / "feed.xml").read_text("utf-8"))


def test_the_report_stays_as_it_was_read_and_approved(report: Report) -> None:
    same("report.html", report.html)
    same("report_claim-04.csv", report.tables["claim-04.csv"].replace("\r\n", "\n"))


def test_the_same_store_makes_the_same_report(told: Told, report: Report) -> None:
    again = build(told.mart, told.series, span_of(DAY.date()), "ai", SCOPE)
    assert again.html == report.html
    assert again.tables == report.tables
