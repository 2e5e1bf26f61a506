"""How much oftener two things are named together than if neither knew of the other: a skill in a place, two skills.

Of n vacancies let b have the first, A the second and a both: the lift is (a / b) / (A / n). With a place as the first
it is the location quotient, the same as in `trends.crossed`: employers are the sampling units, and its logarithm has
the variance (C / (C − 1))² · Σ (a_c / a − b_c / b − A_c / A + n_c / n)² over employers c. Where the second is read
from English words, only vacancies in English count in all four.
"""

from dataclasses import dataclass

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy import sparse

from trends.counted import Counted, Numbers
from trends.facts import ENGLISH, SPOKEN
from trends.floors import floor
from trends.interval import positive
from trends.metrics import Metric
from trends.parts import equal_employers, half_width
from trends.verdict import INSUFFICIENT, LEAST_EMPLOYERS, LEAST_VACANCIES

Named = tuple[str, str]
PAIR = ["key", "kind", "other"]
OTHERS = {"place": ("skill", "role", "topic"), "skill": ("skill",)}
"""Dimension of the first → those of the second."""
WHOLE = ("all", "all")


def rows(metric: Metric, counted: Counted) -> pa.Table:
    """Return the lift of every pair above the floor, the second named in `within`; of too many the most common."""
    (dimension,) = metric.only_for
    cells = _pairs(metric, counted, dimension)
    spoken = np.isin(np.array(cells["kind"].to_pylist(), dtype=str), SPOKEN)
    tables = []
    for column, chosen in (("english", spoken), ("number", ~spoken)):
        if chosen.any():
            tables.append(_told(metric, counted, dimension, cells.filter(pa.array(chosen)), column))
    none = np.array([], dtype=str)
    return pa.concat_tables(tables) if tables else counted.table_of(metric, none, none)


def _told(metric: Metric, counted: Counted, dimension: str, cells: pa.Table, column: str) -> pa.Table:
    single = _single(counted)
    names = list(zip(*(cells[name].to_pylist() for name in PAIR), strict=True))
    pairs = sorted(set(names))
    number = {pair: at for at, pair in enumerate(pairs)}
    clusters = {name: at for at, name in enumerate(sorted(set(single["cluster"].to_pylist())))}
    of_all = _matrix(single, column, [WHOLE], clusters)
    first = _matrix(single, column, sorted({(dimension, key) for key, _, _ in pairs}), clusters)
    second = _matrix(single, column, sorted({pair[1:] for pair in pairs}), clusters)
    both = _Both(
        pair=np.array([number[name] for name in names]),
        employer=np.array([clusters[name] for name in cells["cluster"].to_pylist()]),
        count=cells["number"].to_numpy().astype(float),
        first=np.array([first.at[dimension, key] for key, _, _ in pairs]),
        second=np.array([second.at[pair[1:]] for pair in pairs]),
    )
    a, b, c = both.summed(both.count), first.sum[both.first], second.sum[both.second]
    estimate = a * of_all.sum / (b * c)
    employers = both.summed(np.ones(len(names)))
    wide = half_width(both.squares(first, second, of_all), equal_employers(a, both.summed(both.count**2), employers))
    asked = np.fmin(first.employers[both.first], second.employers[both.second])
    few = (np.fmin(b, c) < LEAST_VACANCIES) | (asked < LEAST_EMPLOYERS) | ~np.isfinite(wide)
    return counted.table_of(
        metric,
        np.full(len(pairs), dimension),
        np.array([key for key, _, _ in pairs]),
        within=[f"{kind}={other}" for _, kind, other in pairs],
        estimate=estimate,
        low=estimate * np.exp(-wide),
        high=estimate * np.exp(wide),
        n_now=a,
        employers=employers,
        verdict=[INSUFFICIENT if is_few else None for is_few in few],
        method=counted.method("observed"),
    )


def _pairs(metric: Metric, counted: Counted, dimension: str) -> pa.Table:
    """Return the vacancies that have both, by pair and employer."""
    facts = counted.facts
    rows = facts.rows.filter(facts.rows.v_now)
    english = facts.ads.select("posting", "english")
    first = rows.filter(rows.dimension == dimension).select("posting", "vacancy", "cluster", "key")
    first = first.join(english, "posting").drop("posting")
    second = rows.filter(rows.dimension.isin(OTHERS[dimension]))
    second = second.select("vacancy", kind="dimension", other="key")
    both = first.join(second, "vacancy")
    both = both.filter(both.english | both.kind.notin(SPOKEN))
    if dimension in OTHERS[dimension]:
        both = both.filter(both.key < both.other)
    common = both.group_by(PAIR).agg(together=both.count())
    common = common.filter(common.together >= floor(metric.name, "together"))
    common = common.order_by([common.together.desc(), *PAIR]).limit(int(floor(metric.name, "most")))
    cells = both.semi_join(common, PAIR).group_by([*PAIR, "cluster"]).agg(number=ibis._.count())
    return cells.order_by([*PAIR, "cluster"]).to_pyarrow()


