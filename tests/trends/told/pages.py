"""Archive and report of a store, written as the command writes them."""

import datetime as dt
from pathlib import Path

from tests.trends.told.small import NOW, Told
from trends.archive import Archive, keep
from trends.digest import build as build_digest
from trends.digest.records import Digest, Scope
from trends.report import Report
from trends.report.files import write

SCOPE = Scope(name="40 boards on 1 platform", sources_healthy=40, sources_total=40)
DAY = dt.datetime(2026, 10, 1, 7, tzinfo=dt.UTC)


def put(told: Told, report: Report, folder: Path) -> Digest:
    """Write `archive/` and `report/` into `folder`."""
    digest = build_digest(told.mart, told.series, NOW, SCOPE)
    archive = Archive(folder=folder / "archive", url="https://tides.example", authority="tides.example")
    keep(archive, digest, told.series, NOW, DAY)
    write(report, folder / "report")
    return digest
