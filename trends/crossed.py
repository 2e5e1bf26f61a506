"""How one thing is spread over others: what part of each place's vacancies has it, and what part of its own is there.

Let a be the vacancies of a key that have the thing, b all of that key's, A and B the same of everything. Then
`having` = a / b, `within` = a / A and `location_quotient` = (a / b) / (A / B). Employers are the sampling units, as in
`trends.interval`: the variance of a share is (C / (C − 1))² · Σ (a_c − p b_c)² / b² over employers c, its interval is
symmetric on the logit scale; the logarithm of the quotient has Σ (a_c / a − b_c / b − A_c / A + B_c / B)².
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from trends.columns import SCHEMA
from trends.counted import significant
from trends.facts import ENGLISH, SPOKEN, Facts
from trends.mart.read import Mart
from trends.parts import equal_employers, half_width, logit_interval
from trends.periods import Every
from trends.verdict import INSUFFICIENT, LEAST_EMPLOYERS, LEAST_VACANCIES

Numbers = npt.NDArray[np.float64]
ASKED = {"degree": ("asks_degree", "required"), "pay": ("shows_pay", "shown")}
"""What a vacancy says of itself and no dimension holds: dimension → (column of the facts, key)."""
OFFER = "offer"
"""Dimension of the kinds of pay that a vacancy states: base, total, ote, bonus, equity."""
HAVING, WITHIN, QUOTIENT = "having", "within", "location_quotient"
OF = "of"
COLUMNS = SCHEMA.append(pa.field(OF, pa.int64()))
"""Of a series, and the number below the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Vacancies by key and employer in one window."""

    key: npt.NDArray[np.int64]
    cluster: npt.NDArray[np.int64]
    part: Numbers
    """With the thing."""
    whole: Numbers
    """With it or without."""


def crossed(mart: Mart, facts: Facts, dimension: str, key: str, others: Sequence[str]) -> pa.Table:
    """Return `having`, `within` and `location_quotient` of every key of `others`, in `COLUMNS`.

    The thing is `key` of `dimension`, named in the column `within`. Rows are of the window of growth and, with the
    period compared with in their first column, of that one. Where words are read (skills, topics) only English
    vacancies count, above and below the line.
    """
    read = _read(mart, facts, dimension, key, others)
    labels = mart.labels()
    names = list(zip(read["dimension"].to_pylist(), read["key"].to_pylist(), strict=True))
    keys = sorted(set(names))
    number = {name: at for at, name in enumerate(keys)}
    index = np.array([number[name] for name in names], dtype=np.int64)
    employers = np.unique(np.array(read["cluster"].to_pylist(), dtype=str), return_inverse=True)[1].astype(np.int64)
    period = facts.period
    rows = []
    for suffix, shown in (("now", period.key), ("then", period.compared_with)):
        part, whole = (read[f"{name}_{suffix}"].to_numpy().astype(float) for name in ("part", "whole"))
        some = whole > 0
        cells = Cells(key=index[some], cluster=employers[some], part=part[some], whole=whole[some])
        for row in _rows(cells, len(keys), number["all", "all"]):
            name = keys[row.pop("at")]
            rows.append(
                dict.fromkeys(COLUMNS.names)
                | {
                    "period": shown, "dimension": name[0], "key": name[1], "label": labels.get(name, name[1]),
                    "within": f"{dimension}={key}", "country": "all", "vocabulary": mart.state.vocabulary,
                    "method": f"observed-{'28d' if period.every is Every.WEEK else 'calendar'}/1",
                }
                | row
            )  # fmt: skip
    return pa.Table.from_pylist(rows, schema=COLUMNS)


def share_of(part: Numbers, whole: Numbers) -> tuple[float | None, float | None, float | None]:
    """Return a share with its interval; `part` and `whole` are counted by employer, and no employer has none.

    >>> share_of(np.array([1.0, 0, 1, 0]), np.array([1.0, 1, 1, 1]))
    (0.5, 0.0141574, 0.985843)
    """
    a, b = part.sum(keepdims=True), whole.sum(keepdims=True)
    share = a / b
    squares = ((part - share * whole) ** 2).sum() / b**2
    clusters = equal_employers(b, (whole**2).sum(keepdims=True), np.array([float(len(whole))]))
    low, high = logit_interval(share, squares, clusters)
    return _known(share[0]), _known(low[0]), _known(high[0])


def _read(mart: Mart, facts: Facts, dimension: str, key: str, others: Sequence[str]) -> pa.Table:
    rows = facts.rows.filter(facts.rows.v_now | facts.rows.v_then)
    own = rows.filter((rows.dimension == dimension) & (rows.key == key))
    every = rows.filter((rows.dimension == "all") & (rows.key != ENGLISH))
    tables = [every, rows.filter(rows.dimension.isin([one for one in others if one not in (*ASKED, OFFER)]))]
    if OFFER in others:
        kinds = facts.pays.filter(facts.pays.kind.notnull()).select("posting", offered="kind").distinct()
        offers = every.join(kinds, "posting").mutate(dimension=ibis.literal(OFFER), key=ibis._.offered)
        tables.append(offers)
    for name in others:
        if name in ASKED:
            column, said = ASKED[name]
            tables.append(every.filter(every[column]).mutate(dimension=ibis.literal(name), key=ibis.literal(said)))
    columns = ("posting", "vacancy", "dimension", "key", "cluster", "v_now", "v_then")
    united = ibis.union(*(table.select(*columns) for table in tables))
    if {dimension, *others} & set(SPOKEN):
        ads = facts.ads
        united = united.semi_join(ads.filter(ads.english).select("posting"), "posting")
    for window in ("now", "then"):
        # a vacancy has the thing when a posting that counts in the window does, not only the one that stands for all
        has = own.filter(own[f"v_{window}"]).select("vacancy").distinct().mutate(**{f"has_{window}": True})
        united = united.left_join(has, "vacancy").drop("vacancy_right")
    return (
        united.group_by(["dimension", "key", "cluster"])
        .agg(
            part_now=(united.v_now & united.has_now.fill_null(False)).cast("int64").sum(),
            whole_now=united.v_now.cast("int64").sum(),
            part_then=(united.v_then & united.has_then.fill_null(False)).cast("int64").sum(),
            whole_then=united.v_then.cast("int64").sum(),
        )
        .order_by(["dimension", "key", "cluster"])
        .to_pyarrow()
    )


def _rows(cells: Cells, keys: int, everything: int) -> Iterator[dict[str, Any]]:
    """Yield the three figures of each key that has a vacancy in the window."""

    def summed(values: Numbers) -> Numbers:
        return np.asarray(np.bincount(cells.key, values, keys), dtype=float)

    a, b = summed(cells.part), summed(cells.whole)
    with np.errstate(divide="ignore", invalid="ignore"):
        whole_a, whole_b = _of_everything(cells, everything)
        total_a, total_b = a[everything], b[everything]
        own_a, own_b = whole_a[cells.cluster], whole_b[cells.cluster]
        effective_b = equal_employers(b, summed(cells.whole**2), summed((cells.whole > 0).astype(float)))
        effective_a = equal_employers(a, summed(cells.part**2), summed((cells.part > 0).astype(float)))
        having, within = a / b, a / total_a
        squares_having = summed((cells.part - having[cells.key] * cells.whole) ** 2) / b**2
        inside = summed((cells.part - within[cells.key] * own_a) ** 2 - (within[cells.key] * own_a) ** 2)
        squares_within = (inside + within**2 * (whole_a**2).sum()) / total_a**2
        drift = own_b / total_b - own_a / total_a
        own = cells.part / a[cells.key] - cells.whole / b[cells.key]
        spread = ((whole_b / total_b - whole_a / total_a) ** 2).sum()
        squares_quotient = summed((own + drift) ** 2 - drift**2) + spread
        quotient = having / (total_a / total_b)
    here, there = (summed((values > 0).astype(float)) for values in (cells.whole, cells.part))
    everywhere = np.full(keys, there[everything])
    figures = (
        _Figure(HAVING, "share", having, *logit_interval(having, squares_having, effective_b), b, here, here),
        _Figure(
            WITHIN, "share", within, *logit_interval(within, squares_within, effective_b[everything]),
            np.full(keys, total_a), there, everywhere,
        ),
        _Figure(QUOTIENT, "quotient", quotient, *_ratio(quotient, squares_quotient, effective_a), b, there, here),
    )  # fmt: skip
    for at in np.flatnonzero(b > 0):
        for figure in figures:
            yield {"at": int(at), "n_now": int(a[at]), **figure.row(int(at))}


@dataclass(frozen=True, slots=True)
class _Figure:
    """One metric of every key."""

    metric: str
    unit: str
    estimate: Numbers
    low: Numbers
    high: Numbers
    base: Numbers
    employers: Numbers
    asked: Numbers
    """Employers among whom the share is taken."""

    def row(self, at: int) -> dict[str, Any]:
        few = self.base[at] < LEAST_VACANCIES or self.asked[at] < LEAST_EMPLOYERS
        return {
            "metric": self.metric, "unit": self.unit, "estimate": _known(self.estimate[at]),
            "low": _known(self.low[at]), "high": _known(self.high[at]), OF: int(self.base[at]),
            "employers": int(self.employers[at]), "verdict": INSUFFICIENT if few else None,
        }  # fmt: skip


def _of_everything(cells: Cells, everything: int) -> tuple[Numbers, Numbers]:
    """Return each employer's vacancies with the thing, and all of them."""
    own = cells.key == everything
    size = int(cells.cluster.max(initial=0)) + 1
    part, whole = (np.bincount(cells.cluster[own], values[own], size) for values in (cells.part, cells.whole))
    return np.asarray(part, dtype=float), np.asarray(whole, dtype=float)


def _ratio(ratio: Numbers, squares: Numbers, clusters: Numbers) -> tuple[Numbers, Numbers]:
    with np.errstate(divide="ignore", invalid="ignore"):
        wide = half_width(squares, clusters)
        return ratio * np.exp(-wide), ratio * np.exp(wide)


def _known(value: float) -> float | None:
    return float(significant(np.array([value]))[0]) if np.isfinite(value) else None