def _single(counted: Counted) -> pa.Table:
    """Return all vacancies, and those in English, of everything that a pair may be made of, by employer."""
    if "single" not in counted.kept:
        facts = counted.facts
        rows = facts.rows.filter(facts.rows.v_now & (facts.rows.key != ENGLISH))
        rows = rows.filter(rows.dimension.isin(["all", *OTHERS, *OTHERS["place"]]))
        rows = rows.join(facts.ads.select("posting", "english"), "posting")
        cells = rows.group_by(["dimension", "key", "cluster"])
        cells = cells.agg(number=rows.count(), english=rows.english.cast("int64").sum())
        counted.kept["single"] = cells.order_by(["dimension", "key", "cluster"]).to_pyarrow()
    return counted.kept["single"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matrix:
    """Vacancies by key and employer."""

    cells: sparse.csr_array
    at: dict[Named, int]

    @property
    def sum(self) -> Numbers:
        return np.asarray(self.cells.sum(axis=1), dtype=float)

    @property
    def employers(self) -> Numbers:
        return np.asarray(np.diff(self.cells.indptr), dtype=float)

    def times(self, other: "_Matrix") -> Numbers:
        """Return Σ of products over employers, a row a key and a column one of the other's."""
        return np.asarray((self.cells @ other.cells.T).toarray(), dtype=float)


def _matrix(single: pa.Table, column: str, wanted: list[Named], clusters: dict[str, int]) -> _Matrix:
    number = {name: at for at, name in enumerate(wanted)}
    names = zip(single["dimension"].to_pylist(), single["key"].to_pylist(), strict=True)
    at = np.array([number.get(name, -1) for name in names])
    employer = np.array([clusters[name] for name in single["cluster"].to_pylist()])
    values = single[column].to_numpy().astype(float)
    kept = (at >= 0) & (values > 0)
    cells = sparse.csr_array((values[kept], (at[kept], employer[kept])), shape=(len(number), len(clusters)))
    return _Matrix(cells=cells, at=number)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Both:
    """Vacancies by pair and employer, an entry each, and of which first and second each pair is."""

    pair: npt.NDArray[np.int64]
    employer: npt.NDArray[np.int64]
    count: Numbers
    first: npt.NDArray[np.int64]
    second: npt.NDArray[np.int64]

    def summed(self, values: Numbers) -> Numbers:
        """Return a sum a pair."""
        return np.asarray(np.bincount(self.pair, values, len(self.first)), dtype=float)

    def squares(self, first: _Matrix, second: _Matrix, whole: _Matrix) -> Numbers:
        """Return Σ (a_c / a − b_c / b − A_c / A + n_c / n)² of each pair, over all employers."""
        parts = [_parts(one) for one in (first, second, whole)]
        one, two, every = (matrix.cells for matrix in parts)
        zero = np.zeros(len(self.first), dtype=np.int64)
        owner, other = self.first[self.pair], self.second[self.pair]
        drift = every[zero[self.pair], self.employer] - one[owner, self.employer] - two[other, self.employer]
        own = self.count / self.summed(self.count)[self.pair]
        inside = self.summed(own**2 + 2 * own * np.asarray(drift))
        beside = _own(parts[0])[self.first] + _own(parts[1])[self.second] + _own(parts[2])[zero]
        beside += 2 * parts[0].times(parts[1])[self.first, self.second]
        beside -= 2 * parts[0].times(parts[2])[self.first, 0] + 2 * parts[1].times(parts[2])[self.second, 0]
        return np.asarray(positive(inside + beside))


def _parts(matrix: _Matrix) -> _Matrix:
    with np.errstate(divide="ignore"):
        return _Matrix(cells=sparse.csr_array(sparse.diags_array(1 / matrix.sum) @ matrix.cells), at=matrix.at)


def _own(parts: _Matrix) -> Numbers:
    return np.asarray((parts.cells * parts.cells).sum(axis=1), dtype=float)
