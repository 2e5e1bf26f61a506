"""The `--coverage` file: on which days which board was completely observed."""

import datetime as dt
from pathlib import Path

from scrapers.imports.ads import board_key
from scrapers.imports.rows import read_rows
from scrapers.moments import day
from scrapers.store.errors import JobtideError

COLUMNS = ("board", "from", "to")

Spans = dict[tuple[str, str], list[tuple[dt.date, dt.date]]]


def read_spans(path: Path) -> Spans:
    """Return the spans, both ends included, of each board by (platform, token).

    Raises JobtideError naming the line that is no span: half a coverage file would make gaps out of nothing.
    """
    spans: Spans = {}
    for line, row in read_rows(path, COLUMNS):
        if isinstance(row, str):
            raise JobtideError(row, f"{path}:{line}", "mend that line; nothing was imported")
        first, last = day(row["from"]), day(row["to"])
        if not row["board"] or first is None or last is None or last < first:
            thing = f"'{row['board']},{row['from']},{row['to']}' is no board with its first and last day"
            raise JobtideError(thing, f"{path}:{line}", "write it as board,2026-01-01,2026-03-31; nothing was imported")
        spans.setdefault(board_key(row["board"]), []).append((first, last))
    return spans
