"""A number for every employer of a market; an unknown one is the one of its vacancy alone."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from trends.growths.cores import Cores
from trends.growths.groups import Group, words
from trends.growths.rows import Ids, Small


class Employers:
    """Numbers the employers of the vacancies in some row groups."""

    def __init__(self, groups: Sequence[Group], cores: Cores) -> None:
        found = cores.each(_known, groups)
        self._named = pc.unique(pa.chunked_array([names for names, _ in found], pa.string()))
        self._alone = np.unique(np.concatenate([np.array([], np.int64), *[alone for _, alone in found]]))

    def __len__(self) -> int:
        return len(self._named) + len(self._alone)

    def numbers(self, employer: pa.ChunkedArray, vacancy: Ids) -> Small:
        """Return the number of each row's employer, an unknown one's by its `vacancy`."""
        codes, names = words(employer)
        number = pc.index_in(names, value_set=self._named).to_numpy()
        found: Small = np.append(number, np.int32(-1))[codes]
        unknown = np.flatnonzero(codes < 0)
        found[unknown] = len(self._named) + np.searchsorted(self._alone, vacancy[unknown])
        return found


def _known(group: Group) -> tuple[pa.Array, Ids]:
    """Return the employers that a row group names, and its vacancies that name none."""
    table = group.read(["employer", "vacancy"])
    codes, names = words(table["employer"])
    return names, np.unique(table["vacancy"].to_numpy()[codes < 0])
