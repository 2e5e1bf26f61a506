"""Pay percentiles, one series a currency: nothing is ever converted."""

from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from trends.counted import Counted
from trends.metrics import Metric, load_metrics
from trends.verdict import INSUFFICIENT, LEAST_EMPLOYERS, LEAST_VACANCIES

BY = ["dimension", "key", "within", "country", "currency"]
SPLIT = ("all", "role")
"""Dimensions that are also given by seniority, by country, and by both."""
NOT_LIMITED = ibis.literal("")
EVERYWHERE = ibis.literal("all")


def rows(metric: Metric, counted: Counted) -> pa.Table:
    """Return one percentile of annual base pay for every key and currency, by role also by seniority and country."""
    if "pay" not in counted.kept:
        counted.kept["pay"] = _percentiles(counted)
    found = counted.kept["pay"]
    number, employers = (found[name].to_numpy() for name in ("number", "employers"))
    few = (number < LEAST_VACANCIES) | (employers < LEAST_EMPLOYERS)
    return counted.table_of(
        metric,
        np.array(found["dimension"].to_pylist(), dtype=str),
        np.array(found["key"].to_pylist(), dtype=str),
        within=found["within"].to_pylist(),
        country=found["country"].to_pylist(),
        unit=[f"{currency} {metric.unit}" for currency in found["currency"].to_pylist()],
        estimate=found[metric.name].to_numpy(),
        n_now=number,
        employers=employers,
        boards=found["boards"].to_numpy(),
        verdict=[INSUFFICIENT if is_few else None for is_few in few],
        method=counted.method("observed"),
    )


def _percentiles(counted: Counted) -> pa.Table:
    offers = _offers(counted)
    percentiles = {
        name: offers.midpoint.quantile(float(metric.statistic))
        for name, metric in load_metrics().items()
        if metric.family == "pay"
    }
    return (
        offers.group_by(BY)
        .agg(**percentiles, number=offers.count(), employers=offers.cluster.nunique(), boards=offers.board.nunique())
        .order_by(BY)
        .to_pyarrow()
    )


def _offers(counted: Counted) -> Any:
    """Return a row for each vacancy of the window, dimension, key, split and currency; several ranges are averaged."""
    pays = counted.facts.pays
    middle = ibis.coalesce((pays.annual_low + pays.annual_high) / 2, pays.annual_low, pays.annual_high)
    stated = pays.mutate(middle=middle).filter((pays.kind == "base") & pays.currency.notnull() & middle.notnull())
    stated = stated.group_by(["posting", "currency"]).agg(midpoint=stated.middle.mean())
    facts = counted.facts.rows
    facts = facts.filter(facts.v_now & (facts.key != "english")).select(
        "posting", "dimension", "key", "cluster", "board"
    )
    said = counted.facts.ads
    said = said.select("posting", place=said.country, level=ibis.literal("seniority=") + said.seniority)
    offers = counted.mart.keep("offers", facts.join(stated, "posting").join(said, "posting"))
    split = offers.filter(offers.dimension.isin(SPLIT))
    placed, levelled = split.filter(split.place.notnull()), split.filter(split.level.notnull())
    both = placed.filter(placed.level.notnull())
    return ibis.union(
        _limited(offers),
        _limited(placed, country=placed.place),
        _limited(levelled, within=levelled.level),
        _limited(both, within=both.level, country=both.place),
    )


def _limited(offers: Any, within: Any = NOT_LIMITED, country: Any = EVERYWHERE) -> Any:
    columns = ("dimension", "key", "currency", "midpoint", "cluster", "board")
    return offers.select(*columns, within=within, country=country)
