"""Labelled rows, and the list of labels that are themselves wrong."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scrapers.store.errors import JobtideError


def read_labels(file: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file of JSON lines; blank lines are skipped."""
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield json.loads(line)
        except json.JSONDecodeError as error:
            raise JobtideError(f"not JSON ({error.msg})", f"{file} line {number}", "mend or remove the line") from error


def read_wrong(file: Path) -> frozenset[tuple[str, str, str]]:
    """Return file, id and field of every label that someone has found wrong."""
    if not file.is_file():
        raise JobtideError("no such file", str(file), "name a file of JSON lines with file, id, field and why")
    wrong = set()
    for row in read_labels(file):
        if missing := {"file", "id", "field", "why"} - row.keys():
            raise JobtideError(f"no {', '.join(sorted(missing))}", str(file), "give file, id, field and why")
        wrong.add((str(row["file"]), str(row["id"]), str(row["field"])))
    return frozenset(wrong)
