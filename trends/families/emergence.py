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
from trends.first_seen import first_seen
from trends.floors import floor
from trends.interval import CONFIDENCE
from trends.metrics import Metric

BY = ["dimension", "key"]
Numbers = npt.NDArray[np.float64]


def rows(metric: Metric, counted: Counted) -> pa.Table:
    """Return the log-odds of every key above the floor, or a newcomer's employers or age; nothing without a panel."""
    dimension, key, now, then = _employers(counted, metric)
    if metric.statistic in ("newcomer", "age"):
        chosen = (then == 0) & (now >= floor("emerging", "newcomer")) & _seen_before(dimension, then)
        estimate: dict[str, Numbers] = {"estimate": now[chosen]}
        if metric.statistic == "age":
            estimate = {"estimate": _days_known(counted, dimension[chosen], key[chosen])}
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
        employers=None if metric.statistic == "log-odds" else now[chosen],
        method=counted.method("matched"),
        **estimate,
    )


def _days_known(counted: Counted, dimension: npt.NDArray[np.str_], key: npt.NDArray[np.str_]) -> Numbers:
    last = counted.facts.period.span.last
    found = np.full(len(key), np.nan)
    for name in np.unique(dimension):
        own = dimension == name
        first = first_seen(counted.mart, str(name), key[own].tolist(), last)
        found[own] = [(last - first[one]).days for one in key[own].tolist()]
    return found


def _employers(counted: Counted, metric: Metric) -> tuple[npt.NDArray[np.str_], npt.NDArray[np.str_], Numbers, Numbers]:
    if "naming" not in counted.kept:
        facts = counted.facts.rows
        facts = facts.filter(facts.panel & (facts.v_now | facts.v_then) & facts.dimension.isin(list(metric.only_for)))
        naming = facts.group_by(BY).agg(
            now=facts.cluster.nunique(where=facts.v_now), then=facts.cluster.nunique(where=facts.v_then)
        )
        counted.kept["naming"] = naming.order_by(BY).to_pyarrow()
    found = counted.kept["naming"]
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
