"""Two skills that stand in for each other: which is asked for, of the vacancies that ask for exactly one of them."""

import tomllib
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa

from trends.counted import Counted
from trends.metrics import Metric
from trends.parts import WHOLE, Parts, summed
from trends.published import change_columns, level_columns
from trends.rivals import met, within

FILE = Path(__file__).parents[1] / "pairs.toml"


def rows(metric: Metric, counted: Counted) -> pa.Table:
    """Return the first skill's share of each pair, or its change; none of a pair that nobody asks for."""
    pairs = load_pairs()
    if "met" not in counted.kept:
        cells = counted.mart.keep("met", met(counted.mart, counted.facts, pairs))
        wholes = cells.select("pair", "cluster", *WHOLE)
        counted.kept["met"] = summed(cells, wholes, ["pair"], ["pair"]).order_by("pair").to_pyarrow()
    parts = Parts(counted.kept["met"])
    some = [pairs[number] for number in parts.table["pair"].to_pylist()]
    dimension, key = np.full(len(some), "skill"), np.array([first for first, _ in some], dtype=str)
    said = change_columns(parts, counted, dimension) if metric.statistic == "change" else level_columns(parts, counted)
    return counted.table_of(metric, dimension, key, within=[within(*pair) for pair in some], **said)


@cache
def load_pairs() -> tuple[tuple[str, str], ...]:
    """Return the pairs of skills of `pairs.toml`."""
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple((first, second) for first, second in said["skill"])
