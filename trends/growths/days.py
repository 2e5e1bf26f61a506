"""The days of some windows, as numbers."""

import datetime as dt
from collections.abc import Sequence

import numpy as np

from trends.growths.rows import Flags, Ids, Small
from trends.periods import Window

EPOCH = dt.date(1970, 1, 1)


class Days:
    """The days that lie in any of some windows, in their order."""

    def __init__(self, windows: Sequence[Window]) -> None:
        # a day on either side stands for all that lie beyond
        self._since = number_of(min(window.first for window in windows)) - 1
        self._inside = np.zeros(number_of(max(window.last for window in windows)) - self._since + 2, bool)
        for window in windows:
            self._inside[number_of(window.first) - self._since : number_of(window.last) - self._since + 1] = True
        self._before = np.cumsum(self._inside) - self._inside

    def __len__(self) -> int:
        return int(self._before[-1])

    def have(self, day: Small) -> Flags:
        """Return which days are among them."""
        found: Flags = self._inside[self._at(day)]
        return found

    def before(self, day: Small) -> Ids:
        """Return how many of them are earlier than each day."""
        found: Ids = self._before[self._at(day)]
        return found

    def part(self, month: str) -> float:
        """Return which part of a month they are."""
        days = np.arange(np.datetime64(month, "D"), np.datetime64(month, "M") + 1, dtype="datetime64[D]")
        return float(self.have(days.astype(np.int32)).mean())

    def _at(self, day: Small) -> Small:
        found: Small = np.clip(day - np.int32(self._since), 0, len(self._inside) - 1)
        return found


def number_of(day: dt.date) -> int:
    """Return the days since 1970, as Arrow counts them."""
    return (day - EPOCH).days
