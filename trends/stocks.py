"""How many vacancies were open at the end of each of many periods, straight from the mart."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import ibis
import pyarrow as pa

from trends.history import of_keys
from trends.mart.files import UNDATED
from trends.mart.read import Mart
from trends.periods import Period, periods_until

Name = tuple[str, str]


def open_lines(
    mart: Mart, keys: Mapping[str, Sequence[str]], until: Period, count: int
) -> dict[Name, list[float | None]]:
    """Return for each dimension and key of `keys` the vacancies open at the end of `count` periods, oldest first.

    They are counted as `open` of a series is, on the boards watched on that day; None where no such board was.
    """
    lasts = [period.span.last for period in periods_until(until, count)]
    months = [month for month in mart.state.months if month <= f"{lasts[-1]:%Y-%m}" or month == UNDATED]
    boards = mart.boards.filter(mart.boards.closes).select("board", "platform", "sector")
    ends = ibis.memtable(pa.table({"last": lasts}))
    watched = mart.coverage.join(ends, [mart.coverage.from_day <= ends["last"], mart.coverage.to_day >= ends["last"]])
    watched = mart.keep("watched", watched.join(boards, "board").select("last", on="board"))
    known = set(watched.select("last").distinct().to_pyarrow()["last"].to_pylist())
    ads = mart.read("vacancies", months)
    ads = ads.filter(ads.is_ad & (ads.closed_on.isnull() | (ads.closed_on > lasts[0])))
    ads = mart.with_sector(ads.join(boards, "board"))
    found: dict[Name, list[float | None]] = {}
    for dimension, own in keys.items():
        number = _numbers(of_keys(mart, ads, dimension, own, months), watched)
        for key in own:
            found[dimension, key] = [float(number.get((last, key), 0)) if last in known else None for last in lasts]
    return found


def _numbers(ads: Any, watched: Any) -> dict[tuple[dt.date, str], int]:
    is_open = [
        ads.board == watched.on,
        ads.seen_on <= watched["last"],
        ads.closed_on.isnull() | (ads.closed_on > watched["last"]),
    ]
    found = ads.join(watched, is_open).group_by(["last", "key"]).agg(number=ibis._.vacancy.nunique())
    return {(row["last"], row["key"]): row["number"] for row in found.to_pyarrow().to_pylist()}
