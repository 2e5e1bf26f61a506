"""A number for every employer of a market; an unknown one is the one of its vacancy alone."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from trends.growths.months import read_columns, words
from trends.growths.rows import Ids, Small, each


class Employers:
    """Numbers the employers of those postings that `files` of vacancies hold."""

    def __init__(self, files: Sequence[Path]) -> None:
        found = each(_known, files)
        named = dict.fromkeys(name for names, _ in found for name in names)
        self._number = {name: number for number, name in enumerate(named)}
        self._alone = np.unique(np.concatenate([np.array([], np.int64), *[alone for _, alone in found]]))

    def __len__(self) -> int:
        return len(self._number) + len(self._alone)

    def numbers(self, employer: pa.ChunkedArray, vacancy: Ids, some: Ids) -> Small:
        """Return the number of the employer of `some` rows, an unknown one's by its `vacancy`."""
        codes, names = words(employer)
        number = np.array([*[self._number[name] for name in names], -1], np.int32)
        found: Small = number[codes[some]]
        unknown = np.flatnonzero(found < 0)
        found[unknown] = len(self._number) + np.searchsorted(self._alone, vacancy[unknown])
        return found


def _known(file: Path) -> tuple[list[str], Ids]:
    """Return the employers that a month names, and its vacancies that name none."""
    table = read_columns(file, ["employer", "vacancy"])
    codes, names = words(table["employer"])
    return names, np.unique(table["vacancy"].to_numpy()[codes < 0])
