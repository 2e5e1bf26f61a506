"""Growth without a panel: what a naive count would say, published beside the matched figure."""

import numpy as np
import pyarrow as pa

from trends.counted import Counted
from trends.metrics import Metric


def rows(metric: Metric, counted: Counted) -> pa.Table:
    """Return the bare rate of every key that either window holds; it carries no interval and no verdict."""
    now, then = counted.tally("now"), counted.tally("then")
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(then > 0, now / then - 1, np.nan)
    return counted.rows(
        metric,
        counted.chosen(metric) & (now + then > 0),
        compared_with=counted.facts.period.compared_with,
        estimate=rate,
        n_now=now,
        n_then=then,
        method=counted.method("unmatched"),
    )
