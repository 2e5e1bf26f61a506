"""Pay percentiles, one series a currency: nothing is ever converted."""

from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from trends.counted import Counted
from trends.facts import ENGLISH
from trends.metrics import Metric, load_metrics
from trends.verdict import INSUFFICIENT, LEAST_EMPLOYERS, LEAST_VACANCIES

CELL = ["dimension", "key", "within", "country"]
FIGURES = ("midpoint", "low", "high")
SPLIT = ("all", "role")
"""Dimensions that are also given by seniority, by country, and by both."""
NOT_LIMITED = ibis.literal("")
EVERYWHERE = ibis.literal("all")


def rows(metric: Metric, counted: Counted) -> pa.Table:
    """Return one percentile of annual base pay for every key and currency, by role also by seniority and country."""
    if "pay" not in counted.kept:
        with counted.mart.passing():
            counted.kept["pay"] = _percentiles(counted)
    found = counted.kept["pay"]
    figure = metric.numerator
    told = [metric.is_for(dimension) for dimension in found["dimension"].to_pylist()]
    found = found.filter(pa.array(told, pa.bool_())).filter(pc.field(figure) > 0)
    number, employers = (found[name].to_numpy() for name in (figure, f"{figure}_employers"))
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
        coverage=number / found["vacancies"].to_numpy(),
        verdict=[INSUFFICIENT if is_few else None for is_few in few],
        method=counted.method("observed"),
    )


def _percentiles(counted: Counted) -> pa.Table:
    vacancies = _vacancies(counted)
    offers = _split(counted.mart.keep("offers", vacancies.join(_stated(counted), "posting")), *FIGURES, "currency")
    percentiles = {
        name: offers[metric.numerator].quantile(
            float(metric.statistic), where=offers.dimension.isin(metric.only_for) if metric.only_for else None
        )
        for name, metric in load_metrics().items()
        if metric.family == "pay"
    }
    behind = {name: offers[name].count() for name in FIGURES}
    behind |= {f"{name}_employers": offers.cluster.nunique(where=offers[name].notnull()) for name in FIGURES}
    found = offers.group_by([*CELL, "currency"]).agg(**percentiles, **behind, boards=offers.board.nunique())
    everything = _split(vacancies)
    cells = everything.group_by(CELL).agg(vacancies=everything.count())
    return found.join(cells, CELL).order_by([*CELL, "currency"]).to_pyarrow()


def _stated(counted: Counted) -> Any:
    """Return a row for each posting and currency that it states base pay in; several ranges are averaged."""
    pays = counted.facts.pays
    middle = ibis.coalesce((pays.annual_low + pays.annual_high) / 2, pays.annual_low, pays.annual_high)
    stated = pays.mutate(middle=middle).filter((pays.kind == "base") & pays.currency.notnull() & middle.notnull())
    return stated.group_by(["posting", "currency"]).agg(
        midpoint=stated.middle.mean(), low=stated.annual_low.mean(), high=stated.annual_high.mean()
    )


def _vacancies(counted: Counted) -> Any:
    """Return a row for each vacancy of the window, dimension and key, with its country and seniority."""
    rows, ads = counted.facts.rows, counted.facts.ads
    rows = rows.filter(rows.v_now & ((rows.dimension != "all") | (rows.key != ENGLISH)))
    said = ads.select("posting", place=ads.country, level=ibis.literal("seniority=") + ads.seniority)
    return rows.select("posting", "dimension", "key", "cluster", "board").join(said, "posting")


def _split(rows: Any, *columns: str) -> Any:
    """Return each row for its key, and for `SPLIT` again for its country, its seniority and both."""
    split = rows.filter(rows.dimension.isin(SPLIT))
    placed, levelled = split.filter(split.place.notnull()), split.filter(split.level.notnull())
    both = placed.filter(placed.level.notnull())

    def limited(rows: Any, within: Any = NOT_LIMITED, country: Any = EVERYWHERE) -> Any:
        return rows.select("dimension", "key", "cluster", "board", *columns, within=within, country=country)

    return ibis.union(
        limited(rows),
        limited(placed, country=placed.place),
        limited(levelled, within=levelled.level),
        limited(both, within=both.level, country=both.place),
    )
