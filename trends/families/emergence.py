"""What is emerging or fading: more, or fewer, of the employers name it than a year before, beyond what chance does.

For words w, y_w being the employers that name w in one window and n = Σ y_w over the words of its dimension,
delta_w = logit of (y_w + a_w) / (n + a_0) now − the same then, with a prior a_w in proportion to both windows together,
and variance 1 / (y_w + a_w) now + 1 / (y_w + a_w) then (B. L. Monroe, M. P. Colaresi and K. M. Quinn, Fightin' Words,
Political Analysis 16 (2008) 372-403). An employer counts once however often it advertises.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy import special

from trends.counted import Counted
from trends.floors import floor
from trends.interval import CONFIDENCE
from trends.metrics import Metric

BY = ["dimension", "key"]
Numbers = npt.NDArray[np.float64]


def rows(metric: Metric, counted: Counted) -> pa.Table:
    """Return the log-odds, or the employers of a newcomer, of every key above the floor; nothing without a panel."""
    dimension, key, now, then = _employers(counted, metric)
    if metric.statistic == "newcomer":
        chosen = (then == 0) & (now >= floor("emerging", "newcomer")) & _seen_before(dimension, then)
        estimate: dict[str, Numbers] = {"estimate": now[chosen]}
    else:
        chosen = (np.fmax(now, then) >= floor("emerging", "employers")) & _seen_before(dimension, then)
        estimate = {name: said[chosen] for name, said in _log_odds(dimension, now, then).items()}
    return counted.table_of(
        metric,
        dimension[chosen],
        key[chosen],
        compared_with=counted.facts.period.compared_with,
        n_now=now[chosen],
        n_then=then[chosen],
        employers=np.fmax(now, then)[chosen] if metric.statistic == "newcomer" else None,
        method=counted.method("matched"),
        **estimate,
    )


def _employers(counted: Counted, metric: Metric) -> tuple[npt.NDArray[np.str_], npt.NDArray[np.str_], Numbers, Numbers]:
    facts = counted.facts.rows
    facts = facts.filter(facts.panel & (facts.v_now | facts.v_then) & facts.dimension.isin(list(metric.only_for)))
    found = facts.group_by(BY).agg(
        now=facts.cluster.nunique(where=facts.v_now), then=facts.cluster.nunique(where=facts.v_then)
    )
    found = found.order_by(BY).to_pyarrow()
    dimension, key = (np.array(found[name].to_pylist(), dtype=str) for name in BY)
    return dimension, key, *(found[name].to_numpy().astype(float) for name in ("now", "then"))


def _seen_before(dimension: npt.NDArray[np.str_], then: Numbers) -> npt.NDArray[np.bool_]:
    """Return where the dimension was seen at all a year before: else everything in it would be new."""
    return np.isin(dimension, np.unique(dimension[then > 0]))


def _log_odds(dimension: npt.NDArray[np.str_], now: Numbers, then: Numbers) -> dict[str, Numbers]:
    index = np.unique(dimension, return_inverse=True)[1]

    def summed(values: Numbers) -> Numbers:
        return np.asarray(np.bincount(index, values)[index], dtype=float)

    prior = floor("emerging", "prior") * (now + then) / 2
    a, b = now + prior, then + prior
    with np.errstate(divide="ignore", invalid="ignore"):
        delta = np.log(a / (summed(a) - a)) - np.log(b / (summed(b) - b))
        wide = special.ndtri((1 + CONFIDENCE) / 2) * np.sqrt(1 / a + 1 / b)
    return {"estimate": delta, "low": delta - wide, "high": delta + wide}
