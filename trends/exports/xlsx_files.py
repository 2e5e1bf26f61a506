"""XLSX: one workbook of all sheets and a dictionary; texts stay texts, whatever they begin with."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from scrapers.store.errors import JobtideError
from trends.exports.datapackage import Format, describe
from trends.exports.sheets import Sheet
from trends.mart.files import replacing

XLSX = Format(
    name="xlsx", mediatype="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", place="sheetName"
)
MOST_ROWS = 1_048_575
"""Below the header; what is beyond goes to a further sheet, `postings_month 2`."""
LONGEST = 32_767
"""Signs that a cell can hold."""
MADE = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
"""As in the archive that a workbook is: the same rows make the same file."""
PLAIN = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}


def write(sheets: Sequence[Sheet], out: Path, name: str) -> list[Path]:
    """Write `name`.xlsx and `datapackage.json`; raises JobtideError when XlsxWriter is missing."""
    try:
        import xlsxwriter
    except ModuleNotFoundError as error:
        raise JobtideError("XlsxWriter is not installed", "--format xlsx", "pip install xlsxwriter") from error
    file = out / f"{name}.xlsx"
    with replacing(file) as beside, xlsxwriter.Workbook(str(beside), PLAIN) as book:
        book.set_properties({"created": MADE})
        for sheet in sheets:
            _add(book, sheet.name, list(sheet.columns), _rows(sheet))
        columns = [[sheet.name, name, sheet.sentences[name]] for sheet in sheets for name in sheet.columns]
        _add(book, "columns", ["sheet", "column", "sentence"], iter(columns))
    return [file, describe(out, [(sheet, file, XLSX) for sheet in sheets])]


def _rows(sheet: Sheet) -> Iterator[Sequence[Any]]:
    for batch in sheet.batches():
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _add(book: Any, name: str, columns: list[str], rows: Iterator[Sequence[Any]]) -> None:
    """Add sheets until no row is left."""
    number = 1
    while True:
        page = book.add_worksheet(name if number == 1 else f"{name} {number}")
        page.write_row(0, 0, columns)
        page.freeze_panes(1, 0)
        last = 0
        for last, row in enumerate(islice(rows, MOST_ROWS), 1):
            for column, value in enumerate(row):
                if value is not None:
                    page.write(last, column, value[:LONGEST] if isinstance(value, str) else value)
        page.autofilter(0, 0, last, len(columns) - 1)
        if last < MOST_ROWS:
            return
        number += 1
