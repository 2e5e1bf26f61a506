"""Counts of the period alone."""

import pyarrow as pa

from trends.counted import Counted
from trends.metrics import Metric


def rows(metric: Metric, counted: Counted) -> pa.Table:
    """Return a count a key.

    A zero is written only where a board that the key is known from was observed; else nothing was measured.
    """
    number = counted.tally(metric.numerator)
    observed = counted.tally("watched" if metric.numerator == "open" else "covered") > 0
    chosen = counted.chosen(metric) & ((number > 0) | observed)
    behind = (
        {}
        if metric.numerator == "open"
        else {"employers": counted.tally("employers"), "boards": counted.tally("boards_now")}
    )
    return counted.rows(metric, chosen, estimate=number, n_now=number, method="observed/1", **behind)
