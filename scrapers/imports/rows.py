"""Rows of a CSV file under our column names, whatever theirs are."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import TextIOWrapper
from pathlib import Path

from scrapers.imports.source import opened
from scrapers.store.errors import JobtideError
from scrapers.suggest import did_you_mean

DELIMITERS = ",;\t|"
LARGEST_FIELD = 64 * 2**20

Row = dict[str, str]


def read_rows(
    path: Path, required: Sequence[str], optional: Sequence[str] = (), columns: Mapping[str, str] | None = None
) -> Iterator[tuple[int, Row | str]]:
    """Yield (line number, row) with our column names, or (line number, reason) for a row that cannot be read.

    `columns` maps our names to the file's. UTF-8, with or without a byte order mark; the delimiter is the one
    that gives the header its columns. Raises JobtideError for an unreadable file and a missing column.
    """
    theirs = {name: (columns or {}).get(name, name) for name in (*required, *optional)}
    csv.field_size_limit(LARGEST_FIELD)
    with opened(path) as stream:
        # Bytes that are no UTF-8 become half surrogates, by which the row that holds them is told.
        text = TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
        header_line = text.readline()
        if not header_line.strip():
            raise JobtideError("empty file", str(path), "it needs a header line and rows; nothing was imported")
        delimiter = max(DELIMITERS, key=lambda mark: len(set(theirs.values()) & set(_header(header_line, mark))))
        header = _header(header_line, delimiter)
        _check_header(path, header, [theirs[name] for name in required])
        positions = {name: header.index(column) for name, column in theirs.items() if column in header}
        yield from _rows(csv.reader(text, delimiter=delimiter, strict=True), positions, len(header))


def _header(line: str, delimiter: str) -> list[str]:
    return [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]


def _check_header(path: Path, header: Sequence[str], wanted: Sequence[str]) -> None:
    for column in wanted:
        if column not in header:
            hint = did_you_mean(column, [name for name in header if name.isprintable()][:20])
            remedy = f"{hint} Map it under [imports.columns] in jobtide.toml; nothing was imported"
            raise JobtideError(f"no column '{column}'", f"{path}:1", remedy)


def _rows(reader: Iterator[list[str]], positions: Mapping[str, int], width: int) -> Iterator[tuple[int, Row | str]]:
    line = 2
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            swallowed = reader.line_num + 2 - line  # type: ignore[attr-defined]  # typed as any iterator  # csv's reader has it
            yield line, f"not CSV ({error})" + (f", {swallowed} lines long" if swallowed > 1 else "")
        else:
            if any(cell.strip() for cell in cells):
                yield line, _row(cells, positions, width)
        line = reader.line_num + 2  # type: ignore[attr-defined]


def _row(cells: list[str], positions: Mapping[str, int], width: int) -> Row | str:
    if len(cells) > width:
        return f"{len(cells)} fields under {width} columns"
    row = {name: cells[at].strip() if at < len(cells) else "" for name, at in positions.items()}
    if any("\udc80" <= char <= "\udcff" for value in row.values() if not value.isascii() for char in value):
        return "not UTF-8"
    return row
