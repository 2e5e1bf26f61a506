"""One skill against another: of the vacancies that ask for exactly one of two, which part asks for the first."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import numpy as np
import pyarrow as pa

from trends.crossed import COLUMNS, OF, share_of
from trends.facts import Facts
from trends.mart.read import Mart
from trends.periods import Every
from trends.verdict import INSUFFICIENT, LEAST_EMPLOYERS, LEAST_VACANCIES

HEAD_TO_HEAD = "head_to_head"
BOTH = "both"


def rivals(mart: Mart, facts: Facts, pairs: Sequence[Sequence[str]]) -> pa.Table:
    """Return `head_to_head` of each pair of skills in both windows of growth, in `trends.crossed.COLUMNS`.

    The row is the first skill's, `within` names both (`skill=pytorch|tensorflow`), `n_now` counts the vacancies that
    ask for the first alone and `of` those that ask for exactly one. A row `both` counts those that ask for both.
    """
    keys = sorted({key for pair in pairs for key in pair})
    rows = facts.rows.filter((facts.rows.dimension == "skill") & facts.rows.key.isin(keys))
    labels = mart.labels()
    period = facts.period
    common = {
        "dimension": "skill", "country": "all", "unit": "share", "vocabulary": mart.state.vocabulary,
        "method": f"observed-{'28d' if period.every is Every.WEEK else 'calendar'}/1",
    }  # fmt: skip
    found = []
    for window, shown in (("now", period.key), ("then", period.compared_with)):
        counted = rows.filter(rows[f"v_{window}"]).select("vacancy", "cluster", "key").distinct()
        named = counted.order_by(["vacancy", "cluster", "key"]).to_pyarrow().to_pylist()
        vacancies = [
            (cluster, {row["key"] for row in group})
            for (_, cluster), group in groupby(named, key=lambda row: (row["vacancy"], row["cluster"]))
        ]
        for first, second in pairs:
            figures = _figures(vacancies, first, second)
            label = labels.get(("skill", first), first)
            row = {"period": shown, "key": first, "label": label, "within": f"skill={first}|{second}"}
            found += [dict.fromkeys(COLUMNS.names) | common | row | figure for figure in figures]
    return pa.Table.from_pylist(found, schema=COLUMNS)


def _figures(vacancies: Sequence[tuple[str, set[str]]], first: str, second: str) -> list[dict[str, Any]]:
    alone = [(cluster, first in keys) for cluster, keys in vacancies if (first in keys) != (second in keys)]
    both = sum(first in keys and second in keys for _, keys in vacancies)
    employers = sorted({cluster for cluster, _ in alone})
    at = {cluster: number for number, cluster in enumerate(employers)}
    part, whole = np.zeros(len(employers)), np.zeros(len(employers))
    for cluster, is_first in alone:
        whole[at[cluster]] += 1
        part[at[cluster]] += is_first
    estimate, low, high = share_of(part, whole) if alone else (None, None, None)
    few = len(alone) < LEAST_VACANCIES or len(employers) < LEAST_EMPLOYERS
    return [
        {
            "metric": HEAD_TO_HEAD, "estimate": estimate, "low": low, "high": high, "n_now": int(part.sum()),
            OF: len(alone), "employers": len(employers), "verdict": INSUFFICIENT if few else None,
        },
        {"metric": BOTH, "unit": "vacancies", "estimate": float(both), "n_now": both, "employers": None},
    ]  # fmt: skip
