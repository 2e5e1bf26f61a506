"""Gather an explanation from series and mart."""

from functools import reduce
from operator import and_
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from trends.explain.arithmetic import Cells, chain_steps, growth_steps, share_steps
from trends.explain.behind import Behind, behind, board_counts, by_employer, evidence, left_out
from trends.explain.records import Employer, Explanation
from trends.explain.subject import find_row
from trends.facts import ENGLISH, SPOKEN, Facts, read_facts
from trends.links import LINKS, blocks, linked_ads, linked_cells
from trends.mart.read import Mart
from trends.metrics import Metric, load_metrics
from trends.periods import Period
from trends.series import read_series
from trends.verdict import FALLING, INSUFFICIENT, RISING

TOP = 10


def explain(
    mart: Path, series: Path, period: Period, subject: str, metric: str = "growth", currency: str | None = None
) -> Explanation:
    """Return what lies behind the number that `subject` and `metric` name in a measured `period`.

    Raises JobtideError when the period is not measured, and when nothing or more than one thing is named so.
    """
    table = read_series(series, period)
    row = find_row(table, subject, metric, currency)
    said = load_metrics()[metric]
    with Mart(mart) as opened:
        facts = read_facts(opened, period)
        found = behind(opened, facts, said, row)
        employers = by_employer(found)
        boards, panel = board_counts(found)
        named = [Employer(name=name, now=now, then=then) for name, now, then in employers if not name.startswith("?")]
        rest = employers_beside(named[:TOP], employers)
        threads = facts.ads.thread.any().to_pyarrow().as_py()
        return Explanation(
            row=row,
            sentence=said.sentence,
            window=period.window() if said.window == "growth" else period.span,
            base=period.base_window() if found.compares or said.family == "raw_growth" else None,
            thread_window=period.thread_window() if threads and period.thread_window() != period.window() else None,
            boards=boards,
            panel=panel,
            employers=tuple(named[:TOP]),
            rest=rest,
            left_out=left_out(opened, facts, found, said, row),
            arithmetic=(*_arithmetic(opened, facts, found, said, row), *_tested(table, row)),
            postings=evidence(opened, found),
        )


def employers_beside(shown: list[Employer], everybody: list[tuple[str, int, int]]) -> Employer:
    """Return all employers that are not `shown`, as one."""
    names = {one.name for one in shown}
    others = [one for one in everybody if one[0] not in names]
    nameless = sum(name.startswith("?") for name, _, _ in others)
    words = f"{len(others):,} others" + (f", {nameless:,} of them unnamed" if nameless else "")
    return Employer(name=words, now=sum(one[1] for one in others), then=sum(one[2] for one in others))


def _arithmetic(mart: Mart, facts: Facts, found: Behind, metric: Metric, row: dict[str, Any]) -> list[str]:
    steps = [f"{metric.name} = {metric.formula}"]
    part: Cells = {name: (now, then) for name, now, then in by_employer(found)}
    now, then = (sum(cell[at] for cell in part.values()) for at in (0, 1))
    if row["estimate"] is None:
        return [*steps, f"{now:,} now, {then:,} then: there is no figure to give"]
    if metric.family == "raw_growth":
        return [*steps, f"{now:,} now ÷ {then:,} then − 1 = {row['estimate']:+.4f}"]
    if metric.family == "shares":
        whole = round(now / row["estimate"]) if row["estimate"] else None
        return [*steps, f"{now:,} ÷ {whole:,} = {row['estimate']:.4f}" if whole else "none of them"]
    if metric.family == "counts":
        return [*steps, f"= {now:,}"]
    if metric.family != "growth":
        return [*steps, f"{row['estimate']:,g} {row['unit']}, from {now:,} of them"]
    if (row["method"] or "").startswith("chained"):
        return [*steps, *_chain(mart, facts.period, metric, row)]
    if metric.statistic != "share rate":
        return steps + growth_steps(part, row)
    return steps + share_steps(part, _whole(mart, facts, metric, row), row)


def _tested(series: pa.Table, row: dict[str, Any]) -> list[str]:
    """Return how many were tested together and how many of them are discoveries."""
    if row["verdict"] in (None, INSUFFICIENT):
        return []
    same = [pc.field(name) == row[name] for name in ("metric", "dimension", "country", "within")]
    said = series.filter(reduce(and_, same))["verdict"].to_pylist()
    tested, found = len(said) - said.count(INSUFFICIENT), said.count(RISING) + said.count(FALLING)
    return [
        f"tested with {tested:,} of its dimension; {found:,} discoveries, of which 5 % at most are false on average"
    ]


def _whole(mart: Mart, facts: Facts, metric: Metric, row: dict[str, Any]) -> Cells:
    key = ENGLISH if row["dimension"] in SPOKEN else "all"
    found = behind(mart, facts, metric, row | {"dimension": "all", "key": key})
    return {name: (now, then) for name, now, then in by_employer(found)}


def _chain(mart: Mart, period: Period, metric: Metric, row: dict[str, Any]) -> list[str]:
    keys = [(row["dimension"], row["key"])]
    if metric.statistic == "share rate":
        keys.append(("all", ENGLISH if row["dimension"] in SPOKEN else "all"))
    wanted = pa.table({"dimension": [d for d, _ in keys], "key": [k for _, k in keys], "number": range(len(keys))})
    copies = metric.numerator == "matched_postings"
    kept = mart.keep("wanted", ibis.memtable(wanted))
    cells, _ = linked_cells(mart, period, linked_ads(mart, period), kept, copies=copies)
    names = [f"{block.other.first:%Y-%m-%d} to {block.other.last:%Y-%m-%d}" for block in blocks(period)[:-1]]
    steps: list[str] = []
    for number, (_, key) in enumerate(keys):
        own = cells.filter(pc.field("number") == number)
        block = own["block"].to_numpy()
        now, then = (
            np.bincount(block, own[name].to_numpy().astype(float), LINKS[period.every] + 1).astype(int)
            for name in ("matched_now", "matched_then")
        )
        if number:
            steps.append(f"and of {'all English ones' if key == ENGLISH else 'all'}, by which it is divided:")
        steps += chain_steps(now[:-1].tolist(), then[1:].tolist(), names)
    return steps
