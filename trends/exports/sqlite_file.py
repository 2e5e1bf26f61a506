"""SQLite: a read-only snapshot of aggregates, with the dictionary as tables; what `jobtide explore` shows."""

import datetime as dt
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from trends.exports.datapackage import Format, describe
from trends.exports.sheets import Sheet
from trends.mart.files import replacing
from trends.metrics import load_metrics

SQLITE = Format(name="sqlite", mediatype="application/vnd.sqlite3", place="table")
FILE = "jobtide.sqlite"
KINDS = {"VARCHAR": "text", "DOUBLE": "real", "BIGINT": "integer", "DATE": "text"}
INDEXED = ("dimension", "metric", "key", "period", "state")


def write(sheets: Sequence[Sheet], out: Path) -> list[Path]:
    """Write `jobtide.sqlite`, one table a sheet beside `columns` and `metrics`, and `datapackage.json`."""
    file = out / FILE
    with replacing(file) as beside:
        with closing(sqlite3.connect(beside)) as store:
            store.execute("pragma journal_mode = off")
            for sheet in sheets:
                _fill(store, sheet)
            _explain(store, sheets)
            store.commit()
            store.execute("analyze")
            store.commit()
        beside.chmod(0o444)
    return [file, describe(out, [(sheet, file, SQLITE) for sheet in sheets])]


def _fill(store: sqlite3.Connection, sheet: Sheet) -> None:
    columns = [
        f'"{name}" {KINDS[kind]}' + (" not null" if name in sheet.keys else "") for name, kind in sheet.columns.items()
    ]
    key = f", primary key ({', '.join(sheet.keys)})" if sheet.keys else ""
    store.execute(f"create table {sheet.name} ({', '.join(columns)}{key})")
    names = list(sheet.columns)
    for batch in sheet.batches():
        values = [_stored(column.to_pylist(), name in sheet.keys) for name, column in zip(names, batch, strict=True)]
        store.executemany(
            f"insert into {sheet.name} values ({', '.join('?' * len(names))})",  # noqa: S608 - our own names
            zip(*values, strict=True),
        )
    for name in INDEXED:
        if name in sheet.columns:
            store.execute(f"create index {sheet.name}_{name} on {sheet.name} ({name})")


def _stored(values: list[Any], is_key: bool) -> Iterable[Any]:
    """Return values as SQLite keeps them: days as ISO text, and '' in a key, where nothing may be missing."""
    if is_key:
        return ["" if value is None else value for value in values]
    return [value.isoformat() if isinstance(value, dt.date) else value for value in values]


def _explain(store: sqlite3.Connection, sheets: Sequence[Sheet]) -> None:
    store.execute('create table columns ("table" text, name text, sentence text, primary key ("table", name))')
    told = [(sheet.name, name, sheet.sentences[name]) for sheet in sheets for name in sheet.columns]
    store.executemany("insert into columns values (?, ?, ?)", told)
    store.execute("create table metrics (name text primary key, sentence text, unit text, formula text)")
    metrics = [(metric.name, metric.sentence, metric.unit, metric.formula) for metric in load_metrics().values()]
    store.executemany("insert into metrics values (?, ?, ?, ?)", metrics)
