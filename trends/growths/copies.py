"""Copies on aggregators, which count on the panel only where the board of the opening itself is not in it.

The rule is that of `trends.twins`, for many periods at once.
"""

from dataclasses import dataclass

import numpy as np

from trends.growths.rows import Flags, Ids, Small
from trends.mart.read import Mart

COLUMNS = ("posting", "vacancy", "board", "home", "seen_on")


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds in one period, an entry a number of `Copies`; the last is that of postings that nobody copied."""

    said: Flags
    """Whether a copy stands for the opening."""
    stands: Flags
    """Whether it is this very posting."""
    leaves: Flags
    """Whether it is a copy that stands for nothing, and so off the panel."""


class Copies:
    """Numbers the openings that were copied, and after them the copies; there has to be one."""

    def __init__(self, mart: Mart) -> None:
        table = mart.small("twins", COLUMNS)
        table = table.sort_by([(name, "ascending") for name in ("vacancy", "seen_on", "posting")])
        posting, vacancy, self._board, self._home = (table[name].to_numpy() for name in COLUMNS[:4])
        self._vacancies, self._opening = np.unique(vacancy, return_inverse=True)
        self._postings, first, self._copy = np.unique(posting, return_index=True, return_inverse=True)
        self._opening_of_copy = self._opening[first]

    def numbers(self, posting: Ids, vacancy: Ids) -> Small:
        """Return the number of each posting; -1 where nothing of its vacancy is a copy."""
        opening, copy = _places(self._vacancies, vacancy), _places(self._postings, posting)
        return np.where(copy >= 0, copy + len(self._vacancies), opening).astype(np.int32)

    def standing(self, panel: Flags) -> Standing:
        """Return what stands for what in a period; `panel` says for each board by its id whether it is in it."""
        able = np.flatnonzero(panel[self._board] & ~panel[self._home])
        opening, first = np.unique(self._opening[able], return_index=True)
        said = np.zeros(len(self._vacancies), bool)
        said[opening] = True
        stands = np.zeros(len(self._postings), bool)
        stands[self._copy[able[first]]] = True
        none = np.zeros(len(self._vacancies), bool)
        return Standing(
            said=np.concatenate([said, said[self._opening_of_copy], [False]]),
            stands=np.concatenate([none, stands, [False]]),
            leaves=np.concatenate([none, ~stands, [False]]),
        )


def _places(sorted_ids: Ids, wanted: Ids) -> Ids:
    """Return where each one stands in `sorted_ids`, -1 where it does not."""
    at = np.minimum(np.searchsorted(sorted_ids, wanted), len(sorted_ids) - 1)
    return np.where(sorted_ids[at] == wanted, at, -1)
