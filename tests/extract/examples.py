"""Example lists: one JSON object a line, in `fixtures/` or elsewhere."""

import json
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).parents[2] / "fixtures"


def examples(name: str | Path) -> list[dict[str, Any]]:
    """Return the rows of a list, by its name in `fixtures/` or its path."""
    path = FIXTURES / f"{name}.jsonl" if isinstance(name, str) else name
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def ids(rows: list[dict[str, Any]]) -> list[str]:
    """Return a readable name for each row: its kind and the beginning of its text."""
    return [
        f"{row.get('from', '')}: {str(row.get('text') or row.get('said') or row.get('title'))[:60]}" for row in rows
    ]
