"""Skills within a role or a sector: which part of its vacancies asks for one, and how that part changed."""

from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from trends.counted import Counted
from trends.metrics import Metric
from trends.parts import WHOLE, Parts, summed
from trends.published import change_columns, level_columns
from trends.verdict import LEAST_VACANCIES

PART_OF = "skill"
LIMITS = ("role", "sector")
OF = ["limit", "limited_to"]
BY = [*OF, "key"]
LEAST_NAMED = 5
"""Vacancies that name the skill, in either window, below which nothing is said: pairs are too many to list all."""


def rows(metric: Metric, counted: Counted) -> pa.Table:
    """Return the share or its change of every skill in every role and sector that has enough vacancies in English."""
    parts = skills_within(counted)
    limit, limited_to, key = (np.array(parts.table[name].to_pylist(), dtype=str) for name in BY)
    within = np.char.add(np.char.add(limit, "="), limited_to)
    said = change_columns(parts, counted, limit) if metric.statistic == "change" else level_columns(parts, counted)
    return counted.table_of(metric, np.full(len(key), PART_OF), key, within=within, **said)


def skills_within(counted: Counted) -> Parts:
    """Return the sums behind every share, a row each of `limit` (role or sector), `limited_to` and `key`."""
    if "within" not in counted.kept:
        with counted.mart.passing():
            counted.kept["within"] = _summed(counted)
    return Parts(counted.kept["within"])


def _summed(counted: Counted) -> pa.Table:
    facts = counted.facts
    rows = facts.rows.filter(facts.rows.v_now | facts.rows.v_then)
    columns = ("vacancy", "posting", "dimension", "key", "cluster", "panel", "v_now", "v_then")
    limits = rows.filter(rows.dimension.isin(LIMITS)).select(*columns)
    limits = limits.semi_join(facts.ads.filter(facts.ads.english).select("posting"), "posting")
    limits = limits.rename(limit="dimension", limited_to="key").drop("posting")
    enough = limits.group_by(OF).agg(now=limits.v_now.cast("int64").sum(), then=limits.v_then.cast("int64").sum())
    enough = enough.filter((enough.now >= LEAST_VACANCIES) | (enough.then >= LEAST_VACANCIES))
    limits = counted.mart.keep("limits", limits.semi_join(enough, OF))
    wholes = counted.mart.keep("limit_wholes", limits.group_by([*OF, "cluster"]).agg(**_counts(limits, WHOLE)))
    # a vacancy of a thread has a row in each window; both of a pair count only in the window that they share
    skills = rows.filter(rows.dimension == PART_OF).select("vacancy", "key", own_now="v_now", own_then="v_then")
    pairs = limits.join(skills, "vacancy")
    pairs = pairs.mutate(v_now=pairs.v_now & pairs.own_now, v_then=pairs.v_then & pairs.own_then)
    cells = pairs.group_by([*BY, "cluster"]).agg(**_counts(pairs, ("part", "part_now", "part_then")))
    cells = cells.join(wholes, [*OF, "cluster"])
    found = summed(cells, wholes, BY, OF)
    named = ibis.greatest(found.part, found.part_now, found.part_then)
    return found.filter(named >= LEAST_NAMED).order_by(BY).to_pyarrow()


def _counts(rows: Any, names: tuple[str, ...]) -> dict[str, Any]:
    flags = (rows.v_now, rows.v_now & rows.panel, rows.v_then & rows.panel)
    return {name: flag.cast("int64").sum() for name, flag in zip(names, flags, strict=True)}
