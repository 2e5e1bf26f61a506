"""Read `metrics.toml`: what each metric says and how its family computes it."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("metrics.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One row of `metrics.toml`; the fields are explained at its top."""

    name: str
    sentence: str
    unit: str
    formula: str
    family: str
    window: str
    numerator: str = ""
    denominator: str = ""
    statistic: str = ""
    not_for: tuple[str, ...] = ()
    only_for: tuple[str, ...] = ()

    def is_for(self, dimension: str) -> bool:
        """Whether the metric says anything in `dimension`."""
        return dimension not in self.not_for and (not self.only_for or dimension in self.only_for)


@cache
def load_metrics() -> dict[str, Metric]:
    """Return every metric by name, in the order of the file."""
    rows: dict[str, dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        name: Metric(name=name, **{field: _frozen(said) for field, said in row.items()}) for name, row in rows.items()
    }


def _frozen(said: Any) -> Any:
    return tuple(said) if isinstance(said, list) else said
