"""How the vacancies of one thing are spread over employers: a few of them, or many."""

import ibis
import numpy as np
import pyarrow as pa

from trends.counted import Counted
from trends.facts import ENGLISH
from trends.metrics import Metric
from trends.verdict import INSUFFICIENT, LEAST_EMPLOYERS, LEAST_VACANCIES

BY = ["dimension", "key"]
TOP = 10
KEPT = "concentration"


def rows(metric: Metric, counted: Counted) -> pa.Table:
    """Return what the `statistic` says of every key with a vacancy in the window; none where there is none."""
    if KEPT not in counted.kept:
        counted.kept[KEPT] = _read(counted)
    found = counted.kept[KEPT]
    dimension, key = (np.array(found[name].to_pylist(), dtype=str) for name in BY)
    whole, squares, top, employers = (
        found[name].to_numpy().astype(float) for name in ("whole", "squares", "top", "employers")
    )
    estimate = {"hhi": squares / whole**2, "top": top / whole, "effective": whole**2 / squares}[metric.statistic]
    few = (whole < LEAST_VACANCIES) | (employers < LEAST_EMPLOYERS)
    verdict = np.where(few, INSUFFICIENT, "")
    chosen = np.isin(dimension, [name for name in np.unique(dimension) if metric.is_for(str(name))])
    return counted.table_of(
        metric,
        dimension[chosen],
        key[chosen],
        estimate=estimate[chosen],
        n_now=whole[chosen],
        employers=employers[chosen],
        verdict=[said or None for said in verdict[chosen]],
        method=counted.method("observed"),
    )


def _read(counted: Counted) -> pa.Table:
    facts = counted.facts.rows
    facts = facts.filter(facts.v_now & (facts.key != ENGLISH))
    cells = facts.group_by([*BY, "cluster"]).agg(number=facts.count())
    largest = ibis.window(group_by=BY, order_by=[cells.number.desc(), cells.cluster])
    cells = cells.mutate(place=ibis.row_number().over(largest))
    totals = cells.group_by(BY).agg(
        whole=cells.number.sum(),
        squares=(cells.number * cells.number).sum(),
        top=cells.number.sum(where=cells.place < TOP),
        employers=cells.count(),
    )
    return totals.order_by(BY).to_pyarrow()
