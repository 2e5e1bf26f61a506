"""Shares: a part of the period's vacancies or postings, or of a key's own."""

import numpy as np
import pyarrow as pa

from trends.counted import Counted
from trends.metrics import Metric

OWN = "own "


def rows(metric: Metric, counted: Counted) -> pa.Table:
    """Return a share a key, of whatever `denominator` names; none where the denominator is empty."""
    part = counted.tally(metric.numerator)
    own = metric.denominator.startswith(OWN)
    whole = counted.tally(metric.denominator.removeprefix(OWN))
    whole = whole if own else whole[counted.whole]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(whole > 0, part / whole, np.nan)
    chosen = counted.chosen(metric) & (whole > 0) & ((part > 0) | own | (counted.tally("covered") > 0))
    if metric.window == "period":
        method, employers = "observed/1", counted.tally("employers")
    else:
        method, employers = counted.method("observed"), counted.tally("employers_now")
    return counted.rows(metric, chosen, estimate=share, n_now=part, employers=employers, method=method)
