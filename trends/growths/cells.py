"""The postings that growth counts, by key: read for some keys at a time, so that memory stays flat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from trends.facts import ENGLISH, SPOKEN
from trends.growths.copies import Copies
from trends.growths.cores import Cores
from trends.growths.days import Days
from trends.growths.employers import Employers
from trends.growths.groups import Group, Runs, flags, groups_of, new_on, runs_of
from trends.growths.observed import Observed
from trends.growths.rows import Flags, Ids, Rows, Small, joined
from trends.mart.files import month_file
from trends.mart.read import Mart
from trends.periods import Every, Window

Names = Sequence[tuple[str, str]]
"""Dimension and key of each."""
Parts = tuple[Sequence[Rows], Sequence[Rows]]
"""Of boards, and of threads; in pieces, each in the order of keys."""
WHOLES = (("all", "all"), ("all", ENGLISH))
MONTHS = {Every.WEEK: 1, Every.MONTH: 1, Every.QUARTER: 3}
"""Length of a thread's window: a week reads a thread's last whole month."""
COUNTED = ("board", "new_on", "opens", "employer", "vacancy", "posting")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Rows of one row group: of boards, and of threads, the latter with vacancy and posting."""

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
        cores: Cores,
    ) -> None:
        months = mart.months_of(*windows)
        self._boards, self._threads = observed
        self._days = Days(windows)
        self._months_of_window = MONTHS[every]
        self._copies = copies
        self._cores = cores
        self._ads = [group for month in months for group in groups_of(month_file(mart.folder, "vacancies", month))]
        tags = [(month, group) for month in months for group in groups_of(month_file(mart.folder, "tags", month))]
        self._months = [month for month, _ in tags]
        self._tags = cores.each(runs_of, [group for _, group in tags])
        self.employers = Employers(self._ads, cores)

    def sizes(self, dimensions: Sequence[str]) -> list[tuple[str, str, int]]:
        """Return every key of `dimensions` with about the number of its postings, sorted."""
        found: dict[tuple[str, str], float] = {}
        for month, runs in zip(self._months, self._tags, strict=True):
            part = self._days.part(month)
            for name, length in zip(runs.names, runs.lengths, strict=True):
                if name[0] in dimensions:
                    found[name] = found.get(name, 0.0) + part * length
        return sorted((*name, round(size)) for name, size in found.items())

    def of_wholes(self) -> Parts:
        """Return all postings, and the English ones, each as those of one key."""
        return self._parts(self._cores.each(self._of_ads, self._ads))

    def of_keys(self, names: Names) -> Parts:
        """Return the postings of `names`."""
        places = {name: place for place, name in enumerate(names)}
        spoken = np.array([dimension in SPOKEN for dimension, _ in names])
        some = [runs for runs in self._tags if not places.keys().isdisjoint(runs.names)]
        return self._parts(self._cores.each(lambda runs: self._of_tags(runs, places, spoken), some))

    def _of_ads(self, group: Group) -> _Piece:
        table = group.read([*COUNTED, "is_ad", "language"])
        ads = flags(table["is_ad"]) & self._days.have(new_on(table))
        english = flags(pc.equal(table["language"], "en").fill_null(False))
        parts = np.flatnonzero(ads), np.flatnonzero(ads & english)
        key = np.repeat(np.arange(len(WHOLES), dtype=np.int32), [len(part) for part in parts])
        return self._piece(table, np.concatenate(parts), key)

    def _of_tags(self, runs: Runs, places: Mapping[tuple[str, str], int], spoken: Flags) -> _Piece:
        table = runs.group.read([*COUNTED, "english"])
        key = np.repeat(np.array([places.get(name, -1) for name in runs.names], np.int32), runs.lengths)
        counts = (key >= 0) & self._days.have(new_on(table)) & (flags(table["english"]) | ~spoken[key])
        some = np.flatnonzero(counts)
        place = key[some]
        if np.any(place[1:] < place[:-1]):
            order = np.argsort(place, kind="stable")
            some, place = some[order], place[order]
        return self._piece(table, some, place)

    def _piece(self, table: pa.Table, some: Ids, key: Small) -> _Piece:
        """Return `some` rows of a table, each with its key."""
        board, posting, vacancy, opens = (table[name].to_numpy() for name in ("board", "posting", "vacancy", "opens"))
        day, employer = new_on(table), self.employers.numbers(table["employer"], vacancy)
        is_thread = self._threads.places(board[some]) >= 0

        def rows(own: Flags, observed: Observed) -> tuple[Rows, Ids]:
            at = some[own]
            found = Rows(
                key=key[own],
                employer=employer[at],
                board=observed.places(board[at]),
                day=day[at],
                opens=opens[at],
                relayed=None if self._copies is None else self._copies.numbers(posting[at], vacancy[at]),
            )
            return found, at

        threads, at = rows(is_thread, self._threads)
        boards, _ = rows(~is_thread, self._boards)
        return _Piece(boards=boards, threads=threads, vacancy=vacancy[at], posting=posting[at])

    def _parts(self, pieces: Sequence[_Piece]) -> Parts:
        # a thread's window may be three months long, in which a vacancy counts once
        threads = joined([piece.threads for piece in pieces])
        vacancy, posting = (
            np.concatenate([np.array([], np.int64), *some])
            for some in ([piece.vacancy for piece in pieces], [piece.posting for piece in pieces])
        )
        first = _first(self._months_of_window, threads, vacancy, posting)
        ends = np.cumsum([len(piece.vacancy) for piece in pieces])
        of_threads = [
            replace(piece.threads, opens=opens) for piece, opens in zip(pieces, np.split(first, ends)[:-1], strict=True)
        ]
        return [piece.boards for piece in pieces], of_threads


def of_keys(parts: Parts, some: range) -> Parts:
    """Return the postings of some keys, numbered from 0."""
    boards, threads = ([rows.of_keys(some) for rows in part if rows.has_any(some)] for part in parts)
    return boards, threads


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
