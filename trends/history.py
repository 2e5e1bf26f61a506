"""How a share or a number went over many periods: the lines of charts, straight from the mart."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import ibis
import numpy as np
import pyarrow as pa

from trends.counted import significant
from trends.facts import COLUMNS, SPOKEN
from trends.mart.read import Mart
from trends.panel import ENOUGH
from trends.periods import Every, Period, Window, periods_until

UNITS = {Every.WEEK: "W", Every.MONTH: "M", Every.QUARTER: "Q"}
Line = list[tuple[str, float | None]]
LineMetric = Literal["share", "posting_share", "new"]


def history(
    mart: Path,
    dimension: str,
    keys: Sequence[str],
    metric: LineMetric,
    every: Every,
    until: Period,
    count: int,
) -> dict[str, Line]:
    """Return for each of `keys` the `count` periods up to `until`, oldest first, with its share or new vacancies.

    It is None where no board was observed, a share also where there is nothing to share; it is 0 only where it was seen
    to be 0. It is taken over all boards of a period, as `share`, `posting_share` and `new` of a series are.
    """
    periods = periods_until(until, count)
    with Mart(mart) as opened:
        ads, months = _ads(opened, periods)
        whole = _numbers(ads.filter(ads.language == "en") if dimension in SPOKEN else ads, metric, every, [])
        part = _numbers(of_keys(opened, ads, dimension, keys, months), metric, every, ["key"])
        covered = _covered(opened, periods)
    value = _number if metric == "new" else _share
    return {key: [(one.key, value(part, whole, covered, key, one.span.first)) for one in periods] for key in keys}


def new_lines(
    mart: Mart, keys: Mapping[str, Sequence[str]], until: Period, count: int
) -> dict[tuple[str, str], list[float | None]]:
    """Return for each dimension and key of `keys` the new vacancies of `count` periods, as `history` does."""
    periods = periods_until(until, count)
    covered = _covered(mart, periods)
    found: dict[tuple[str, str], list[float | None]] = {}
    for dimension, own in keys.items():
        ads, months = _ads(mart, periods)
        part = _numbers(of_keys(mart, ads, dimension, own, months), "new", until.every, ["key"])
        for key in own:
            found[dimension, key] = [_number(part, {}, covered, key, one.span.first) for one in periods]
    return found


def _ads(mart: Mart, periods: Sequence[Period]) -> tuple[Any, list[str]]:
    """Return the ads that were new in `periods`, and the months that they lie in."""
    span = Window(first=periods[0].span.first, last=periods[-1].span.last)
    boards = mart.boards.select("board", "platform", "sector", thread=mart.boards.kind == "thread")
    months = mart.months_of(span)
    ads = mart.with_sector(mart.read("vacancies", months).filter(ibis._.is_ad).join(boards, "board"))
    return ads.filter(ads.new_on.between(span.first, span.last)), months


def of_keys(mart: Mart, ads: Any, dimension: str, keys: Sequence[str], months: Sequence[str]) -> Any:
    """Return the ads, read from `months`, that have one of `keys`, with a `key`; those of several stand there often."""
    if dimension == "all":
        return ads.mutate(key=ibis.literal("all"))
    if dimension in COLUMNS:
        return ads.mutate(key=ads[dimension]).filter(ibis._.key.isin(keys))
    tags = mart.read("tags", months)
    tags = tags.filter((tags.dimension == dimension) & tags.key.isin(keys))
    if dimension in SPOKEN:
        tags = tags.filter(tags.english)
    return ads.drop("opens").join(tags.select("posting", "key", "opens"), "posting")


def _numbers(ads: Any, metric: str, every: Every, by: list[str]) -> dict[tuple[Any, ...], int]:
    """Return the number of postings or vacancies by first day of the period and `by`."""
    number = ads.count() if metric == "posting_share" else ads.vacancy.nunique(where=ads.opens | ads.thread)
    found = ads.group_by([ads.new_on.truncate(UNITS[every]).name("first"), *by]).agg(number=number).to_pyarrow()
    rows = found.select(["first", *by, "number"]).to_pylist()
    return {(row["first"], *(row[name] for name in by)): row["number"] for row in rows}


def _covered(mart: Mart, periods: list[Period]) -> set[dt.date]:
    """Return the first days of the periods that at least one board was observed in."""
    spans = ibis.memtable(
        pa.table({"first": [one.span.first for one in periods], "last": [one.span.last for one in periods]})
    )
    both = mart.coverage.join(spans, [mart.coverage.from_day <= spans["last"], mart.coverage.to_day >= spans["first"]])
    days = ibis.least(both.to_day, both["last"]).delta(ibis.greatest(both.from_day, both["first"]), unit="day") + 1
    length = both["last"].delta(both["first"], unit="day") + 1
    parts = (
        both.mutate(days=days, length=length)
        .group_by(["board", "first"])
        .agg(part=ibis._.days.sum() / ibis._.length.max())
    )
    return set(parts.filter(parts.part >= ENOUGH).select("first").distinct().to_pyarrow()["first"].to_pylist())


def _number(
    part: dict[tuple[Any, ...], int], _whole: object, covered: set[dt.date], key: str, first: dt.date
) -> float | None:
    return float(part.get((first, key), 0)) if first in covered else None


def _share(
    part: dict[tuple[Any, ...], int], whole: dict[tuple[Any, ...], int], covered: set[dt.date], key: str, first: dt.date
) -> float | None:
    if first not in covered or not whole.get((first,)):
        return None
    return float(significant(np.array([part.get((first, key), 0) / whole[first,]]))[0])
