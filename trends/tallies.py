"""What is counted for each dimension and key: sums over employers, and the sums of squares that intervals need."""

from collections.abc import Callable
from typing import Any

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from trends.facts import ENGLISH, SPOKEN
from trends.mart.read import Mart

Numbers = npt.NDArray[np.float64]

TALLIES: dict[str, Callable[[Any], Any]] = {
    "postings": lambda f: f.in_period,
    "new": lambda f: f.v_period,
    "new_remote": lambda f: f.v_period & f.says_remote,
    "new_degree": lambda f: f.v_period & f.asks_degree,
    "now": lambda f: f.v_now,
    "then": lambda f: f.v_then,
    "now_paid": lambda f: f.v_now & f.shows_pay,
    "matched_now": lambda f: f.v_now & f.panel,
    "matched_then": lambda f: f.v_then & f.panel,
    "postings_now": lambda f: f.in_now,
    "postings_then": lambda f: f.in_then,
    "matched_postings_now": lambda f: f.in_now & f.panel,
    "matched_postings_then": lambda f: f.in_then & f.panel,
}
"""Name in `metrics.toml` → which rows it counts."""
MATCHED = ("matched", "matched_postings")
"""Pairs of tallies, `…_now` and `…_then`, that growth compares."""


def count(mart: Mart, rows: Any) -> pa.Table:
    """Return a row for each dimension and key of the facts `rows`: every tally, and for growth the sums over employers.

    For each pair of `MATCHED`: `_aa`, `_bb`, `_ab` are Σ now², Σ then² and Σ now·then over employers, `_employers` how
    many have any. `cross_…` are the products with all the employer's postings (the English ones in `SPOKEN`). All are
    whole numbers, so the answer does not depend on the order of summing or on the engine.
    """
    by = ["dimension", "key"]
    flags = {name: rule(rows).cast("int64").sum() for name, rule in TALLIES.items()}
    cells = mart.keep("cells", rows.group_by([*by, "cluster"]).agg(**flags, open=rows.vacancy.nunique(where=rows.open)))
    boards = rows.group_by(by).agg(
        boards=rows.board.nunique(where=rows.panel & (rows.in_now | rows.in_then)),
        boards_now=rows.board.nunique(where=rows.in_period),
        covered=rows.covered.any(),
        watched=rows.watched.any(),
    )
    sums = {name: cells[name].sum() for name in (*TALLIES, "open")}
    for pair in MATCHED:
        sums |= _squares(pair, cells[f"{pair}_now"], cells[f"{pair}_then"])
    sums["employers"] = (cells.postings > 0).sum()
    sums["employers_now"] = (cells.now > 0).sum()
    totals = cells.group_by(by).agg(**sums)
    return totals.join(_crossed(cells), by).join(boards, by).order_by(by).to_pyarrow()


def _squares(pair: str, now: Any, then: Any) -> dict[str, Any]:
    return {
        f"{pair}_aa": (now * now).sum(),
        f"{pair}_bb": (then * then).sum(),
        f"{pair}_ab": (now * then).sum(),
        f"{pair}_employers": (now + then > 0).sum(),
    }


def _crossed(cells: Any) -> Any:
    spoken = cells.dimension.isin(SPOKEN) | (cells.key == ENGLISH)
    base = cells.filter(cells.dimension == "all").select(
        "cluster", base=ibis._.key, base_now=ibis._.matched_now, base_then=ibis._.matched_then
    )
    some = cells.mutate(base=ibis.ifelse(spoken, ENGLISH, "all"))
    both = some.join(base, ["cluster", "base"])
    return both.group_by(["dimension", "key"]).agg(
        cross_aa=(both.matched_now * both.base_now).sum(),
        cross_ab=(both.matched_now * both.base_then).sum(),
        cross_ba=(both.matched_then * both.base_now).sum(),
        cross_bb=(both.matched_then * both.base_then).sum(),
    )
