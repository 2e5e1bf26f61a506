"""Put the chained index in the place of matched growth where the year-apart panel covers too little."""

from dataclasses import dataclass, fields, replace

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from trends.chained import Cells, chain
from trends.counted import Chosen, Counted
from trends.interval import Numbers
from trends.links import LINKS, is_unbroken, linked_ads, linked_cells
from trends.metrics import Metric
from trends.verdict import LEAST_COVERAGE

ADS = "ads of the chain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What a growth figure rests on, an entry a dimension and key."""

    ratio: Numbers
    squares: Numbers
    """Σ e_c²."""
    clusters: Numbers
    effective: Numbers
    now: Numbers
    then: Numbers
    employers: Numbers
    boards: Numbers
    coverage: Numbers
    method: npt.NDArray[np.str_]


def linked(metric: Metric, counted: Counted, matched: Linked, thin: Chosen) -> Linked:
    """Return `matched` with the chain in place of it for those of the `thin` keys whose links cover enough."""
    facts = counted.facts
    if not thin.any() or facts.within or not facts.period.is_year_apart or not is_unbroken(counted.mart, facts.period):
        return matched
    keys = np.unique(np.concatenate([np.flatnonzero(thin), counted.whole[thin]]))
    cells, boards = _read(metric, counted, keys)
    whole = np.searchsorted(keys, counted.whole[keys]) if metric.statistic == "share rate" else None
    found = chain(cells, len(keys), LINKS[counted.facts.period.every], whole)
    enough = thin[keys] & np.isfinite(found.ratio) & (found.ratio > 0) & (found.coverage >= LEAST_COVERAGE)
    at = keys[enough]

    def put(old: Numbers, new: Numbers) -> Numbers:
        mixed = old.copy()
        mixed[at] = new[enough]
        return mixed

    numbers = [field.name for field in fields(found)]
    method = np.where(np.isin(np.arange(len(thin)), at), counted.method("chained"), matched.method)
    return replace(
        matched,
        **{name: put(getattr(matched, name), getattr(found, name)) for name in numbers},
        boards=put(matched.boards, boards),
        method=method,
    )


def _read(metric: Metric, counted: Counted, keys: npt.NDArray[np.int64]) -> tuple[Cells, Numbers]:
    """Return the cells of `keys`, numbered in their order, and on how many boards each rests."""
    name = f"chain of {metric.numerator}"
    if name not in counted.kept:
        names = {"dimension": counted.dimension[keys], "key": counted.key[keys]}
        wanted = counted.mart.keep("wanted", ibis.memtable(pa.table({**names, "number": np.arange(len(keys))})))
        copies = metric.numerator == "matched_postings"
        if ADS not in counted.kept:
            counted.kept[ADS] = linked_ads(counted.mart, counted.facts.period)
        with counted.mart.passing():
            read = linked_cells(counted.mart, counted.facts.period, counted.kept[ADS], wanted, copies=copies)
        counted.kept.update(zip((name, f"{name}: boards"), read, strict=True))
    rows, boards = counted.kept[name], counted.kept[f"{name}: boards"]
    employers = pc.dictionary_encode(rows["cluster"].combine_chunks())
    cells = Cells(
        key=rows["number"].to_numpy(),
        employer=employers.indices.to_numpy().astype(np.int64),
        block=rows["block"].to_numpy().astype(np.int64),
        **{name: rows[name].to_numpy().astype(float) for name in ("all", "matched_now", "matched_then")},
    )
    count = np.zeros(len(keys))
    count[boards["number"].to_numpy()] = boards["boards"].to_numpy()
    return cells, count
