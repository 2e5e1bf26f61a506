"""What a family gets to work with, and how it turns arrays into rows of a series."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from trends.columns import SCHEMA
from trends.facts import ENGLISH, SPOKEN, Facts
from trends.interval import Sums
from trends.mart.read import Mart
from trends.metrics import Metric
from trends.periods import Every

Numbers = npt.NDArray[np.float64]
Chosen = npt.NDArray[np.bool_]
DIGITS = 6


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The tallies of one period, an entry a dimension and key."""

    mart: Mart
    facts: Facts
    table: pa.Table
    """What `trends.tallies.count` returned."""
    labels: dict[tuple[str, str], str]
    _arrays: dict[str, Numbers] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    """What several metrics of one family share, computed once."""

    @cached_property
    def dimension(self) -> npt.NDArray[np.str_]:
        """Dimension of each entry."""
        return np.array(self.table["dimension"].to_pylist(), dtype=str)

    @cached_property
    def key(self) -> npt.NDArray[np.str_]:
        """Key of each entry."""
        return np.array(self.table["key"].to_pylist(), dtype=str)

    @cached_property
    def whole(self) -> npt.NDArray[np.int64]:
        """Index of the entry that each one is a part of: all postings, or all English ones."""
        index = {key: i for i, (name, key) in enumerate(zip(self.dimension, self.key, strict=True)) if name == "all"}
        english = index.get(ENGLISH, -1)
        return np.where(np.isin(self.dimension, SPOKEN) | (self.key == ENGLISH), english, index["all"])

    def tally(self, name: str) -> Numbers:
        """Return a column as floating numbers."""
        if name not in self._arrays:
            self._arrays[name] = np.asarray(self.table[name].to_numpy(), dtype=float)
        return self._arrays[name]

    def sums(self, pair: str) -> Sums:
        """Return the sums over employers of one pair of `MATCHED`."""
        names = {
            "now": "now",
            "then": "then",
            "now_now": "aa",
            "then_then": "bb",
            "now_then": "ab",
            "employers": "employers",
        }
        return Sums(**{name: self.tally(f"{pair}_{column}") for name, column in names.items()})

    def chosen(self, metric: Metric) -> Chosen:
        """Return which entries `metric` says something about."""
        wanted = [name for name in np.unique(self.dimension) if metric.is_for(str(name))]
        hidden = (self.dimension == "all") & (self.key == ENGLISH)
        return np.asarray(np.isin(self.dimension, wanted) & ~hidden)

    def method(self, name: str) -> str:
        """Return the name and version of a method that works on the windows of growth."""
        return f"{name}-{'28d' if self.facts.period.every is Every.WEEK else 'calendar'}/1"

    def rows(self, metric: Metric, chosen: Chosen, **columns: Any) -> pa.Table:
        """Return the `chosen` entries as rows; `columns` are arrays over all entries, or constants."""
        picked = {name: value[chosen] if isinstance(value, np.ndarray) else value for name, value in columns.items()}
        return self.table_of(metric, self.dimension[chosen], self.key[chosen], **picked)

    def table_of(
        self, metric: Metric, dimension: npt.NDArray[np.str_], key: npt.NDArray[np.str_], **columns: Any
    ) -> pa.Table:
        """Return rows with the given columns; what is not given is empty, NaN becomes empty."""
        values = {
            "period": self.facts.period.key,
            "within": "",
            "country": "all",
            "metric": metric.name,
            "unit": metric.unit,
            "vocabulary": self.mart.state.vocabulary,
            "label": [self.labels.get((str(d), str(k)), str(k)) for d, k in zip(dimension, key, strict=True)],
            "dimension": dimension,
            "key": key,
            **columns,
        }
        arrays = [_column(values.get(column.name), column.type, len(key)) for column in SCHEMA]
        return pa.Table.from_arrays(arrays, schema=SCHEMA)


def _column(value: Any, kind: pa.DataType, length: int) -> pa.Array:
    if value is None or isinstance(value, str):
        return pa.repeat(pa.scalar(value, kind), length)
    if kind == pa.string():
        return pa.array([None if said is None else str(said) for said in value], kind)
    numbers = np.asarray(value, dtype=float)
    missing = ~np.isfinite(numbers)
    if kind == pa.int64():
        return pa.array(np.where(missing, 0, numbers).astype(np.int64), kind, mask=missing)
    return pa.array(significant(numbers), kind, mask=missing)


def significant(numbers: Numbers) -> Numbers:
    """Return `numbers` with at most six significant digits; whole numbers stay whole.

    >>> significant(np.array([0.12345678, 1234567.0, -0.0])).tolist()
    [0.123457, 1234567.0, 0.0]
    """
    whole = numbers == np.round(numbers)
    return (
        np.array(
            [float(n) if w else float(f"{n:.{DIGITS}g}") for n, w in zip(numbers, whole, strict=True)], dtype=float
        )
        + 0.0
    )
