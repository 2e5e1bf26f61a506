"""The tallies of many periods from one reading of the mart, for the keys of some dimensions of tags."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from trends.facts import SPOKEN
from trends.growths.cells import WHOLES, Names, Postings
from trends.growths.copies import Copies
from trends.growths.observed import observed
from trends.growths.sums import Batch, Sums, Windows
from trends.mart.read import Mart
from trends.periods import Period

MOST = 4_000_000
"""Postings and keys that are held at once, unless one key has more."""


def tallies(
    mart: Mart, periods: Sequence[Period], dimensions: Sequence[str], pairs: Sequence[str]
) -> Iterator[tuple[Period, pa.Table]]:
    """Yield for each period the columns of `trends.tallies.count` that the growth of `pairs` is made of.

    Beside the keys of `dimensions` they hold all postings and all English ones.
    """
    windows = [(p.window(), p.base_window(), p.thread_window(), p.thread_base_window()) for p in periods]
    spans = [span for some in windows for span in some]
    first, last = min(span.first for span in spans), max(span.last for span in spans)
    boards, threads = observed(mart, first, last)
    copies = Copies(mart) if mart.has_twins else None
    counting = [Windows.of(period, boards, threads, copies) for period in periods]
    postings = Postings(mart, (boards, threads), spans, periods[0].every, copies)
    size = (len(postings.employers), len(boards.board) + len(threads.board))
    wholes = Batch(postings.of_wholes(), len(WHOLES), *size)
    bases = [wholes.matched(one) for one in counting]
    found: list[list[Sums]] = [[] for _ in periods]

    def add(batch: Batch, whole: npt.NDArray[np.int32]) -> None:
        for sums, one, base in zip(found, counting, bases, strict=True):
            sums.append(batch.sums(one, base, whole, pairs))

    add(wholes, np.arange(len(WHOLES), dtype=np.int32))
    del wholes
    names = list(WHOLES)
    for keys in _batches(postings.sizes(dimensions)):
        whole = np.array([int(dimension in SPOKEN) for dimension, _ in keys], dtype=np.int32)
        add(Batch(postings.of_keys(keys), len(keys), *size), whole)
        names += keys
    for period, sums in zip(periods, found, strict=True):
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


def _table(names: Names, sums: Sequence[Sums]) -> pa.Table:
    columns: dict[str, Any] = {
        "dimension": [dimension for dimension, _ in names],
        "key": [key for _, key in names],
    }
    columns |= {name: np.concatenate([one[name] for one in sums]) for name in sums[0]}
    return pa.table(columns).sort_by([("dimension", "ascending"), ("key", "ascending")])
