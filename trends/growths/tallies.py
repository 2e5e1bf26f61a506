"""The tallies of many periods from one reading of the mart, for the keys of some dimensions of tags."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa

from trends.facts import SPOKEN
from trends.growths.cells import WHOLES, Names, Parts, Postings, of_keys
from trends.growths.copies import Copies
from trends.growths.days import Days
from trends.growths.observed import observed
from trends.growths.rows import CORES, Small, each
from trends.growths.sums import Batch, Sums, Windows
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
    counting = [Windows.of(period, boards, threads, copies) for period in periods]
    postings = Postings(mart, (boards, threads), spans, periods[0].every, copies)
    size = (len(postings.employers), len(boards.board) + len(threads.board))
    wholes = Batch(postings.of_wholes(), len(WHOLES), *size)
    bases = [wholes.matched(one) for one in counting]

    def counted(batch: Batch, whole: Small) -> list[Sums]:
        return [batch.sums(one, base, whole, pairs) for one, base in zip(counting, bases, strict=True)]

    def counted_of(parts: Parts, whole: Small, some: range) -> list[Sums]:
        batch = Batch(of_keys(parts, some), len(some), *size)
        return counted(batch, whole[some.start : some.stop])

    found = [counted(wholes, np.arange(len(WHOLES), dtype=np.int32))]
    del wholes
    names = list(WHOLES)
    for keys in _batches(postings.sizes(dimensions)):
        whole = np.array([int(dimension in SPOKEN) for dimension, _ in keys], dtype=np.int32)
        work = partial(counted_of, postings.of_keys(keys), whole)
        found += each(work, _ranges(len(keys), max(size)))
        names += keys
    for period, *sums in zip(periods, *found, strict=True):
        yield period, _table(names, sums)


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
