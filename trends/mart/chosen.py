"""Name many postings to a database: those that stand close together by where they begin and end, others one by one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, false, or_, select

from scrapers.tables import PostingRow

RUNS = 100
"""Runs that are named by their ends: SQLite takes no more than a thousand conditions in one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Some postings."""

    ids: NDArray[np.int64]
    """Sorted, each once."""
    copies: Sequence[int] = ()
    """Those of them that add a place to their vacancy."""

    def postings(self) -> Select[int]:
        """Return a statement for those of the ids that are in the store."""
        near, single = runs(self.ids)
        named = [PostingRow.id.between(first, last) for first, last in near]
        return select(PostingRow.id).where(or_(false(), *named, *([PostingRow.id.in_(single)] if single else [])))


def runs(ids: NDArray[np.int64]) -> tuple[list[tuple[int, int]], list[int]]:
    """Return the longest runs of consecutive numbers by their ends, and the numbers outside them.

    >>> runs(np.array([2, 3, 4, 8]))
    ([(2, 4)], [8])
    """
    parts = np.split(ids, np.flatnonzero(np.diff(ids) > 1) + 1) if len(ids) else []
    parts.sort(key=len, reverse=True)
    near = [part for part in parts[:RUNS] if len(part) > 1]
    rest = parts[len(near) :]
    return [(int(part[0]), int(part[-1])) for part in near], [int(number) for part in rest for number in part]
