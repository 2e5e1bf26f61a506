"""What a period is measured from: every posting of its windows, once for each dimension and key it counts in."""

from dataclasses import dataclass
from typing import Any

import ibis

from trends.mart.read import Mart, month_of
from trends.paired import gaps_table, paired, read_spans, unpaired_days
from trends.panel import observed_boards
from trends.periods import Period, Window
from trends.twins import on_the_panel

SPOKEN = ("skill", "group", "topic")
"""Dimensions read from English words: only English postings count in them, above and below the line."""
COLUMNS = ("employer", "sector", "seniority", "remote", "platform")
"""Dimensions that are a column of a posting."""
ENGLISH = "english"
"""Key in dimension `all` that holds the denominators of `SPOKEN`; it is never published."""
COUNTED = ("in_period", "in_now", "in_then", "open")
CARRIED = ("posting", "vacancy", "cluster", "board", *COUNTED, "panel", "stands", "covered", "watched", "thread")
SAID = ("says_remote", "asks_degree", "shows_pay")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The tables that families count in."""

    period: Period
    ads: Any
    """One row a posting of the windows, ads and others."""
    rows: Any
    """One row a posting, dimension and key; `v_…` marks the one that stands for its vacancy."""
    pays: Any
    """Stated ranges of those postings."""
    within: str = ""
    """What all of them have in common, as the series say it: `topic=ai`; empty where they are all there are."""


def read_facts(mart: Mart, period: Period, within: tuple[str, str] | None = None) -> Facts:
    """Return the facts of `period`, computed once and kept in the backend.

    `within` limits them to the postings that have one key of a dimension of tags: `("topic", "ai")`.
    """
    boards = mart.keep("observed", observed_boards(mart.boards, mart.coverage, period))
    windows = (period.span, period.window(), period.base_window(), period.thread_window(), period.thread_base_window())
    months = _months(mart, boards, windows)
    pays = mart.read("pays", months)
    ads = on_the_panel(mart, _ads(mart.read("vacancies", months), boards, pays, period), boards)
    ads = mart.with_sector(ads)
    if within is not None:
        ads = ads.semi_join(having(mart.read("tags", months), *within), "posting")
    ads = mart.keep("ads", _on_paired_days(ads, mart, boards, period))
    held = [
        month_of(day) for day in ads.select(day=ads.new_on.truncate("M")).distinct().to_pyarrow()["day"].to_pylist()
    ]
    rows = _by_column(ads.filter(ads.is_ad)).union(_by_tag(mart.read("tags", held), ads))
    if boards.thread.any().to_pyarrow().as_py():
        rows = _vacancies_of_threads(mart.keep("said", rows))
    else:
        rows = rows.mutate(first_of_window=_opens_window(rows), first_of_period=rows.opens)
    return Facts(
        period=period,
        ads=ads,
        rows=mart.keep("facts", _vacancies(rows)),
        pays=mart.read("pays", held),
        within="=".join(within or ()),
    )


def having(tags: Any, dimension: str, key: str) -> Any:
    """Return the postings that have `key`, of those that may have it at all."""
    tags = tags.filter((tags.dimension == dimension) & (tags.key == key))
    return (tags.filter(tags.english) if dimension in SPOKEN else tags).select("posting").distinct()


def _months(mart: Mart, boards: Any, windows: tuple[Window, ...]) -> list[str]:
    """Return the months to read; what is open today may have been new at any time before."""
    if not boards.watched.any().to_pyarrow().as_py():
        return mart.months_of(*windows)
    last = max(f"{window.last:%Y-%m}" for window in windows)
    return [month for month in mart.state.months if month <= last or month == month_of(None)]


def _ads(vacancies: Any, boards: Any, pays: Any, period: Period) -> Any:
    paid = pays.filter(pays.kind.isin(("base", "total"))).select("posting").distinct().mutate(paid=True)
    ads = vacancies.join(boards, "board").left_join(paid, "posting")
    last = ibis.literal(period.span.last)
    ads = ads.mutate(
        cluster=ads.employer.fill_null(ibis.literal("?") + ads.vacancy.cast("string")),
        in_period=_within(ads, period.span, period.span),
        in_now=_within(ads, period.window(), period.thread_window()),
        in_then=_within(ads, period.base_window(), period.thread_base_window()),
        open=ads.watched & (ads.seen_on <= last) & (ads.closed_on.isnull() | (ads.closed_on > last)),
        says_remote=(ads.remote == "remote").fill_null(False),
        asks_degree=(ads.degree == "required").fill_null(False),
        shows_pay=ads.paid.fill_null(False),
        english=(ads.language == "en").fill_null(False),
        stands=ibis.null("boolean"),
    )
    ads = ads.filter(ads.in_period | ads.in_now | ads.in_then | ads.open)
    return ads.select(
        *CARRIED,
        *SAID,
        "english",
        "is_ad",
        "opens",
        "new_on",
        "employer",
        "sector",
        "seniority",
        "remote",
        "platform",
        "country",
    )


def _on_paired_days(ads: Any, mart: Mart, boards: Any, period: Period) -> Any:
    """Take ads of days that only one window saw off the panel."""
    gappy = boards.filter(boards.panel & ~boards.whole)
    other = read_spans(gappy.filter(~gappy.thread), mart.coverage)
    thread = read_spans(gappy.filter(gappy.thread), mart.coverage)
    gaps = [
        *unpaired_days(other, period.window(), period.base_window()),
        *unpaired_days(thread, period.thread_window(), period.thread_base_window()),
    ]
    if not gaps:
        return ads
    ads = paired(ads, gaps_table([(*gap, 0) for gap in gaps]), ibis.literal(0), ["posting"])
    return ads.mutate(panel=ads.panel & ads.paired).drop("paired")


def _within(ads: Any, other: Window, thread: Window) -> Any:
    inside = ads.new_on.between(other.first, other.last)
    if other != thread:
        inside = ibis.ifelse(ads.thread, ads.new_on.between(thread.first, thread.last), inside)
    return inside.fill_null(False)


def _by_column(ads: Any) -> Any:
    def one(rows: Any, dimension: str, key: Any) -> Any:
        return rows.select(*CARRIED, *SAID, "opens", dimension=ibis.literal(dimension), key=key)

    tables = [one(ads, "all", ibis.literal("all")), one(ads.filter(ads.english), "all", ibis.literal(ENGLISH))]
    for name in COLUMNS:
        said = ads.filter(ads[name].notnull())
        tables.append(one(said, name, said[name]))
    return ibis.union(*tables)


def _by_tag(tags: Any, ads: Any) -> Any:
    tags = tags.filter(tags.english | tags.dimension.notin(SPOKEN)).select("posting", "opens", "dimension", "key")
    return tags.join(ads.select(*CARRIED, *SAID), "posting").select(*CARRIED, *SAID, "opens", "dimension", "key")


def _vacancies_of_threads(rows: Any) -> Any:
    """Let a thread's vacancy count in each window it is advertised in, once however often it is repeated there."""
    other = rows.filter(~rows.thread)
    thread = rows.filter(rows.thread)

    def first(*windows: str) -> Any:
        together = ibis.window(group_by=["dimension", "key", "vacancy", *windows], order_by="posting")
        return ibis.row_number().over(together) == 0

    thread = thread.mutate(first_of_window=first("in_now", "in_then"), first_of_period=first("in_period"))
    return other.mutate(first_of_window=_opens_window(other), first_of_period=other.opens).union(thread)


def _opens_window(rows: Any) -> Any:
    return rows.stands.fill_null(rows.opens)


def _vacancies(rows: Any) -> Any:
    return rows.mutate(
        v_period=rows.in_period & rows.first_of_period,
        v_now=rows.in_now & rows.first_of_window,
        v_then=rows.in_then & rows.first_of_window,
    ).drop("opens", "stands", "first_of_window", "first_of_period", "thread")
