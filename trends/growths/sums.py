"""What growth needs to know of each key in one period: the sums over employers that `trends.tallies` names."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trends.growths.cells import Parts
from trends.growths.copies import Copies, Standing
from trends.growths.observed import Counting, Observed, on_panel
from trends.growths.rows import Flags, Small, by_day, joined
from trends.periods import Period

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Sums = dict[str, Numbers]
"""Name of a tally → its value, an entry a key."""
Counts = tuple[Numbers, Numbers]
"""Matched ones now and then, an entry a cell or an employer."""
MATCHED, COPIES = "matched", "matched_postings"
SIDES = ("now", "then")
BOARDS = 0
"""Place of the boards in `Parts`."""
SPARSE = 100
"""Possible codes for each that occurs beyond which these are found by sorting, not by ticking them off."""


@dataclass(frozen=True, slots=True)
class Windows:
    """What counts in one period, now and then: of boards, and of threads."""

    now: tuple[Counting, Counting]
    then: tuple[Counting, Counting]
    standing: Standing | None
    """None where no copies are known at all."""

    @classmethod
    def of(cls, period: Period, boards: Observed, threads: Observed, copies: Copies | None) -> "Windows":
        """Return the windows of `period`."""
        of_boards = boards.counting(period.window(), period.base_window())
        of_threads = threads.counting(period.thread_window(), period.thread_base_window())
        standing = copies.standing(on_panel(period, boards, threads)) if copies is not None else None
        return cls((of_boards[0], of_threads[0]), (of_boards[1], of_threads[1]), standing)


@dataclass(frozen=True, slots=True)
class Seen:
    """Entries of one window."""

    inside: slice
    counted: Flags
    """On the panel, on a paired day."""
    opens: Flags


class Batch:
    """The postings of some keys, numbered so that counting a period is a pass over arrays.

    A cell is a key and employer, a place a key and board.
    """

    def __init__(self, parts: Parts, keys: int, employers: int, boards: int) -> None:
        boarded, threaded = self._parts = by_day(joined(parts[0])), by_day(joined(parts[1]))
        # threads are counted from the other end, apart from the boards
        board = boarded.board, boards - 1 - threaded.board
        self._cells, self._code = _numbered([_codes(rows.key, rows.employer, keys, employers) for rows in self._parts])
        self._places, used = _numbered(
            [_codes(rows.key, one, keys, boards) for rows, one in zip(self._parts, board, strict=True)]
        )
        self._keys = keys
        self._employers = employers
        self._key, self._employer = np.divmod(self._code, employers)
        self._place_key = used // boards

    def sums(self, windows: Windows, bases: Counts, whole: Small, pairs: Sequence[str]) -> Sums:
        """Return the tallies of every key, the sums over employers only of `pairs`.

        `bases` have a row for each thing that keys are a part of, an entry an employer; `whole` says which is a key's.
        """
        seen = {side: self._seen(windows, side) for side in SIDES}
        found: Sums = {"boards": self._boards(seen)}
        for side in SIDES:
            found[side] = self._volume(seen[side], opening=True)
            found[f"postings_{side}"] = self._volume(seen[side], opening=False)
        for pair in pairs:
            now, then = (self._matched(seen[side], opening=pair == MATCHED) for side in SIDES)
            some = np.flatnonzero(now | then)
            key, a, b = self._key[some], now[some].astype(float), then[some].astype(float)
            found |= {f"{pair}_{name}": self._total(key, value) for name, value in _products(a, b).items()}
            if pair == MATCHED:
                base_now, base_then = (counts[whole[key], self._employer[some]] for counts in bases)
                crossed = {"aa": a * base_now, "ab": a * base_then, "ba": b * base_now, "bb": b * base_then}
                found |= {f"cross_{name}": self._total(key, value) for name, value in crossed.items()}
        return found

    def matched(self, windows: Windows) -> Counts:
        """Return the matched vacancies of every employer, a row a key."""

        def counts(side: str) -> Numbers:
            found = np.zeros(self._keys * self._employers)
            found[self._code] = self._matched(self._seen(windows, side), opening=True)
            return found.reshape(self._keys, self._employers)

        return counts("now"), counts("then")

    def _seen(self, windows: Windows, side: str) -> list[Seen]:
        found = []
        for at, (rows, days) in enumerate(zip(self._parts, getattr(windows, side), strict=True)):
            inside = rows.during(days.first, days.last)
            counted, opens = days.of(rows.board[inside], rows.day[inside]), rows.opens[inside]
            if windows.standing and rows.relayed is not None:
                relayed = rows.relayed[inside]
                counted &= ~windows.standing.leaves[relayed]
                if at == BOARDS:
                    opens = np.where(windows.standing.said[relayed], windows.standing.stands[relayed], opens)
            found.append(Seen(inside, counted, opens))
        return found

    def _volume(self, seen: list[Seen], *, opening: bool) -> Numbers:
        keys = [rows.key[one.inside] for rows, one in zip(self._parts, seen, strict=True)]
        if opening:
            keys = [key[one.opens] for key, one in zip(keys, seen, strict=True)]
        return np.bincount(np.concatenate(keys), minlength=self._keys).astype(float)

    def _matched(self, seen: list[Seen], *, opening: bool) -> Whole:
        """Return the number of every cell."""
        cells = [
            cell[one.inside][one.counted & one.opens if opening else one.counted]
            for cell, one in zip(self._cells, seen, strict=True)
        ]
        return np.bincount(np.concatenate(cells), minlength=len(self._code))

    def _boards(self, seen: dict[str, list[Seen]]) -> Numbers:
        found = np.zeros(len(self._place_key), bool)
        for side in seen.values():
            for place, one in zip(self._places, side, strict=True):
                found[place[one.inside][one.counted]] = True
        return np.bincount(self._place_key[np.flatnonzero(found)], minlength=self._keys).astype(float)

    def _total(self, key: Whole, values: Numbers) -> Numbers:
        return np.asarray(np.bincount(key, values, self._keys), dtype=float)


def _products(now: Numbers, then: Numbers) -> Sums:
    own = {"now": now, "then": then, "employers": np.ones(len(now))}
    return own | {"aa": now * now, "bb": then * then, "ab": now * then}


def _codes(key: Small, other: Small, keys: int, others: int) -> Small | Whole:
    """Return a number for each pair; of 32 bits where that is enough."""
    if keys * others < 2**31:
        return key * np.int32(others) + other
    return key.astype(np.int64) * others + other


def _numbered(codes: Sequence[Small | Whole]) -> tuple[list[Small], Whole]:
    """Return each code's place among those that occur, and these, sorted."""
    width = max((int(code.max(initial=-1)) for code in codes), default=-1) + 1
    if width > SPARSE * sum(map(len, codes)):
        used = np.sort(np.concatenate(codes))
        used = used[np.diff(used, prepend=-1) > 0]
        return [np.searchsorted(used, code).astype(np.int32) for code in codes], used.astype(np.int64)
    is_used = np.zeros(width, bool)
    for code in codes:
        is_used[code] = True
    used = np.flatnonzero(is_used)
    place = np.empty(width, np.int32)
    place[used] = np.arange(len(used), dtype=np.int32)
    return [place[code] for code in codes], used
