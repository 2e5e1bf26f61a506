"""The tallies of many periods from one reading of the mart, for the keys of some dimensions of tags."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from trends.facts import SPOKEN
from trends.growths.cells import WHOLES, Names, Parts, Postings, of_keys
from trends.growths.copies import Copies
from trends.growths.cores import CORES, Cores
from trends.growths.days import Days
from trends.growths.observed import observed
from trends.growths.rows import Small
from trends.growths.sums import Batch, Counts, Sums, Windows
from trends.mart.read import Mart
from trends.periods import Period

MOST = 4_000_000
"""Postings and keys that are held at once, unless one key has more."""
NEAR = 2_000_000
"""Pairs of a key and an employer, or board, that are looked at together."""


def tallies(
    mart: Mart, periods: Sequence[Period], dimensions: Sequence[str], pairs: Sequence[str]
) -> Iterator[tuple[Period, pa.Table]]:
    """Yield for each period the columns of `trends.tallies.count` that the growth of `pairs` is made of.

    Beside the keys of `dimensions` they hold all postings and all English ones.
    """
    windows = [(p.window(), p.base_window(), p.thread_window(), p.thread_base_window()) for p in periods]
    spans = [span for some in windows for span in some]
    boards, threads = observed(mart, Days(spans))
    copies = Copies(mart) if mart.has_twins else None
    names = list(WHOLES)
    with Cores() as cores:
        postings = Postings(mart, (boards, threads), spans, periods[0].every, copies, cores)
        counter = Counter(
            size=(len(postings.employers), len(boards.board) + len(threads.board)),
            counting=[Windows.of(period, boards, threads, copies) for period in periods],
            pairs=pairs,
            cores=cores,
        )
        found, bases = counter.of_wholes(postings.of_wholes())
        for keys in _batches(postings.sizes(dimensions)):
            whole = np.array([int(dimension in SPOKEN) for dimension, _ in keys], dtype=np.int32)
            found += counter.of_keys(postings.of_keys(keys), bases, whole)
            names += keys
    for at, period in enumerate(periods):
        yield period, _table(names, [{name: numbers[at] for name, numbers in sums.items()} for sums in found])


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """Counts some keys in every period."""

    size: tuple[int, int]
    """How many employers there are, and how many boards and threads."""
    counting: Sequence[Windows]
    """An entry a period."""
    pairs: Sequence[str]
    cores: Cores

    def of_wholes(self, parts: Parts) -> tuple[list[Sums], list[Counts]]:
        """Return the sums of each of `WHOLES`, a row a period; by period the matched vacancies of each and employer."""
        # not side by side, as each holds about all there is
        found, bases = zip(*[self._of_whole(parts, at) for at in range(len(WHOLES))], strict=True)
        return list(found), [_stacked(counts) for counts in zip(*bases, strict=True)]

    def of_keys(self, parts: Parts, bases: Sequence[Counts], whole: Small) -> list[Sums]:
        """Return the sums of some keys, a row a period; `whole` says which of `WHOLES` each is a part of."""

        def counted(some: range) -> Sums:
            return self._sums(self._batch(parts, some), bases, whole[some.start : some.stop])

        return self.cores.each(counted, _ranges(len(whole), max(self.size)))

    def _of_whole(self, parts: Parts, at: int) -> tuple[Sums, list[Counts]]:
        batch = self._batch(parts, range(at, at + 1))
        bases = [batch.matched(windows) for windows in self.counting]
        return self._sums(batch, bases, np.zeros(1, np.int32)), bases

    def _batch(self, parts: Parts, some: range) -> Batch:
        return Batch(of_keys(parts, some), len(some), *self.size)

    def _sums(self, batch: Batch, bases: Sequence[Counts], whole: Small) -> Sums:
        found = [batch.sums(one, base, whole, self.pairs) for one, base in zip(self.counting, bases, strict=True)]
        return {name: np.stack([sums[name] for sums in found]) for name in found[0]}


def _stacked(counts: Sequence[Counts]) -> Counts:
    return np.concatenate([now for now, _ in counts]), np.concatenate([then for _, then in counts])


def _batches(sizes: Sequence[tuple[str, str, int]]) -> Iterator[list[tuple[str, str]]]:
    """Yield the keys that are read together."""
    keys: list[tuple[str, str]] = []
    held = 0
    for dimension, key, size in sizes:
        if keys and held + size > MOST:
            yield keys
            keys, held = [], 0
        keys.append((dimension, key))
        held += size
    if keys:
        yield keys


def _ranges(keys: int, width: int) -> Iterator[range]:
    """Yield the keys that are counted together: few enough to stay near the processor, and to keep all cores busy."""
    step = max(1, min(NEAR // width, keys // (2 * CORES)))
    for first in range(0, keys, step):
        yield range(first, min(first + step, keys))


def _table(names: Names, sums: Sequence[Sums]) -> pa.Table:
    columns: dict[str, Any] = {
        "dimension": [dimension for dimension, _ in names],
        "key": [key for _, key in names],
    }
    columns |= {name: np.concatenate([one[name] for one in sums]) for name in sums[0]}
    return pa.table(columns).sort_by([("dimension", "ascending"), ("key", "ascending")])
