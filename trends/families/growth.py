"""Growth against a year before, on the panel of boards observed completely in both windows."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from trends import interval
from trends.counted import Counted, Numbers
from trends.linked import Linked, linked
from trends.metrics import Metric
from trends.verdict import LEAST_COVERAGE, LEAST_VACANCIES, Sample, verdicts

CROSSED = ("aa", "ab", "ba", "bb")
"""Now or then of the part, then of the whole."""


def rows(metric: Metric, counted: Counted) -> pa.Table:
    """Return rate, interval, sample and verdict of every key that either window holds, on the panel or off it."""
    if metric.name not in counted.kept:
        counted.kept[metric.name] = _rows(metric, counted)
    return counted.kept[metric.name]


def _rows(metric: Metric, counted: Counted) -> pa.Table:
    part = counted.sums(metric.numerator)
    squares = interval.variance(part)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = part.now / part.then
        if metric.statistic == "share rate":
            whole = _of_whole(part, counted)
            ratio = ratio / (whole.now / whole.then)
            squares = interval.share_variance(part, whole, *(counted.tally(f"cross_{pair}") for pair in CROSSED))
    chosen = counted.chosen(metric) & (counted.tally("postings_now") + counted.tally("postings_then") > 0)
    found = Linked(
        ratio=ratio,
        squares=squares,
        clusters=interval.clusters(part),
        effective=interval.effective_employers(part),
        now=part.now,
        then=part.then,
        employers=part.employers,
        boards=counted.tally("boards"),
        coverage=_coverage(metric, counted, part.now),
        method=np.full(len(ratio), counted.method("matched")),
    )
    found = linked(metric, counted, found, _is_thin(metric, counted, found))
    change = interval.change(found.ratio, found.squares, found.clusters)
    sample = Sample(
        now=found.now,
        then=found.then,
        employers=found.employers,
        effective=found.effective,
        coverage=found.coverage,
    )
    measured = np.any(found.now + found.then > 0)
    family = np.where(chosen, counted.dimension, "")
    return counted.rows(
        metric,
        chosen,
        compared_with=counted.facts.period.compared_with,
        estimate=change.rate,
        low=change.low,
        high=change.high,
        n_now=_unless_empty(found.now, measured),
        n_then=_unless_empty(found.then, measured),
        employers=_unless_empty(found.employers, measured),
        boards=_unless_empty(found.boards, measured),
        coverage=sample.coverage,
        verdict=verdicts(change, sample, family),
        method=found.method,
    )


def _is_thin(metric: Metric, counted: Counted, found: Linked) -> npt.NDArray[np.bool_]:
    """Return for which keys the panel holds too little of what there is, though there is enough to measure."""
    volume = counted.tally("now" if metric.numerator == "matched" else "postings_now")
    return np.asarray((volume >= LEAST_VACANCIES) & ~(found.coverage >= LEAST_COVERAGE))


def _of_whole(part: interval.Sums, counted: Counted) -> interval.Sums:
    names = ("now", "then", "now_now", "then_then", "now_then", "employers")
    return interval.Sums(**{name: getattr(part, name)[counted.whole] for name in names})


def _coverage(metric: Metric, counted: Counted, matched: Numbers) -> Numbers:
    volume = counted.tally("now" if metric.numerator == "matched" else "postings_now")
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(volume > 0, matched / volume, np.nan)


def _unless_empty(numbers: Numbers, measured: np.bool_) -> Numbers:
    """Return NaN instead of zeros when no board is in the panel: nothing was measured then."""
    return numbers if measured else np.full_like(numbers, np.nan)
