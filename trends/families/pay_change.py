"""How pay changed, like compared with like: the median change of many small cells of one role, place and pay period.

A cell's change is the logarithm of its mean midpoint now over that then, on the panel; the median over cells is not
moved by what kinds of jobs are advertised, nor by a few odd ones. So does Indeed's wage tracker (P. Adrjan and R.
Lydon, Wage growth in Europe: evidence from job ads, Central Bank of Ireland Economic Letter 2022/7).

A median has no useful linear form, so its error comes from replicates: each of `REPLICATES` weighs half of the
employers 1.5 and the others 0.5, in balanced halves by a Hadamard matrix, and se² = 4 / R · Σ (theta_r − theta)² (R. E.
Fay's balanced repeated replication; D. R. Judkins, Fay's Method for Variance Estimation, J. Official Statistics 6
(1990) 223–239). Nothing is drawn at random.
"""

from typing import Any

import ibis
import numpy as np
import pyarrow as pa
from scipy import special

from trends.counted import Counted
from trends.interval import CONFIDENCE, Change
from trends.metrics import Metric
from trends.parts import equal_employers
from trends.verdict import Sample, verdicts

LEAST_IN_CELL = 3
"""Vacancies that a cell needs in each window."""
REPLICATES = 32
CODES = 2 * (REPLICATES - 1)
"""Employers are dealt to so many hands; two hands share a row of the Hadamard matrix, with opposite signs."""
FULL = -1
"""Replicate in which every employer weighs the same."""
FLAT_PAY = 0.02
EVERYWHERE = "all"
ANY_SECTOR = ""
CELL = ["kind", "currency", "sector", "role", "place", "country", "per"]
OUT = ["kind", "dimension", "key", "limited_to", "currency"]
KINDS = ("base", "total")


