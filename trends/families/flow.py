"""Stock and flow of vacancies: opened, closed, how long they stay open, how many never seem to be filled."""

from typing import Any

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from trends.counted import Counted, Numbers
from trends.lives import BY, keyed_lives
from trends.metrics import Metric
from trends.survival import Ends, Estimate, closed_within, curves, median_days
from trends.verdict import INSUFFICIENT, LEAST_EMPLOYERS, LEAST_VACANCIES

LIVES, ENDS, CURVES = "lives", "ends of lives", "curves"


def rows(metric: Metric, counted: Counted) -> pa.Table:
    """Return what the `statistic` says; nothing where no board shows when its postings close."""
    if metric.statistic == "reposts":
        return _reposted(metric, counted)
    if LIVES not in counted.kept:
        with counted.mart.passing():
            counted.kept[LIVES], counted.kept[ENDS] = _read(counted)
    if not counted.kept[LIVES].num_rows:
        return counted.table_of(metric, np.array([], dtype=str), np.array([], dtype=str))
    if metric.statistic == "opened":
        return counted.rows(metric, _watched(counted, metric), method="observed/1", **_opened(counted))
    if metric.statistic == "closed":
        return _closed(metric, counted)
    if metric.statistic == "evergreen":
        return _evergreen(metric, counted)
    return _survival(metric, counted)


def _read(counted: Counted) -> tuple[pa.Table, pa.Table]:
    """Return by dimension and key what lives add up to, and how many of which length there are."""
    lives = keyed_lives(counted)
    if lives is None:
        return pa.table({}), pa.table({})
    totals = _totals(lives)
    return totals, _ends(lives, totals)


def _totals(lives: Any) -> pa.Table:
    watched = lives.days.notnull()
    totals = lives.group_by(BY).agg(
        closed=lives.counts_closed.cast("int64").sum(),
        closed_employers=lives.cluster.nunique(where=lives.counts_closed),
        open=lives.counts_open.cast("int64").sum(),
        evergreen=lives.evergreen.cast("int64").sum(),
        open_employers=lives.cluster.nunique(where=lives.counts_open),
        number=watched.cast("int64").sum(),
        employers=lives.cluster.nunique(where=watched),
    )
    return totals.order_by(BY).to_pyarrow()


def _ends(lives: Any, totals: pa.Table) -> pa.Table:
    """Return how many ended after how many days, by entry of `totals` and employer: small numbers, for many rows."""
    entries = totals.select(BY).append_column("entry", pa.array(range(totals.num_rows), pa.int32()))
    ends = lives.filter(lives.days.notnull()).join(ibis.memtable(entries), BY)
    ends = ends.group_by(["entry", "cluster", "days"]).agg(
        closed=ends.ended.cast("int32").sum().cast("int32"), censored=(~ends.ended).cast("int32").sum().cast("int32")
    )
    ends = ends.mutate(days=ends.days.cast("int32"))
    return ends.order_by(["entry", "cluster", "days"]).to_pyarrow()


def _watched(counted: Counted, metric: Metric) -> npt.NDArray[np.bool_]:
    return counted.chosen(metric) & (counted.tally("watched") > 0)


def _opened(counted: Counted) -> dict[str, Numbers]:
    facts = counted.facts.rows
    fresh = facts.filter(facts.v_period & facts.watched)
    found = fresh.group_by(BY).agg(number=fresh.count(), employers=fresh.cluster.nunique()).to_pyarrow()
    number, employers = (_spread(counted, found, found[name].to_numpy()) for name in ("number", "employers"))
    return {"estimate": number, "n_now": number, "employers": employers}


def _spread(counted: Counted, found: pa.Table, values: Any) -> Numbers:
    """Return the values of `found` by the entries of `counted`, 0 where there is none."""
    known = dict(zip(_names(found), values.tolist(), strict=True))
    names = zip(counted.dimension.tolist(), counted.key.tolist(), strict=True)
    return np.array([known.get(name, 0) for name in names], dtype=float)


