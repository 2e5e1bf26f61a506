"""The chain from one period back to the same one a year before: adjacent windows, each pair with its own panel."""

from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from typing import Any

import ibis
import pyarrow as pa

from trends.facts import COLUMNS, ENGLISH, SPOKEN
from trends.mart.read import Mart
from trends.paired import Spans, gaps_table, paired, read_spans, unpaired_days
from trends.panel import ENOUGH, parts_observed
from trends.periods import WEEKS_OF_GROWTH, Every, Period, Window
from trends.twins import on_the_panel

LINKS = {Every.WEEK: 13, Every.MONTH: 12, Every.QUARTER: 4}
STEP = {Every.WEEK: WEEKS_OF_GROWTH, Every.MONTH: 1, Every.QUARTER: 1}
BY = ["number", "cluster", "block"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The days of one window: of boards, and of threads."""

    other: Window
    thread: Window


def blocks(period: Period) -> list[Block]:
    """Return the windows of the chain, newest first; the last one is what `period` is compared with.

    >>> [f"{block.other.first:%d %b}" for block in blocks(Period.parse("2026-Q3"))]
    ['01 Jul', '01 Apr', '01 Jan', '01 Oct', '01 Jul']
    """
    found, at = [], period
    for _ in range(LINKS[period.every]):
        found.append(Block(other=at.window(), thread=at.thread_window()))
        at = reduce(lambda one, _: one.previous(), range(STEP[period.every]), at)
    return [*found, Block(other=period.base_window(), thread=period.thread_base_window())]


def is_unbroken(mart: Mart, period: Period) -> bool:
    """Return whether every link has a board, as in the first year of observation none has."""
    spans = read_spans(mart.boards, mart.coverage)
    threads = set(mart.boards.filter(mart.boards.kind == "thread").board.to_pyarrow().to_pylist())
    windows = [(block.other, block.thread) for block in blocks(period)]
    seen = [{board for board, own in spans.items() if _is_observed(own, pair[board in threads])} for pair in windows]
    return all(later & earlier for later, earlier in pairwise(seen))


def linked_ads(mart: Mart, period: Period) -> Any:
    """Return a row for each ad and window of the chain that its day lies in, kept in the backend."""
    chain = blocks(period)
    boards = mart.keep("linked_boards", _boards(mart, chain))
    return mart.keep("linked_ads", _ads(mart, chain, boards))


def linked_cells(mart: Mart, period: Period, ads: Any, wanted: Any, *, copies: bool) -> tuple[pa.Table, pa.Table]:
    """Return what the chain of each key in `wanted` (dimension, key, number) is made of, from `linked_ads`.

    First (number, cluster, block, all, matched_now, matched_then), sorted: `block` counts from the newest window, 0;
    `matched_now` counts what block b holds on the panel of blocks b and b + 1, `matched_then` on that of b − 1 and b.
    Then (number, boards). `copies` counts postings in place of vacancies.
    """
    rows = _keyed(mart, blocks(period), ads, wanted)
    rows = mart.keep("linked", rows.mutate(counts=ibis.literal(True)) if copies else _vacancies(rows))
    now, then = rows.in_link_now & rows.paired_now, rows.in_link_then & rows.paired_then
    cells = rows.group_by(BY).agg(all=rows.counts.sum(), matched_now=now.sum(), matched_then=then.sum())
    behind = rows.group_by("number").agg(boards=rows.board.nunique(where=now | then))
    return cells.order_by(BY).to_pyarrow(), behind.to_pyarrow()


def _boards(mart: Mart, chain: list[Block]) -> Any:
    """Return (board, thread, platform, sector, block, in_link_now, in_link_then)."""
    names = [f"block_{number}" for number in range(len(chain))]
    windows = {name: (block.other, block.thread) for name, block in zip(names, chain, strict=True)}
    seen = mart.keep("seen", parts_observed(mart.boards, mart.coverage, windows))
    full = [seen[name].fill_null(0.0) >= ENOUGH for name in names]
    off = ibis.literal(False)
    return ibis.union(
        *[
            seen.select(
                "board",
                "thread",
                "platform",
                "sector",
                block=ibis.literal(number),
                in_link_now=full[number] & full[number + 1] if number + 1 < len(chain) else off,
                in_link_then=full[number - 1] & full[number] if number else off,
            )
            for number in range(len(chain))
        ]
    )


def _ads(mart: Mart, chain: list[Block], boards: Any) -> Any:
    """Return a row for each ad and block that its day lies in."""
    windows = [window for block in chain for window in (block.other, block.thread)]
    ads = mart.with_sector(mart.read("vacancies", mart.months_of(*windows)).filter(ibis._.is_ad).join(boards, "board"))
    days = ibis.memtable(
        [
            {"thread": thread, "block": number, "first": window.first, "last": window.last}
            for number, block in enumerate(chain)
            for thread, window in ((False, block.other), (True, block.thread))
        ]
    )
    ads = ads.join(days, ["thread", "block"])
    ads = ads.filter(ads.new_on.between(ads["first"], ads["last"])).drop("first", "last")
    gaps = gaps_table(_unpaired(chain, *_spans(mart, boards)))
    ads = paired(ads, gaps, ads.block, ["posting", "block"]).rename(paired_now="paired")
    ads = paired(ads, gaps, ads.block - 1, ["posting", "block"]).rename(paired_then="paired")
    for window in ("now", "then"):
        ads = on_the_panel(mart, ads, boards, "block", panel=f"in_link_{window}", stands=f"stands_{window}")
    return ads.mutate(cluster=ads.employer.fill_null(ibis.literal("?") + ads.vacancy.cast("string")))


def _spans(mart: Mart, boards: Any) -> tuple[dict[int, Spans], dict[int, Spans]]:
    """Return by link the spans of the boards of its panel: of boards, and of threads."""
    linked = boards.filter(boards.in_link_now).select("board", "thread", "block").to_pyarrow().to_pylist()
    spans = read_spans(mart.boards, mart.coverage)
    found: tuple[dict[int, Spans], dict[int, Spans]] = ({}, {})
    for number in range(max((row["block"] for row in linked), default=-1) + 1):
        for kind, of_kind in enumerate(found):
            rows = [row["board"] for row in linked if (row["block"], row["thread"]) == (number, bool(kind))]
            of_kind[number] = {board: spans[board] for board in rows}
    return found


def _unpaired(chain: list[Block], other: dict[int, Spans], thread: dict[int, Spans]) -> list[tuple[int, Window, int]]:
    return [
        (board, gap, link)
        for link, (now, then) in enumerate(pairwise(chain))
        for board, gap in (
            *unpaired_days(other.get(link, {}), now.other, then.other),
            *unpaired_days(thread.get(link, {}), now.thread, then.thread),
        )
    ]


def _is_observed(spans: list[Window], window: Window) -> bool:
    days = sum(max((min(span.last, window.last) - max(span.first, window.first)).days + 1, 0) for span in spans)
    return days / window.days >= ENOUGH


def _keyed(mart: Mart, chain: list[Block], ads: Any, wanted: Any) -> Any:
    """Return a row for each ad, block and key of `wanted` that it has."""
    carried = ("posting", "vacancy", "board", "cluster", "thread", "block", "in_link_now", "in_link_then")
    columns = (*carried, "stands_now", "stands_then", "paired_now", "paired_then")

    def one(rows: Any, dimension: str, key: Any) -> Any:
        return rows.select(*columns, "opens", dimension=ibis.literal(dimension), key=key)

    english = ads.filter((ads.language == "en").fill_null(False))
    parts = [one(ads, "all", ibis.literal("all")), one(english, "all", ibis.literal(ENGLISH))]
    parts += [one(ads.filter(ads[name].notnull()), name, ads[name]) for name in COLUMNS]
    windows = [window for block in chain for window in (block.other, block.thread)]
    tags = mart.read("tags", mart.months_of(*windows))
    tags = tags.filter(tags.english | tags.dimension.notin(SPOKEN)).select("posting", "opens", "dimension", "key")
    # a year of tags is much, and few of them are wanted
    tags = tags.join(wanted, ["dimension", "key"]).join(ads.select(*columns), "posting")
    names = (*columns, "opens", "dimension", "key", "number")
    return ibis.union(ibis.union(*parts).join(wanted, ["dimension", "key"]).select(*names), tags.select(*names))


def _vacancies(rows: Any) -> Any:
    """Keep the postings that open a vacancy, or stand for it; of a thread's vacancy one posting a block."""
    together = ibis.window(group_by=["number", "vacancy", "block"], order_by="posting")
    rows = rows.mutate(first=ibis.row_number().over(together) == 0)

    def opens(said: Any) -> Any:
        return ibis.ifelse(rows.thread, rows["first"], said)

    rows = rows.mutate(
        counts=opens(rows.opens),
        in_link_now=rows.in_link_now & opens(rows.stands_now.fill_null(rows.opens)),
        in_link_then=rows.in_link_then & opens(rows.stands_then.fill_null(rows.opens)),
    )
    return rows.filter(rows.counts | rows.in_link_now | rows.in_link_then)
