"""The sentences of `columns.toml`."""

import tomllib
from pathlib import Path

COLUMNS: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
"""Sheet → column → what it says."""
