"""Comments of hiring threads that advertise nothing."""

import numpy as np
import pyarrow as pa

from trends.counted import Counted
from trends.metrics import Metric


def rows(metric: Metric, counted: Counted) -> pa.Table:
    """Return their number, in all and by platform; only threads have any, so without one nothing is measured."""
    ads = counted.facts.ads
    found = (
        ads.filter(ads.thread & ads.in_period)
        .group_by("platform")
        .agg(number=(~ads.is_ad).cast("int64").sum(), boards=ads.board.nunique())
        .order_by("platform")
        .to_pyarrow()
        .to_pylist()
    )
    if not found:
        return counted.table_of(metric, np.array([], dtype=str), np.array([], dtype=str))
    number = [sum(row["number"] for row in found), *(row["number"] for row in found)]
    boards = [sum(row["boards"] for row in found), *(row["boards"] for row in found)]
    dimension = np.array(["all", *("platform" for _ in found)])
    key = np.array(["all", *(row["platform"] for row in found)])
    return counted.table_of(metric, dimension, key, estimate=number, n_now=number, boards=boards, method="observed/1")
