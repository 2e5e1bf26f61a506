"""The columns of a series, as `columns.toml` lists them."""

import tomllib
from pathlib import Path

import pyarrow as pa

FILE = Path(__file__).with_name("columns.toml")
KINDS = {"text": pa.string(), "number": pa.float64(), "count": pa.int64()}
COLUMNS: dict[str, dict[str, str]] = tomllib.loads(FILE.read_text(encoding="utf-8"))
SCHEMA = pa.schema({name: KINDS[column["kind"]] for name, column in COLUMNS.items()})
KEYS = ("period", "dimension", "key", "within", "country", "metric", "unit")
"""What makes a row unique, in sorting order."""
