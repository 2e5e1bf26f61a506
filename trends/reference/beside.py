"""Ours over the windows of a published series."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis

from trends.counted import DIGITS
from trends.mart.read import Mart
from trends.panel import observed_boards
from trends.periods import Period, Window
from trends.reference.published import Published, Series

Counts = tuple[int, float, float]
"""Vacancies, and the smoothed sums of the part and of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One series, country and period: theirs and ours, each over the same days; None where there is no value."""

    period: str
    compared_with: str
    series: str
    label: str
    country: str
    theirs_now: float | None
    """Share 0…1; of an index, the index."""
    theirs_then: float | None
    theirs_change: float | None
    """now ÷ then − 1."""
    ours_now: float | None
    """Share 0…1 on the panel; of an index, new vacancies on it."""
    ours_then: float | None
    ours_change: float | None
    n_now: int
    """Our vacancies in the later window, whole and not smoothed."""
    n_then: int


def compare(
    mart: Path, published: Iterable[Published], periods: Iterable[Period], countries: Collection[str]
) -> list[Line]:
    """Return a line for each period, series and country (all that a series has if `countries` is empty)."""
    lines = []
    with Mart(mart) as opened:
        for period in periods:
            boards = opened.keep("observed", observed_boards(opened.boards, opened.coverage, period))
            for one in published:
                chosen = sorted(name for name in one.values if not countries or name in countries)
                now = _ours(opened, boards, one.series, period.window(), period.thread_window())
                then = _ours(opened, boards, one.series, period.base_window(), period.thread_base_window())
                lines += [_line(period, one, country, now, then) for country in chosen]
    return lines


def _line(period: Period, one: Published, country: str, now: dict[str, Counts], then: dict[str, Counts]) -> Line:
    theirs = [one.mean(country, window) for window in (period.window(), period.base_window())]
    counts = [found.get(country.lower(), (0, 0.0, 0.0)) for found in (now, then)]
    if one.series.kind == "share":
        ours = [part / whole if whole else None for _, part, whole in counts]
    else:
        ours = [whole or None for _, _, whole in counts]
    return Line(
        period=period.key,
        compared_with=period.compared_with,
        series=one.series.name,
        label=one.series.label,
        country=country,
        theirs_now=_short(theirs[0]),
        theirs_then=_short(theirs[1]),
        theirs_change=_short(_change(theirs)),
        ours_now=_short(ours[0]),
        ours_then=_short(ours[1]),
        ours_change=_short(_change(ours)),
        n_now=counts[0][0],
        n_then=counts[1][0],
    )


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{DIGITS}g}")


def _change(pair: list[float | None]) -> float | None:
    now, then = pair
    return now / then - 1 if now is not None and then else None


def _ours(mart: Mart, boards: Any, series: Series, window: Window, thread: Window) -> dict[str, Counts]:
    """Return by country what the panel's new vacancies give.

    A trailing mean of k days over a window counts a vacancy of day d once for each of the k days from d on that lies in
    the window, divided by k. A thread's vacancies all come on its first days, so its window is taken whole.
    """
    before = Window(first=window.first - dt.timedelta(days=series.trailing - 1), last=window.last)
    months = mart.months_of(before, thread)
    ads = mart.read("vacancies", months)
    ads = ads.filter(ads.is_ad & ads.country.notnull())
    if "topic" in series.ours:
        ads = ads.filter(ads.language == "en")
    ads = _marked(mart, months, ads, series.ours).join(boards.filter(boards.panel).select("board", "thread"), "board")
    ads = ads.filter(
        ibis.ifelse(
            ads.thread,
            ads.new_on.between(thread.first, thread.last),
            ads.opens & ads.new_on.between(before.first, before.last),
        )
    )
    left = ibis.literal(window.last).delta(ads.new_on, unit="day") + 1
    early = ibis.literal(window.first).delta(ads.new_on, unit="day")
    days = ibis.least(left, series.trailing) - ibis.greatest(early, 0)
    ads = ads.mutate(
        weight=ibis.ifelse(ads.thread, 1.0, days / float(series.trailing)),
        whole=ads.thread | (early <= 0),
    )
    once = ads.group_by(["country", "vacancy"]).agg(
        weight=ads.weight.max(), counts=ads.counts.any(), whole=ads.whole.any()
    )
    found = once.group_by("country").agg(
        n=once.whole.cast("int64").sum(), part=once.weight.sum(where=once.counts), whole=once.weight.sum()
    )
    return {row["country"]: (row["n"], row["part"] or 0.0, row["whole"]) for row in found.to_pyarrow().to_pylist()}


def _marked(mart: Mart, months: list[str], ads: Any, ours: dict[str, Any]) -> Any:
    """Return `ads` with a column `counts`: whether one is of the part; topics are read from English ads only."""
    if "remote" in ours:
        return ads.mutate(counts=ads.remote.isin(ours["remote"]).fill_null(False))
    if "topic" in ours:
        tags = mart.read("tags", months)
        part = tags.filter((tags.dimension == "topic") & (tags.key == ours["topic"]))
    elif "pay" in ours:
        pays = mart.read("pays", months)
        part = pays.filter(pays.kind.isin(("base", "total")))
    else:
        return ads.mutate(counts=True)
    joined = ads.left_join(part.select("posting").distinct().mutate(part=True), "posting").drop("posting_right")
    return joined.mutate(counts=joined.part.notnull()).drop("part")
