"""Name many postings to a database: those that stand close together by where they begin and end, others one by one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Select, and_, false, not_, or_, select

from scrapers.tables import PostingRow
from trends.mart.values import Column

RUNS = 100
"""Runs that are named by their ends: SQLite takes no more than a thousand conditions in one."""

LONG = 1000
"""Postings of a run that is worth a statement of its own, which takes two thirds of the time."""
FEW = 10
"""Such runs; the longest ones."""


Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Some postings."""

    ids: Ids
    """Sorted, each once."""
    copies: Sequence[int] = ()
    """Those of them that add a place to their vacancy."""

    def among(self, column: Column, also: Select[int] | None = None) -> list[ColumnElement[bool]]:
        """Return conditions that together hold where `column` is one of them, or `also` is; never two at once."""
        near, single = runs(self.ids)
        long = [(first, last) for first, last in near[:FEW] if last - first >= LONG]
        named = [PostingRow.id.between(first, last) for first, last in near[len(long) :]]
        if single:
            named.append(PostingRow.id.in_(single))
        parts: list[ColumnElement[bool]] = [column.between(first, last) for first, last in long]
        rest = [select(PostingRow.id).where(or_(*named))] if named else []
        rest += [] if also is None else [also]
        if rest:
            parts.append(and_(or_(*(column.in_(some) for some in rest)), *map(not_, parts)))
        return parts or [false()]


def distinct(*some: Ids) -> Ids:
    """Return all these numbers sorted, each once, in a tenth of the time that `np.unique` takes.

    >>> distinct(np.array([4, 2]), np.array([4])).tolist()
    [2, 4]
    """
    ids = np.sort(np.concatenate(some))
    return ids[np.diff(ids, prepend=-1) > 0]


def runs(ids: Ids) -> tuple[list[tuple[int, int]], list[int]]:
    """Return the longest runs of consecutive numbers by their ends, and the numbers outside them.

    >>> runs(np.array([2, 3, 4, 8]))
    ([(2, 4)], [8])
    """
    parts = np.split(ids, np.flatnonzero(np.diff(ids) > 1) + 1) if len(ids) else []
    parts.sort(key=len, reverse=True)
    near = [part for part in parts[:RUNS] if len(part) > 1]
    rest = parts[len(near) :]
    return [(int(part[0]), int(part[-1])) for part in near], [int(number) for part in rest for number in part]
