"""Days that only one of two windows saw: a gap in a panel board's observation is taken out of both of its windows.

Nine days in ten make a board part of the panel; were the tenth simply missing on one side, every board with a gap now
and none a year before would seem to fall by a tenth.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import ibis
import pyarrow as pa

from trends.periods import Window

Spans = Mapping[int, list[Window]]
"""Board → its spans of complete observation, in order."""
GAPS = pa.schema({"board": pa.int64(), "from_day": pa.date32(), "to_day": pa.date32(), "link": pa.int64()})
DAY = dt.timedelta(days=1)


def read_spans(boards: Any, coverage: Any) -> Spans:
    """Return the spans of `boards`."""
    rows = coverage.semi_join(boards, "board").order_by(["board", "from_day"]).to_pyarrow().to_pylist()
    found: dict[int, list[Window]] = defaultdict(list)
    for row in rows:
        found[row["board"]].append(Window(first=row["from_day"], last=row["to_day"]))
    return found


def unpaired_days(spans: Spans, now: Window, then: Window) -> Iterator[tuple[int, Window]]:
    """Yield every gap that a board has in either window, and its mirror in the other; some may overlap.

    Days are paired by their place in the window.

    >>> june, may = (Window(first=dt.date(2026, month, 1), last=dt.date(2026, month, 30)) for month in (6, 5))
    >>> seen = [Window(first=dt.date(2026, 5, 3), last=dt.date(2026, 6, 30))]
    >>> [f"{gap.first} {gap.last}" for _, gap in unpaired_days({1: seen}, june, may)]
    ['2026-05-01 2026-05-02', '2026-06-01 2026-06-02']
    """
    shift = now.first - then.first
    for board, seen in spans.items():
        for window, mirror in ((now, -shift), (then, shift)):
            for gap in _gaps(seen, window):
                yield board, gap
                yield board, Window(first=gap.first + mirror, last=gap.last + mirror)


def gaps_table(gaps: list[tuple[int, Window, int]]) -> Any:
    """Return (board, from_day, to_day, link) of gaps, each with the number of the link it belongs to."""
    rows = [{"board": board, "from_day": gap.first, "to_day": gap.last, "link": link} for board, gap, link in gaps]
    return ibis.memtable(pa.Table.from_pylist(rows, schema=GAPS))


def paired(ads: Any, gaps: Any, link: Any, by: list[str]) -> Any:
    """Return rows of `ads` with a column `paired`: whether their day counts on both sides of `link`.

    `by` are the columns that tell the rows apart.
    """
    inside = [ads.board == gaps.board, ads.new_on >= gaps.from_day, ads.new_on <= gaps.to_day, link == gaps.link]
    alone = ads.semi_join(gaps, inside).select(by).distinct().mutate(alone=True)
    joined = ads.left_join(alone, by).drop(*[f"{name}_right" for name in by])
    return joined.mutate(paired=joined.alone.isnull()).drop("alone")


def _gaps(seen: list[Window], window: Window) -> Iterator[Window]:
    """Yield what `seen` leaves open of `window`."""
    at = window.first
    for span in seen:
        if span.last < at:
            continue
        if span.first > window.last:
            break
        if span.first > at:
            yield Window(first=at, last=span.first - DAY)
        at = span.last + DAY
    if at <= window.last:
        yield Window(first=at, last=window.last)
