"""CSV (RFC 4180, UTF-8), one file a dimension, with a `datapackage.json` that explains every column and metric."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from trends.columns import COLUMNS, KEYS, SCHEMA
from trends.mart.files import replacing
from trends.metrics import load_metrics
from trends.periods import Every, Period
from trends.series import read_series

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet takes a cell that starts so for a formula, after leading spaces too."""
KINDS = {pa.string(): "string", pa.float64(): "number", pa.int64(): "integer"}
BATCH_ROWS = 20_000


def write_csv(series: Path, periods: Period | Sequence[Period], out: Path) -> list[Path]:
    """Write `<dimension>_<every>.csv` for every dimension of `periods`, oldest first, and `datapackage.json`.

    The periods are all of one length. Raises JobtideError when one of them was not measured.
    """
    chosen = [periods] if isinstance(periods, Period) else list(periods)
    table = pa.concat_tables([read_series(series, period) for period in sorted(chosen, key=lambda p: p.span.first)])
    every = chosen[0].every
    written = []
    for dimension in pc.unique(table["dimension"]).sort().to_pylist():
        file = out / f"{dimension}_{every}.csv"
        with replacing(file) as beside:
            beside.write_text("".join(csv_lines(table.filter(pc.field("dimension") == dimension))), "utf-8", newline="")
        written.append(file)
    package = out / "datapackage.json"
    with replacing(package) as beside:
        beside.write_text(json.dumps(datapackage(out, written), indent=2, ensure_ascii=False) + "\n", "utf-8")
    return [*written, package]


def csv_lines(table: pa.Table) -> Iterator[str]:
    """Yield the header and the rows of `table` as text, a batch at a time; empty cells were not measured."""
    yield _text([table.column_names])
    for batch in table.to_batches(max_chunksize=BATCH_ROWS):
        yield _text(zip(*(_cells(column) for column in batch.columns), strict=True))


def guarded(cell: str) -> str:
    """Return `cell` so that no spreadsheet runs it.

    >>> guarded("=1+1"), guarded("C++")
    ("'=1+1", 'C++')
    """
    return f"'{cell}" if cell.lstrip(" ").startswith(RISKY) else cell


def _cells(column: pa.Array) -> list[str]:
    if pa.types.is_string(column.type):
        return [guarded(value) if value else "" for value in column.to_pylist()]
    if pa.types.is_floating(column.type):
        return ["" if value is None else number(value) for value in column.to_pylist()]
    return ["" if value is None else str(value) for value in column.to_pylist()]


def number(value: float) -> str:
    """Return the shortest decimal that reads back as `value`, without an exponent.

    >>> number(0.00001), number(125000.0)
    ('0.00001', '125000')
    """
    return np.format_float_positional(value, trim="-")


def _text(rows: Iterable[Any]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def datapackage(out: Path, written: Sequence[Path]) -> dict[str, Any]:
    """Return the description of `written` after the Data Package standard (https://datapackage.org)."""
    names = {file.name for file in written}
    known = {file.name for every in Every for file in out.glob(f"*_{every}.csv")} | names
    return {
        "name": "jobtide",
        "title": "Job postings: what rises and falls year over year",
        "description": "An empty cell was not measured; it never means zero. Days are UTC.",
        "resources": [_resource(name) for name in sorted(known)],
        "metrics": [
            {"name": metric.name, "sentence": metric.sentence, "unit": metric.unit, "formula": metric.formula}
            for metric in load_metrics().values()
        ],
    }


def _resource(name: str) -> dict[str, Any]:
    return {
        "name": name.removesuffix(".csv").replace("_", "-"),
        "path": name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [
                {"name": field.name, "type": KINDS[field.type], "description": COLUMNS[field.name]["sentence"]}
                for field in SCHEMA
            ],
            "primaryKey": list(KEYS),
            "missingValues": [""],
        },
    }
