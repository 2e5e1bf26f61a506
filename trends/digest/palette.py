"""Colours by use, read from `palette.toml`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def palette() -> dict[str, dict[str, Any]]:
    """Return the colours of light, dark and chart."""
    return tomllib.loads(files("trends.digest").joinpath("palette.toml").read_text(encoding="utf-8"))
