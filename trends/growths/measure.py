"""The growth of many periods, as the series of each holds it."""

from collections.abc import Iterator, Sequence

import pyarrow as pa

from trends.counted import Counted
from trends.facts import Facts
from trends.growths.sums import COPIES, MATCHED
from trends.growths.tallies import tallies
from trends.mart.read import Mart
from trends.measure import rows_of
from trends.metrics import load_metrics
from trends.periods import Period

DIMENSIONS = ("role", "skill", "group", "topic", "place")


def growths(
    mart: Mart,
    periods: Sequence[Period],
    dimensions: Sequence[str] = DIMENSIONS,
    metrics: Sequence[str] = ("growth", "share_growth"),
) -> Iterator[pa.Table]:
    """Yield of each period the rows that its series has of `metrics`, all postings included."""
    chosen = [load_metrics()[name] for name in metrics]
    wanted = {metric.numerator for metric in chosen}
    pairs = [pair for pair in (MATCHED, COPIES) if pair in wanted]
    labels = mart.labels()
    for period, table in tallies(mart, periods, dimensions, pairs):
        facts = Facts(period=period, ads=None, rows=None, pays=None)
        counted = Counted(mart=mart, facts=facts, table=table, labels=labels)
        yield rows_of(counted, chosen)
