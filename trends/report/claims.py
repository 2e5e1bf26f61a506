"""Read `claims.toml`."""

import tomllib
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from trends.report.records import Claim

FILE = Path(__file__).with_name("claims.toml")
OWN = frozenset(field.name for field in fields(Claim)) - {"given"}


@cache
def load_claims() -> tuple[Claim, ...]:
    """Return every claim in the order of its number."""
    entries: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["claim"]
    claims = [
        Claim(
            **{name: value for name, value in entry.items() if name in OWN},
            given={name: value for name, value in entry.items() if name not in OWN},
        )
        for entry in entries
    ]
    return tuple(sorted(claims, key=lambda claim: claim.number))