def rows(metric: Metric, counted: Counted) -> pa.Table:
    """Return the change of one kind of pay, in all, by role, by country of either, and by sector; a row a currency."""
    if "pay change" not in counted.kept:
        with counted.mart.passing():
            counted.kept["pay change"] = _found(counted)
    found = counted.kept["pay change"]
    found = found.filter(pa.array([kind == metric.numerator for kind in found["kind"].to_pylist()], pa.bool_()))
    number = {name: found[name].to_numpy().astype(float) for name in found.column_names if name not in OUT}
    now, then = number["now"], number["then"]
    clusters = np.fmin(
        equal_employers(now, number["now_now"], number["employers"]),
        equal_employers(then, number["then_then"], number["employers"]),
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        effective = np.fmin(now**2 / number["now_now"], then**2 / number["then_then"])
        coverage = number["panel_now"] / number["all_now"]
    change = _change(number["theta"], number["spread"], clusters)
    sample = Sample(now=now, then=then, employers=number["employers"], effective=effective, coverage=coverage)
    dimension, key = (np.array(found[name].to_pylist(), dtype=str) for name in ("dimension", "key"))
    country = np.array(found["limited_to"].to_pylist(), dtype=str)
    family = np.char.add(np.char.add(dimension, "@"), np.where(country == EVERYWHERE, "", country))
    return counted.table_of(
        metric,
        dimension,
        key,
        country=country,
        unit=[f"{currency} {metric.unit}" for currency in found["currency"].to_pylist()],
        compared_with=counted.facts.period.compared_with,
        estimate=change.rate,
        low=change.low,
        high=change.high,
        n_now=now,
        n_then=then,
        employers=number["employers"],
        coverage=coverage,
        verdict=verdicts(change, sample, family, FLAT_PAY),
        method=counted.method("cells"),
    )


def _change(theta: Any, spread: Any, clusters: Any) -> Change:
    with np.errstate(divide="ignore", invalid="ignore"):
        free = np.where(clusters > 1, np.fmin(clusters, REPLICATES) - 1, np.nan)
        error = np.sqrt(4 / REPLICATES * np.where(spread < 1e-14, 0.0, spread))
        wide = special.stdtrit(free, (1 + CONFIDENCE) / 2) * error
        error = np.where(np.isfinite(free), error, np.nan)
        low, high = np.exp(theta - wide) - 1, np.exp(theta + wide) - 1
    return Change(rate=np.exp(theta) - 1, low=low, high=high, theta=theta, error=error, free=free)


def _found(counted: Counted) -> pa.Table:
    keep = counted.mart.keep
    stated = keep("stated", _stated(counted))
    dealt = keep("dealt", _dealt(stated))
    cells = keep("pay_cells", _cells(stated, dealt))
    medians = keep("medians", _medians(_replicated(cells)))
    full = medians.filter(medians.replicate == FULL).select(*OUT, theta="theta")
    other = medians.filter(medians.replicate != FULL).select(*OUT, again="theta")
    both = full.join(other, OUT)
    apart = both.again - both.theta
    spread = both.group_by([*OUT, "theta"]).agg(spread=(apart * apart).sum())
    return spread.join(_behind(stated, cells), OUT).order_by(OUT).to_pyarrow()


def _stated(counted: Counted) -> Any:
    """Return a row for each posting, place, kind, pay period and currency, with its midpoint in whole hundredths.

    What has a sector stands there twice: in `ANY_SECTOR`, and in its own, where it is compared with its like alone.
    """
    pays = counted.facts.pays
    middle = ibis.coalesce((pays.annual_low + pays.annual_high) / 2, pays.annual_low, pays.annual_high)
    pays = pays.mutate(middle=middle, per=pays.per.fill_null("unsaid"))
    pays = pays.filter(pays.kind.isin(KINDS) & pays.currency.notnull() & pays.middle.notnull() & pays.role.notnull())
    by = ["posting", "kind", "currency", "role", "per"]
    # whole numbers add up to the same sum in any order
    pays = pays.group_by(by).agg(amount=(pays.middle.mean() * 100).round().cast("int64"))
    stated = _placed(counted).join(pays, "posting")
    sectors = counted.facts.ads.filter(counted.facts.ads.sector.notnull()).select("posting", "sector")
    return ibis.union(stated.mutate(sector=ibis.literal(ANY_SECTOR)), stated.join(sectors, "posting"))


def _placed(counted: Counted) -> Any:
    """Return a row for each vacancy and region that it names; for its country where it names no region, else ''."""
    rows = counted.facts.rows
    columns = ("posting", "vacancy", "cluster", "panel", "v_now", "v_then")
    rows = rows.filter(rows.v_now | rows.v_then)
    everything = rows.filter((rows.dimension == "all") & (rows.key == "all")).select(*columns)
    kinds = counted.mart.groups()
    places = rows.filter(rows.dimension == "place")

    def of_kind(wanted: str) -> Any:
        names = [key for (dimension, key), kind in kinds.items() if dimension == "place" and kind == wanted]
        known = ibis.memtable(pa.table({"key": pa.array(names, pa.string())}))
        return places.semi_join(known, "key").select(*columns, place="key")

    regions, countries = of_kind("region"), of_kind("country")
    countries = countries.anti_join(regions, "vacancy")
    nowhere = everything.anti_join(regions, "vacancy").anti_join(countries, "vacancy").mutate(place=ibis.literal(""))
    placed = ibis.union(regions, countries, nowhere)
    return placed.mutate(country=placed.place.substr(0, 2))


def _dealt(stated: Any) -> Any:
    """Return the hand that each employer is dealt to, in the order of their names."""
    employers = stated.filter(stated.panel).select("cluster").distinct()
    return employers.mutate(hand=ibis.row_number().over(ibis.window(order_by="cluster")) % CODES)


def _cells(stated: Any, dealt: Any) -> Any:
    """Return sums and numbers by cell and hand, of the cells that both windows fill."""
    own = stated.filter(stated.panel).join(dealt, "cluster")
    now, then = own.v_now.cast("int64"), own.v_then.cast("int64")
    cells = own.group_by([*CELL, "hand"]).agg(
        now=now.sum(), then=then.sum(), paid_now=(own.amount * now).sum(), paid_then=(own.amount * then).sum()
    )
    enough = cells.group_by(CELL).agg(now=cells.now.sum(), then=cells.then.sum())
    enough = enough.filter((enough.now >= LEAST_IN_CELL) & (enough.then >= LEAST_IN_CELL))
    return cells.semi_join(enough, CELL)


def _replicated(cells: Any) -> Any:
    """Return the logarithm of each cell's change in each replicate."""
    weighed = cells.join(ibis.memtable(_weights()), "hand")
    names = ("now", "then", "paid_now", "paid_then")
    sums = weighed.group_by([*CELL, "replicate"]).agg(**{n: (weighed[n] * weighed.weight).sum() for n in names})
    change = (sums.paid_now / sums.now).ln() - (sums.paid_then / sums.then).ln()
    return sums.select(*CELL, "replicate", change=change)


def _weights() -> pa.Table:
    """Return what a vacancy weighs by hand and replicate, twice Fay's 1.5 and 0.5; twice 1 in the full one."""
    table: list[dict[str, int]] = []
    for hand in range(CODES):
        table.append({"hand": hand, "replicate": FULL, "weight": 2})
        for replicate in range(REPLICATES):
            odd = ((hand // 2 + 1) & replicate).bit_count() + hand
            table.append({"hand": hand, "replicate": replicate, "weight": 1 if odd % 2 else 3})
    return pa.Table.from_pylist(table)


def _medians(changes: Any) -> Any:
    spread = _spread(changes, "replicate", "change")
    return spread.group_by([*OUT, "replicate"]).agg(theta=spread.change.quantile(0.5))


def _behind(stated: Any, cells: Any) -> Any:
    """Return vacancies and employers behind each row, and Σ of their squares over employers."""
    used = cells.select(*CELL).distinct().mutate(used=True)
    marked = stated.left_join(used, CELL)
    marked = _spread(marked, "vacancy", "cluster", "panel", "v_now", "v_then", "used")
    inside = marked.panel & marked.used.fill_null(False)
    own = marked.group_by([*OUT, "cluster"]).agg(
        now=marked.vacancy.nunique(where=marked.v_now & inside),
        then=marked.vacancy.nunique(where=marked.v_then & inside),
        panel_now=marked.vacancy.nunique(where=marked.v_now & marked.panel),
        all_now=marked.vacancy.nunique(where=marked.v_now),
    )
    return own.group_by(OUT).agg(
        now=own.now.sum(),
        then=own.then.sum(),
        now_now=(own.now * own.now).sum(),
        then_then=(own.then * own.then).sum(),
        employers=(own.now + own.then > 0).sum(),
        panel_now=own.panel_now.sum(),
        all_now=own.all_now.sum(),
    )


def _spread(rows: Any, *columns: str) -> Any:
    """Return each row in all and for its role, and of each again for its country; those of a sector for that alone."""
    everything, role = ibis.literal("all"), ibis.literal("role")
    own = rows.filter(rows.sector != ANY_SECTOR)
    rows = rows.filter(rows.sector == ANY_SECTOR)
    placed = rows.filter(rows.country != "")

    def told(rows: Any, dimension: Any, key: Any, country: Any) -> Any:
        return rows.select("kind", "currency", *columns, dimension=dimension, key=key, limited_to=country)

    return ibis.union(
        told(rows, everything, everything, ibis.literal(EVERYWHERE)),
        told(rows, role, rows.role, ibis.literal(EVERYWHERE)),
        told(placed, everything, everything, placed.country),
        told(placed, role, placed.role, placed.country),
        told(own, ibis.literal("sector"), own.sector, ibis.literal(EVERYWHERE)),
    )