def _closed(metric: Metric, counted: Counted) -> pa.Table:
    """Return the closed ones also of what has none left, and zeros of what is watched."""
    found = counted.kept[LIVES]
    numbers = {name: (row[0], row[1]) for name, row in zip(_names(found), _pairs(found), strict=True) if row[0]}
    chosen = _watched(counted, metric)
    zeros = zip(counted.dimension[chosen].tolist(), counted.key[chosen].tolist(), strict=True)
    names = sorted({*numbers, *zeros})
    closed = [numbers.get(name, (0, 0)) for name in names]
    dimension, key = (np.array([name[at] for name in names], dtype=str) for at in (0, 1))
    number, employers = (np.array([pair[at] for pair in closed], dtype=float) for at in (0, 1))
    behind = {"estimate": number, "n_now": number, "employers": employers}
    return counted.table_of(metric, dimension, key, method="observed/1", **behind)


def _pairs(found: pa.Table) -> list[tuple[int, int]]:
    return list(zip(found["closed"].to_pylist(), found["closed_employers"].to_pylist(), strict=True))


def _evergreen(metric: Metric, counted: Counted) -> pa.Table:
    found = counted.kept[LIVES]
    found = found.filter(pa.compute.greater(found["open"], 0))
    part, whole = (found[name].to_numpy() for name in ("evergreen", "open"))
    return counted.table_of(
        metric,
        *_columns(found),
        estimate=part / whole,
        n_now=part,
        employers=found["open_employers"].to_numpy(),
        verdict=_few(whole, found["open_employers"].to_numpy()),
        method="observed/1",
    )


def _survival(metric: Metric, counted: Counted) -> pa.Table:
    if not counted.kept[ENDS].num_rows:
        return counted.table_of(metric, np.array([], dtype=str), np.array([], dtype=str))
    found, said = counted.kept[LIVES], _estimate(metric, counted)
    some = found["number"].to_numpy() > 0
    found = found.filter(pa.array(some))
    return counted.table_of(
        metric,
        *_columns(found),
        estimate=said.value[some],
        low=said.low[some],
        high=said.high[some],
        n_now=found["number"].to_numpy(),
        employers=found["employers"].to_numpy(),
        verdict=_few(found["number"].to_numpy(), found["employers"].to_numpy()),
        method="kaplan-meier/2",
    )


def _estimate(metric: Metric, counted: Counted) -> Estimate:
    if CURVES not in counted.kept:
        entry, cluster, days, closed, censored = (column.to_numpy() for column in counted.kept[ENDS].columns)
        lives = Ends(key=entry, employer=cluster, days=days, closed=closed, censored=censored)
        counted.kept[CURVES] = curves(lives, counted.kept[LIVES].num_rows)
    curve = counted.kept[CURVES]
    return median_days(curve) if metric.statistic == "median" else closed_within(curve, int(metric.statistic))


def _reposted(metric: Metric, counted: Counted) -> pa.Table:
    """Return the part of reposts in the ads of the period; the repeats of a hiring thread are none."""
    facts, mart = counted.facts, counted.mart
    ads = facts.ads.filter(facts.ads.in_period & ~facts.ads.thread & facts.ads.is_ad).select("posting")
    reasons = mart.read("vacancies", mart.months_of(facts.period.span)).select("posting", "reason")
    again = ads.join(reasons, "posting").select("posting", repost=(reasons.reason == "repost"))
    both = facts.rows.filter(facts.rows.key != "english").join(again, "posting")
    found = both.group_by(BY).agg(
        part=both.repost.cast("int64").sum(), whole=both.count(), employers=both.cluster.nunique()
    )
    found = found.order_by(BY).to_pyarrow()
    part, whole, employers = (found[name].to_numpy() for name in ("part", "whole", "employers"))
    share = {"estimate": part / np.maximum(whole, 1), "n_now": part, "employers": employers}
    return counted.table_of(metric, *_columns(found), verdict=_few(whole, employers), method="observed/1", **share)


def _names(found: pa.Table) -> list[tuple[str, str]]:
    return list(zip(found["dimension"].to_pylist(), found["key"].to_pylist(), strict=True))


def _columns(found: pa.Table) -> tuple[npt.NDArray[np.str_], npt.NDArray[np.str_]]:
    return np.array(found["dimension"].to_pylist(), dtype=str), np.array(found["key"].to_pylist(), dtype=str)


def _few(number: Any, employers: Any) -> list[str | None]:
    few = (number < LEAST_VACANCIES) | (employers < LEAST_EMPLOYERS)
    return [INSUFFICIENT if is_few else None for is_few in few]
