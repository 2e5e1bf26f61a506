"""Which boards were observed: the panel that growth is computed on, and who was watched in the period itself."""

from collections.abc import Mapping
from typing import Any

import ibis

from trends.periods import Period, Window

ENOUGH = 0.9
"""Part of a window's days that must lie in a board's spans of complete observation."""
WHOLE = 1 - 1e-9
"""Parts are sums of fractions."""


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
        whole=(joined.now >= WHOLE) & (joined.then >= WHOLE),
        covered=enough["own"],
        watched=joined.closes & enough["last"],
    )


def parts_observed(boards: Any, coverage: Any, windows: Mapping[str, tuple[Window, Window]]) -> Any:
    """Return `boards` with `thread` and, a column a window, the part of its days (a thread's: of the second's) seen."""
    boards = boards.mutate(thread=boards.kind == "thread")
    spans = boards.select("board", "thread").join(coverage, "board")
    parts = {
        name: ibis.ifelse(spans.thread, _part(spans, thread), _part(spans, other)).sum()
        for name, (other, thread) in windows.items()
    }
    return boards.left_join(spans.group_by("board").agg(**parts), "board")


def _part(spans: Any, window: Window) -> Any:
    first = ibis.greatest(spans.from_day, ibis.literal(window.first))
    last = ibis.least(spans.to_day, ibis.literal(window.last))
    days = last.delta(first, unit="day") + 1
    return ibis.greatest(days, 0) / float(window.days)


def _last_day(period: Period) -> Window:
    return Window(first=period.span.last, last=period.span.last)
