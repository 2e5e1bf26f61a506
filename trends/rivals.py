"""One skill against another: of the vacancies that ask for exactly one of two, which part asks for the first."""

from collections.abc import Iterator, Sequence
from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from trends.crossed import COLUMNS, OF, share_of
from trends.facts import Facts
from trends.mart.read import Mart
from trends.periods import Every
from trends.verdict import INSUFFICIENT, LEAST_EMPLOYERS, LEAST_VACANCIES

HEAD_TO_HEAD = "head_to_head"
BOTH = "both"
Pairs = Sequence[Sequence[str]]


def rivals(mart: Mart, facts: Facts, pairs: Pairs) -> pa.Table:
    """Return `head_to_head` of each pair of skills in both windows of growth, in `trends.crossed.COLUMNS`.

    The row is the first skill's, `within` names both (`skill=pytorch|tensorflow`), `n_now` counts the vacancies that
    ask for the first alone and `of` those that ask for exactly one. A row `both` counts those that ask for both.
    """
    cells = met(mart, facts, pairs).order_by(["pair", "cluster"]).to_pyarrow()
    of_pair = cells["pair"].to_numpy()
    labels = mart.labels()
    period = facts.period
    common = {
        "dimension": "skill", "country": "all", "unit": "share", "vocabulary": mart.state.vocabulary,
        "method": f"observed-{'28d' if period.every is Every.WEEK else 'calendar'}/1",
    }  # fmt: skip
    found = []
    for then, shown in (("", period.key), ("_before", period.compared_with)):
        counts = [cells[f"{name}{then}"].to_numpy().astype(float) for name in ("part", "whole", BOTH)]
        for number, (first, second) in enumerate(pairs):
            row = {"period": shown, "key": first, "label": labels.get(("skill", first), first)}
            row["within"] = within(first, second)
            figures = _figures(*(count[of_pair == number] for count in counts))
            found += [dict.fromkeys(COLUMNS.names) | common | row | figure for figure in figures]
    return pa.Table.from_pylist(found, schema=COLUMNS)


def within(first: str, second: str) -> str:
    """Return how a series names a pair."""
    return f"skill={first}|{second}"


def met(mart: Mart, facts: Facts, pairs: Pairs) -> Any:
    """Return vacancies by number of the pair and `cluster`: `part` asks for the first alone, `whole` for exactly one.

    Also `both`; each now and, with `_before`, then, on whatever boards there are; on the panel `part_now`, `whole_now`,
    `part_then` and `whole_then`.
    """
    sides = [(number, side, key) for number, pair in enumerate(pairs) for side, key in enumerate(pair)]
    columns = zip(("pair", "side", "key"), zip(*sides, strict=True), strict=True)
    table = ibis.memtable(pa.table({name: list(values) for name, values in columns}))
    rows = facts.rows.filter((facts.rows.dimension == "skill") & facts.rows.key.isin([key for _, _, key in sides]))
    rows = rows.filter(rows.v_now | rows.v_then).join(table, "key")
    named = {
        f"{word}_{window}": (rows[f"v_{window}"] & (rows.side == side)).any()
        for window in ("now", "then")
        for side, word in enumerate(("first", "second"))
    }
    asks = rows.group_by(["pair", "vacancy", "cluster"]).agg(panel=rows.panel.any(), **named)
    flags: dict[str, Any] = {}
    for suffix, window in (("", "now"), ("_before", "then")):
        first, second = asks[f"first_{window}"], asks[f"second_{window}"]
        counts = {"part": first & ~second, "whole": (first | second) & ~(first & second), BOTH: first & second}
        flags |= {f"{name}{suffix}": flag for name, flag in counts.items()}
        flags |= {f"{name}_{window}": counts[name] & asks.panel for name in ("part", "whole")}
    return asks.group_by(["pair", "cluster"]).agg(**{name: flag.cast("int64").sum() for name, flag in flags.items()})


def _figures(part: Any, whole: Any, both: Any) -> Iterator[dict[str, Any]]:
    asked = whole > 0
    part, whole, together = part[asked], whole[asked], int(np.sum(both))
    estimate, low, high = share_of(part, whole) if len(whole) else (None, None, None)
    few = whole.sum() < LEAST_VACANCIES or len(whole) < LEAST_EMPLOYERS
    yield {
        "metric": HEAD_TO_HEAD, "estimate": estimate, "low": low, "high": high, "n_now": int(part.sum()),
        OF: int(whole.sum()), "employers": len(whole), "verdict": INSUFFICIENT if few else None,
    }  # fmt: skip
    yield {"metric": BOTH, "unit": "vacancies", "estimate": float(together), "n_now": together, "employers": None}
