"""The postings that growth counts, by key: read for some keys at a time, so that memory stays flat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from trends.facts import ENGLISH, SPOKEN
from trends.growths.copies import Copies
from trends.growths.employers import Employers
from trends.growths.months import Runs, days, flags, read_columns
from trends.growths.observed import Observed, number_of
from trends.growths.rows import Flags, Ids, Rows, Small, each, joined
from trends.mart.files import month_file
from trends.mart.read import Mart
from trends.periods import Every, Window

Names = Sequence[tuple[str, str]]
"""Dimension and key of each."""
Parts = tuple[Sequence[Rows], Sequence[Rows]]
"""Of boards, and of threads; in pieces, the days of each before those of the next."""
WHOLES = (("all", "all"), ("all", ENGLISH))
MONTHS = {Every.WEEK: 1, Every.MONTH: 1, Every.QUARTER: 3}
"""Length of a thread's window: a week reads a thread's last whole month."""
COUNTED = ("board", "new_on", "opens", "employer", "vacancy", "posting")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Rows of one month: of boards, and of threads, the latter with vacancy and posting."""

    boards: Rows
    threads: Rows
    vacancy: Ids
    posting: Ids


class Postings:
    """The ads of a mart that lie in any of `windows`; `copies` only where there are some."""

    def __init__(
        self,
        mart: Mart,
        observed: tuple[Observed, Observed],
        windows: Sequence[Window],
        every: Every,
        copies: Copies | None,
    ) -> None:
        self._months = mart.months_of(*windows)
        self._boards, self._threads = observed
        self._days = _Days(windows)
        self._months_of_window = MONTHS[every]
        self._copies = copies
        self._ads = [month_file(mart.folder, "vacancies", month) for month in self._months]
        self._tags = each(Runs.of, [month_file(mart.folder, "tags", month) for month in self._months])
        self.employers = Employers(self._ads)

    def sizes(self, dimensions: Sequence[str]) -> list[tuple[str, str, int]]:
        """Return every key of `dimensions` with about the number of its postings, sorted."""
        found: dict[tuple[str, str], float] = {}
        for month, runs in zip(self._months, self._tags, strict=True):
            part = self._days.part(month)
            for name, length in zip(runs.names, runs.lengths.tolist(), strict=True):
                if name[0] in dimensions:
                    found[name] = found.get(name, 0.0) + part * length
        return sorted((*name, round(size)) for name, size in found.items())

    def of_wholes(self) -> Parts:
        """Return all postings, and the English ones, each as those of one key."""
        return self._parts(each(self._of_ads, self._ads))

    def of_keys(self, names: Names) -> Parts:
        """Return the postings of `names`."""
        places = {name: place for place, name in enumerate(names)}
        spoken = np.array([dimension in SPOKEN for dimension, _ in names])
        return self._parts(each(lambda runs: self._of_tags(runs, places, spoken), self._tags))

    def _of_ads(self, file: Path) -> _Piece:
        table = read_columns(file, [*COUNTED, "is_ad", "language"])
        ads = flags(table["is_ad"]) & self._days.have(days(table))
        english = flags(pc.equal(table["language"], "en").fill_null(False))
        parts = np.flatnonzero(ads), np.flatnonzero(ads & english)
        key = np.repeat(np.arange(len(WHOLES), dtype=np.int32), [len(part) for part in parts])
        return self._piece(table, np.concatenate(parts), key)

    def _of_tags(self, runs: Runs, places: Mapping[tuple[str, str], int], spoken: Flags) -> _Piece:
        place = np.array([places.get(name, -1) for name in runs.names], np.int32)
        key, table = runs.read(place, [*COUNTED, "english"])
        counts = (key >= 0) & self._days.have(days(table)) & (flags(table["english"]) | ~spoken[key])
        some = np.flatnonzero(counts)
        return self._piece(table, some, key[some])

    def _piece(self, table: pa.Table, some: Ids, key: Small) -> _Piece:
        """Return `some` rows of a table, each with its key."""
        board, opens, vacancy, posting = (
            table[name].to_numpy()[some] for name in ("board", "opens", "vacancy", "posting")
        )
        employer = self.employers.numbers(table["employer"], vacancy, some)
        relayed = self._copies.numbers(posting, vacancy) if self._copies is not None else None
        thread = self._threads.places(board)
        is_thread = thread >= 0
        place = np.where(is_thread, thread, self._boards.places(board))
        rows = Rows(key=key, employer=employer, board=place, day=days(table)[some], opens=opens, relayed=relayed)
        of_board, of_thread = np.flatnonzero(~is_thread), np.flatnonzero(is_thread)
        return _Piece(
            boards=rows.at(of_board),
            threads=rows.at(of_thread),
            vacancy=vacancy[of_thread],
            posting=posting[of_thread],
        )

    def _parts(self, pieces: Sequence[_Piece]) -> Parts:
        # a thread's window may be three months long, in which a vacancy counts once
        threads = joined([piece.threads for piece in pieces])
        vacancy, posting = (
            np.concatenate([np.array([], np.int64), *some])
            for some in ([piece.vacancy for piece in pieces], [piece.posting for piece in pieces])
        )
        first = _first(self._months_of_window, threads, vacancy, posting)
        return [piece.boards for piece in pieces], [replace(threads, opens=first)]


def _first(months: int, rows: Rows, vacancy: Ids, posting: Ids) -> Flags:
    """Return which posting is a vacancy's first in its window, as a thread counts it however often it is repeated."""
    window = rows.day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) // months
    order = np.lexsort((posting, window, vacancy, rows.key))
    same = np.ones(max(len(order) - 1, 0), bool)
    for column in (rows.key, vacancy, window):
        same &= column[order][1:] == column[order][:-1]
    found = np.ones(len(order), bool)
    found[order[1:][same]] = False
    return found


class _Days:
    """The days that lie in any of some windows."""

    def __init__(self, windows: Sequence[Window]) -> None:
        # a day on either side stands for all that lie beyond
        self._since = number_of(min(window.first for window in windows)) - 1
        self._inside = np.zeros(number_of(max(window.last for window in windows)) - self._since + 2, bool)
        for window in windows:
            self._inside[number_of(window.first) - self._since : number_of(window.last) - self._since + 1] = True

    def have(self, day: Small) -> Flags:
        """Return which days are among them."""
        found: Flags = self._inside[np.clip(day - self._since, 0, len(self._inside) - 1)]
        return found

    def part(self, month: str) -> float:
        """Return which part of a month they are."""
        days = np.arange(np.datetime64(month, "D"), np.datetime64(month, "M") + 1, dtype="datetime64[D]")
        return float(self.have(days.astype(np.int32)).mean())
