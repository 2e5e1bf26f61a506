"""The series of one period as rows to look up."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from trends.digest.labels import clean
from trends.digest.records import Row

FIELDS = [field.name for field in fields(Row)]


class Rows:
    """Rows of all countries together that are split by nothing but their key, and pay by its currency."""

    def __init__(self, table: pa.Table) -> None:
        whole = pc.and_(pc.equal(table["country"], "all"), pc.equal(pc.fill_null(table["within"], ""), ""))
        kept = table.filter(whole)
        self._by_place: dict[tuple[str, str], list[Row]] = {}
        for values in kept.select(FIELDS).to_pylist():
            row = row_of(values)
            self._by_place.setdefault((row.dimension, row.metric), []).append(row)

    def of(self, dimension: str, metric: str) -> Iterator[Row]:
        """Yield the rows of one metric."""
        yield from self._by_place.get((dimension, metric), ())

    def one(self, dimension: str, key: str, metric: str) -> Row | None:
        """Return one row, or None where it was not measured."""
        return next((row for row in self.of(dimension, metric) if row.key == key), None)

    def total(self, metric: str) -> Row | None:
        """Return the row of everything together."""
        return self.one("all", "all", metric)

    def of_metric(self, metric: str) -> Iterator[Row]:
        """Yield the rows of one metric in every dimension."""
        for (_, name), rows in self._by_place.items():
            if name == metric:
                yield from rows


def currency(row: Row) -> str:
    """Return the ISO 4217 code in the unit of a row about pay (`USD a year`)."""
    return row.unit[:3]


def row_of(values: dict[str, Any]) -> Row:
    """Return a row of the series with a harmless label."""
    label = clean(values["label"] or "") or clean(values["key"]) or "(no name)"
    return Row(**{**values, "label": label, "verdict": values["verdict"] or ""})
