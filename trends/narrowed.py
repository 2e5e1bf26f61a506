"""Measure a part of the market with the same families: the vacancies that have one topic, role or skill."""

from importlib import import_module

import pyarrow as pa

from trends.columns import KEYS, SCHEMA
from trends.counted import Counted
from trends.facts import read_facts
from trends.mart.read import Mart
from trends.metrics import load_metrics
from trends.periods import Period
from trends.tallies import count

FAMILIES = frozenset({"counts", "shares", "growth", "raw_growth", "pay", "pay_change", "asked"})
"""They count in the facts alone, so that narrowed facts narrow the figure."""


def measured_within(mart: Mart, period: Period, within: tuple[str, str] | None) -> pa.Table:
    """Return every number of `FAMILIES` over the vacancies `within` one key of a dimension, in a series' columns.

    The column `within` says so (`topic=ai`); shares are of those vacancies. Empty where no posting of the windows has
    the key. None narrows nothing: it serves for windows that no series holds.
    """
    facts = read_facts(mart, period, within)
    if not facts.ads.count().to_pyarrow().as_py():
        return SCHEMA.empty_table()
    counted = Counted(mart=mart, facts=facts, table=count(mart, facts.rows), labels=mart.labels())
    metrics = [metric for metric in load_metrics().values() if metric.family in FAMILIES]
    tables = [import_module(f"trends.families.{metric.family}").rows(metric, counted) for metric in metrics]
    table = pa.concat_tables(tables).combine_chunks()
    said = [";".join(part for part in (facts.within, more) if part) for more in table["within"].to_pylist()]
    at = table.schema.get_field_index("within")
    table = table.set_column(at, SCHEMA.field("within"), pa.array(said, pa.string()))
    return table.sort_by([(name, "ascending") for name in KEYS])
