"""Which part of a key's vacancies says a thing of itself, and its change: remote work, a degree, pay, equity, bonus."""

from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from trends.counted import Counted
from trends.facts import ENGLISH
from trends.metrics import Metric
from trends.parts import Parts, summed
from trends.published import change_columns, level_columns

BY = ["dimension", "key"]
SAID = {"remote": "says_remote", "degree": "asks_degree", "pay": "shows_pay", "equity": "equity", "bonus": "bonus"}
"""Numerator in `metrics.toml` → column that marks the postings with the thing."""
OFFERED = ("equity", "bonus")


def rows(metric: Metric, counted: Counted) -> pa.Table:
    """Return the share with its interval, or the change of the share with interval and verdict, of every key."""
    parts = Parts(_summed(metric.numerator, counted))
    dimension, key = (np.array(parts.table[name].to_pylist(), dtype=str) for name in BY)
    told = np.isin(dimension, [name for name in np.unique(dimension) if metric.is_for(str(name))])
    if metric.statistic == "change":
        columns = change_columns(parts, counted, dimension)
    else:
        told &= parts["whole"] > 0
        columns = level_columns(parts, counted)
    picked = {name: value[told] if isinstance(value, np.ndarray) else value for name, value in columns.items()}
    return counted.table_of(metric, dimension[told], key[told], **picked)


def _summed(thing: str, counted: Counted) -> pa.Table:
    name = f"said {thing}"
    if name not in counted.kept:
        if "said cells" not in counted.kept:
            counted.kept["said cells"] = counted.mart.keep("said_cells", _cells(counted))
        cells: Any = counted.kept["said cells"]
        wholes = cells.select(*BY, "cluster", "whole", "whole_now", "whole_then")
        own = {f"part{window}": cells[f"{thing}{window}"] for window in ("", "_now", "_then")}
        own |= {name: cells[name] for name in (*BY, "cluster", "whole", "whole_now", "whole_then")}
        counted.kept[name] = summed(cells.select(**own), wholes, BY, BY).order_by(BY).to_pyarrow()
    return counted.kept[name]


def _cells(counted: Counted) -> Any:
    """Return the vacancies of each key and employer, all of them and those with each thing."""
    facts = counted.facts
    rows = facts.rows.filter(facts.rows.v_now | facts.rows.v_then)
    rows = rows.filter((rows.dimension != "all") | (rows.key != ENGLISH))
    rows = rows.filter(rows.dimension != "employer")  # one employer alone is no sample of employers
    offers = facts.pays.filter(facts.pays.kind.isin(OFFERED))
    offers = offers.group_by("posting").agg(**{kind: (offers.kind == kind).any() for kind in OFFERED})
    rows = rows.left_join(offers, "posting").drop("posting_right")
    windows = {"": rows.v_now, "_now": rows.v_now & rows.panel, "_then": rows.v_then & rows.panel}
    flags = {f"whole{window}": inside for window, inside in windows.items()}
    for thing, column in SAID.items():
        flags |= {f"{thing}{window}": inside & rows[column].fill_null(False) for window, inside in windows.items()}
    sums = {name: ibis.ifelse(flag, 1, 0).cast("int64").sum() for name, flag in flags.items()}
    return rows.group_by([*BY, "cluster"]).agg(**sums)
