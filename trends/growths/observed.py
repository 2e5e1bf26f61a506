"""Which days of which board count in growth, for any window: the panel and its paired days, as arrays.

The rule is that of `trends.panel` and `trends.paired`, for many periods at once.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from trends.growths.days import Days, number_of
from trends.mart.read import Mart
from trends.panel import ENOUGH
from trends.periods import Period, Window

Flags = npt.NDArray[np.bool_]
Small = npt.NDArray[np.int32]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Counting:
    """An entry a board and day of one window, day by day within a board: whether what is new on it counts."""

    window: Window
    flags: Flags

    @property
    def first(self) -> int:
        """Number of the window's first day."""
        return number_of(self.window.first)

    @property
    def last(self) -> int:
        """Number of its last day."""
        return number_of(self.window.last)

    def of(self, board: Small, day: Small) -> Flags:
        """Return whether each of some postings, by place of its board and day within the window, counts."""
        found: Flags = self.flags[board * self.window.days + (day - self.first)]
        return found


def observed(mart: Mart, days: Days) -> tuple["Observed", "Observed"]:
    """Return what was observed of boards, and of threads, on some days."""
    boards = mart.small("boards", ["board", "kind"])
    coverage = mart.small("coverage", ["board", "from_day", "to_day"])
    board, thread = boards["board"].to_numpy(), pc.equal(boards["kind"], "thread").to_numpy()
    return Observed(board[~thread], coverage, days), Observed(board[thread], coverage, days)


class Observed:
    """On which days which of some boards were observed completely."""

    def __init__(self, board: Whole, coverage: pa.Table, days: Days) -> None:
        """Take `days` out of `coverage`, which may have other boards too."""
        self.board = np.sort(board)
        # the last one stands for every board beyond
        self._place = np.full(int(self.board.max(initial=0)) + 2, -1, np.int32)
        self._place[self.board] = np.arange(len(self.board))
        self._days = days
        at = self.places(coverage["board"].to_numpy())
        first, last = (coverage[name].cast("int32").to_numpy() for name in ("from_day", "to_day"))
        edges = np.zeros((len(self.board) + 1, len(days) + 1), np.int8)
        np.add.at(edges, (at, days.before(first)), 1)
        np.add.at(edges, (at, days.before(last + 1)), -1)
        self._seen: Flags = np.cumsum(edges[:-1], axis=1, dtype=np.int8)[:, :-1] > 0

    def places(self, board: Whole) -> Small:
        """Return at which entry of `board` each of some boards stands, -1 for one that is not among them."""
        found: Small = self._place[np.minimum(board, len(self._place) - 1)]
        return found

    def panel(self, now: Window, then: Window) -> Flags:
        """Return which entries of `board` were observed in both windows."""
        return _enough(self._of(now)) & _enough(self._of(then))

    def counting(self, now: Window, then: Window) -> tuple[Counting, Counting]:
        """Return which days of two windows count."""
        seen_now, seen_then = self._of(now), self._of(then)
        panel = self.panel(now, then)[:, None]
        shared = min(now.days, then.days)
        both = seen_now[:, :shared] & seen_then[:, :shared] & panel

        def counted(seen: Flags) -> Flags:
            more = seen[:, shared:] & panel
            return np.concatenate([both, more], axis=1).ravel() if more.size else both.ravel()

        return Counting(now, counted(seen_now)), Counting(then, counted(seen_then))

    def _of(self, window: Window) -> Flags:
        """Return a row a board and a column a day of `window`."""
        first = int(self._days.before(np.array([number_of(window.first)], np.int32))[0])
        return self._seen[:, first : first + window.days]


def on_panel(period: Period, boards: Observed, threads: Observed) -> Flags:
    """Return for each board and thread by its id whether it is in the panel of `period`."""
    found = np.zeros(max(int(some.board.max(initial=0)) for some in (boards, threads)) + 1, bool)
    found[boards.board] = boards.panel(period.window(), period.base_window())
    found[threads.board] = threads.panel(period.thread_window(), period.thread_base_window())
    return found


def _enough(seen: Flags) -> Flags:
    return np.asarray(seen.mean(axis=1) >= ENOUGH) if seen.size else np.zeros(len(seen), bool)
