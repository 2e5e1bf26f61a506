"""Read `floors.toml`: how much a row has to rest on, and how many rows are written."""

import tomllib
from pathlib import Path

FILE = Path(__file__).with_name("floors.toml")
_FLOORS: dict[str, dict[str, float]] = tomllib.loads(FILE.read_text(encoding="utf-8"))


def floor(table: str, name: str) -> float:
    """Return one number of the file.

    >>> floor("lives", "evergreen_days")
    180
    """
    return _FLOORS[table][name]
