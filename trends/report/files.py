"""A report on disk: the page, and each section's figures as CSV in the columns of a series and one more."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from trends.crossed import COLUMNS
from trends.exports.csv_files import csv_lines
from trends.mart.files import replacing
from trends.report.records import Figure, Report

PAGE = "index.html"


def csv_of(figures: Sequence[Figure]) -> str:
    """Return RFC 4180 text, each figure once; `of` is what a share is a part of."""
    rows = [{name: getattr(row, name) for name in COLUMNS.names} for row in dict.fromkeys(figures)]
    return "".join(csv_lines(pa.Table.from_pylist(rows, schema=COLUMNS)))


def write(report: Report, folder: Path) -> Path:
    """Write tables and page into `folder` and return the page; tables of an earlier report there are removed."""
    for file in folder.glob("claim-*.csv"):
        if file.name not in report.tables:
            file.unlink()
    for name, content in (*report.tables.items(), (PAGE, report.html)):
        with replacing(folder / name) as beside:
            beside.write_text(content, encoding="utf-8", newline="")
    return folder / PAGE
