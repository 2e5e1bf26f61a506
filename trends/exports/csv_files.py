"""CSV (RFC 4180, UTF-8): one file a sheet, rendered by DuckDB, so that a million rows take seconds and no memory."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from trends.exports.contents import series as numbers
from trends.exports.datapackage import CSV, describe
from trends.exports.sheets import Sheet, connect
from trends.mart.files import replacing
from trends.periods import Period

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A spreadsheet takes a text cell that starts so for a formula, after leading spaces too."""
BOM = "\ufeff"
"""Without it Excel reads UTF-8 as something else."""
FORMULA = r"^ *[=+\-@\t\r\n＝＋－＠]"
NEEDS_QUOTES = r'[",\r\n]'
TEXT = f"""case when regexp_matches(%s, '{FORMULA}|{NEEDS_QUOTES}') then
    case when regexp_matches(%s, '{NEEDS_QUOTES}') then '"' else '' end ||
    case when regexp_matches(%s, '{FORMULA}') then chr(39) else '' end ||
    replace(%s, '"', '""') ||
    case when regexp_matches(%s, '{NEEDS_QUOTES}') then '"' else '' end
else %s end"""
NUMBER = """case when %s = trunc(%s) and abs(%s) < 1e15 then cast(cast(%s as bigint) as varchar)
when contains(cast(%s as varchar), 'e') then rtrim(rtrim(format('{:.20f}', %s), '0'), '.')
else cast(%s as varchar) end"""
"""The shortest decimal that reads back as the value, without an exponent."""
CELLS = {"VARCHAR": TEXT, "DOUBLE": NUMBER}
"""Type of a column → SQL of its cells, `%s` being the column."""
OTHER = "cast(%s as varchar)"


def write_csv(series: Path, periods: Period | Sequence[Period], out: Path) -> list[Path]:
    """Write `<dimension>_<every>.csv` for every dimension of `periods`, oldest first, and `datapackage.json`.

    The periods are all of one length. Raises JobtideError when one of them was not measured.
    """
    chosen = [periods] if isinstance(periods, Period) else list(periods)
    return write(numbers.by_dimension(series, chosen), out)


def write(sheets: Sequence[Sheet], out: Path, *, bom: bool = False) -> list[Path]:
    """Write one file a sheet, with a byte order mark for Excel if asked for, and `datapackage.json`."""
    written = [(sheet, out / f"{sheet.name}.csv") for sheet in sheets]
    for sheet, file in written:
        with replacing(file) as beside, beside.open("wb") as target:
            _write_lines(sheet, target, BOM if bom else "")
    return [*(file for _, file in written), describe(out, [(sheet, file, CSV) for sheet, file in written])]


def csv_lines(table: pa.Table) -> Iterator[str]:
    """Yield the header and the rows of `table` as text, each with its line end; empty cells were not measured."""
    duck = connect()
    duck.register("told", table)
    sheet = Sheet(name="told", parts=[duck.sql("select * from told")], sentences={})
    yield _header(sheet)
    for batch in _rendered(sheet):
        yield from batch.to_pylist()


def _write_lines(sheet: Sheet, target: BinaryIO, mark: str) -> None:
    target.write((mark + _header(sheet)).encode())
    for lines in _rendered(sheet):
        # The texts of an Arrow column lie end to end in one buffer, which is then just what the file says.
        _, offsets, texts = lines.buffers()
        if len(lines):
            ends = np.frombuffer(offsets, np.int32)[lines.offset : lines.offset + len(lines) + 1]
            target.write(memoryview(texts)[ends[0] : ends[-1]])


def _header(sheet: Sheet) -> str:
    return ",".join(sheet.columns) + "\r\n"


def _rendered(sheet: Sheet) -> Iterator[pa.StringArray]:
    cells = (CELLS.get(kind, OTHER).replace("%s", f'"{name}"') for name, kind in sheet.columns.items())
    line = "concat(" + ", ',', ".join(cells) + ", chr(13), chr(10)) as line"
    for rows in sheet.parts:
        for batch in Sheet(name="", parts=[rows.project(line)], sentences={}).batches():
            yield batch.column(0).cast(pa.string())
