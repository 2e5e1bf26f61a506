"""Lifts of pairs and their errors, from vacancies by key and employer; see `trends.families.lift`."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from trends.interval import Numbers, positive

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Vacancies, or parts of all, a row a key and a column an employer."""

    cells: sparse.csr_array

    @property
    def sum(self) -> Numbers:
        """Vacancies of each key."""
        return np.asarray(self.cells.sum(axis=1), dtype=float)

    @property
    def employers(self) -> Numbers:
        """Employers that have any of each key."""
        return np.asarray(np.diff(self.cells.indptr), dtype=float)

    def parts(self) -> "Matrix":
        """Return the same as parts of each key's vacancies."""
        cells = self.cells.copy()
        cells.data = cells.data / np.repeat(self.sum, np.diff(cells.indptr))
        return Matrix(cells)

    def squares(self) -> Numbers:
        """Return Σ of squares over employers."""
        return np.asarray((self.cells * self.cells).sum(axis=1), dtype=float)

    def times(self, other: "Matrix") -> Numbers:
        """Return Σ of products over employers, a row a key and a column one of the other's."""
        return np.asarray((self.cells @ other.cells.T).toarray(), dtype=float)


def matrix(row: Whole, employer: Whole, count: Numbers, rows: int, employers: int) -> Matrix:
    """Return the counts as a matrix; what has no count or a negative row is left out."""
    some = (row >= 0) & (count > 0)
    cells = sparse.csr_array((count[some], (row[some], employer[some])), shape=(rows, employers))
    cells.sum_duplicates()  # sorts them, and only what is sorted is looked up fast
    return Matrix(cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """Vacancies by pair and employer, an entry each, and of which first and second each pair is."""

    pair: Whole
    employer: Whole
    count: Numbers
    first: Whole
    second: Whole

    def summed(self, values: Numbers) -> Numbers:
        """Return a sum a pair."""
        return np.asarray(np.bincount(self.pair, values, len(self.first)), dtype=float)

    def squares(self, first: Matrix, second: Matrix, whole: Matrix) -> Numbers:
        """Return Σ (a_c / a − b_c / b − A_c / A + n_c / n)² of each pair, over all employers."""
        one, two, every = first.parts(), second.parts(), whole.parts()
        drift = (
            np.asarray(every.cells[np.zeros_like(self.pair), self.employer])
            - np.asarray(one.cells[self.first[self.pair], self.employer])
            - np.asarray(two.cells[self.second[self.pair], self.employer])
        )
        own = self.count / self.summed(self.count)[self.pair]
        inside = self.summed(own**2 + 2 * own * drift)
        beside = one.squares()[self.first] + two.squares()[self.second] + every.squares()[0]
        beside += 2 * one.times(two)[self.first, self.second]
        beside -= 2 * one.times(every)[self.first, 0] + 2 * two.times(every)[self.second, 0]
        return np.asarray(positive(inside + beside))
