"""How much oftener two things are named together than if neither knew of the other: a skill in a place, two skills.

Of n vacancies let b have the first, A the second and a both: the lift is (a / b) / (A / n). With a place as the first
it is the location quotient, the same as in `trends.crossed`: employers are the sampling units, and its logarithm has
the variance (C / (C − 1))² · Σ (a_c / a − b_c / b − A_c / A + n_c / n)² over employers c. Where the second is read
from English words, only vacancies in English count in all four.
"""

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from trends.counted import Counted
from trends.facts import ENGLISH, SPOKEN
from trends.floors import floor
from trends.lifts import Both, Matrix, Whole, matrix
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
    codes = [_codes(cells[name]) for name in PAIR]
    starts = np.flatnonzero(np.any([np.diff(code, prepend=-1) != 0 for code, _ in codes], axis=0))
    pairs = list(zip(*([words[at] for at in code[starts].tolist()] for code, words in codes), strict=True))
    single = _Single(counted, column)
    firsts, seconds = sorted({(dimension, key) for key, _, _ in pairs}), sorted({pair[1:] for pair in pairs})
    of_all, first, second = (single.matrix(names) for names in ([WHOLE], firsts, seconds))
    both = Both(
        pair=np.repeat(np.arange(len(pairs)), np.diff(starts, append=len(cells))),
        employer=single.employers(cells["cluster"]),
        count=cells["number"].to_numpy().astype(float),
        first=_places([(dimension, key) for key, _, _ in pairs], firsts),
        second=_places([pair[1:] for pair in pairs], seconds),
    )
    a, b, c = both.summed(both.count), first.sum[both.first], second.sum[both.second]
    estimate = a * of_all.sum / (b * c)
    employers = both.summed(np.ones(len(cells)))
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


class _Single:
    """Vacancies, all or those in English, of everything that a pair may be made of, by employer."""

    def __init__(self, counted: Counted, column: str) -> None:
        if "single" not in counted.kept:
            counted.kept["single"] = _singles(counted)
        table = counted.kept["single"]
        self.count = table[column].to_numpy().astype(float)
        self.dimension, self.dimensions = _codes(table["dimension"])
        self.key, self.keys = _codes(table["key"])
        self.employer, employers = _codes(table["cluster"])
        self.number = {name: at for at, name in enumerate(employers)}

    def matrix(self, wanted: list[Named]) -> Matrix:
        """Return the counts of `wanted`, a row each."""
        row = np.full((len(self.dimensions), len(self.keys)), -1)
        dimensions, keys = ({name: at for at, name in enumerate(words)} for words in (self.dimensions, self.keys))
        for at, (dimension, key) in enumerate(wanted):
            row[dimensions[dimension], keys[key]] = at
        return matrix(row[self.dimension, self.key], self.employer, self.count, len(wanted), len(self.number))

    def employers(self, clusters: pa.ChunkedArray) -> Whole:
        """Return the column of each employer."""
        code, names = _codes(clusters)
        return np.array([self.number[name] for name in names], dtype=np.int64)[code]


def _singles(counted: Counted) -> pa.Table:
    facts = counted.facts
    rows = facts.rows.filter(facts.rows.v_now & (facts.rows.key != ENGLISH))
    rows = rows.filter(rows.dimension.isin(["all", *OTHERS, *OTHERS["place"]]))
    rows = rows.join(facts.ads.select("posting", "english"), "posting")
    cells = rows.group_by(["dimension", "key", "cluster"])
    cells = cells.agg(number=rows.count(), english=rows.english.cast("int64").sum())
    return cells.order_by(["dimension", "key", "cluster"]).to_pyarrow()


def _codes(column: pa.ChunkedArray) -> tuple[Whole, list[str]]:
    """Return a number for each word, and the words."""
    encoded = pc.dictionary_encode(column.combine_chunks())
    return encoded.indices.to_numpy().astype(np.int64), encoded.dictionary.to_pylist()


def _places(names: list[Named], among: list[Named]) -> Whole:
    number = {name: at for at, name in enumerate(among)}
    return np.array([number[name] for name in names], dtype=np.int64)
