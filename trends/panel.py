"""Which boards were observed: the panel that growth is computed on, and who was watched in the period itself."""

from collections.abc import Mapping
from typing import Any

import ibis

from trends.periods import Period, Window

ENOUGH = 0.9
"""Part of a window's days that must lie in a board's spans of complete observation: days are added up as whole numbers
and divided once, else rounding would decide where it is just this part."""


def observed_boards(boards: Any, coverage: Any, period: Period) -> Any:
    """Return a row a board: platform, sector, thread, and four facts about how it was observed.

    `panel`: in both windows of growth; `whole`: on every day of them; `covered`: in the period itself; `watched`: on
    the period's last day, on a board whose postings are seen to close. A thread board is observed in its own windows,
    whole months.
    """
    windows = {
        "now": (period.window(), period.thread_window()),
        "then": (period.base_window(), period.thread_base_window()),
        "own": (period.span, period.span),
        "last": (_last_day(period), _last_day(period)),
    }
    joined = parts_observed(boards, coverage, windows)
    enough = {name: joined[name].fill_null(0.0) >= ENOUGH for name in windows}
    return joined.select(
        "board",
        "platform",
        "thread",
        sector=joined.sector,
        panel=enough["now"] & enough["then"],
        whole=(joined.now == 1) & (joined.then == 1),
        covered=enough["own"],
        watched=joined.closes & enough["last"],
    )


def parts_observed(boards: Any, coverage: Any, windows: Mapping[str, tuple[Window, Window]]) -> Any:
    """Return `boards` with `thread` and, a column a window, the part of its days (a thread's: of the second's) seen."""
    boards = boards.mutate(thread=boards.kind == "thread")
    spans = boards.select("board", "thread").join(coverage, "board")
    days = {
        name: ibis.ifelse(spans.thread, _days(spans, thread), _days(spans, other)).sum()
        for name, (other, thread) in windows.items()
    }
    joined = boards.left_join(spans.group_by("board").agg(**days), "board")
    parts = {
        name: joined[name] / ibis.ifelse(joined.thread, float(thread.days), float(other.days))
        for name, (other, thread) in windows.items()
    }
    return joined.mutate(**parts)


def _days(spans: Any, window: Window) -> Any:
    first = ibis.greatest(spans.from_day, ibis.literal(window.first))
    last = ibis.least(spans.to_day, ibis.literal(window.last))
    return ibis.greatest(last.delta(first, unit="day") + 1, 0)


def _last_day(period: Period) -> Window:
    return Window(first=period.span.last, last=period.span.last)
