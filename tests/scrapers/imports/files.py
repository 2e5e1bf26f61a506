"""Import files in the true shape, with texts of our own."""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

JANUARY = 1704096000
"""1 January 2024, 08:00 UTC."""
A_DAY = 86_400


def comment(number: int, text: str | None = None, **fields: Any) -> dict[str, Any]:
    """One item as the Firebase API gives it."""
    body = f"Acme {number} | Welder | Berlin<p>Weld bridges &amp; ships, number {number}." if text is None else text
    item = {"by": "welder", "id": number, "parent": 999_999, "text": body, "time": JANUARY + number, "type": "comment"}
    return item | fields


def plain(number: int, text: str | None = None, **fields: Any) -> dict[str, Any]:
    """The same as plain text."""
    body = f"Acme {number} | Welder | Berlin\n\nWeld bridges & ships, number {number}." if text is None else text
    return {"id": number, "time": JANUARY + number, "text": body} | fields


def write_lines(path: Path, records: Iterable[dict[str, Any] | str]) -> Path:
    """Write JSON lines; a string goes in as it is."""
    lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
    body = "".join(f"{line}\n" for line in lines).encode()
    path.write_bytes(gzip.compress(body) if path.suffix == ".gz" else body)
    return path
