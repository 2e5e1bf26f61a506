"""The tags of one month: where in the file each key's rows lie, and some of its columns as Arrow."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from trends.growths.rows import Flags, Ids, Small

WORDS = ("dimension", "key", "employer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """The rows of a file, of which those that follow one another with one key make a run."""

    file: Path
    names: list[tuple[str, str]]
    """Dimension and key, an entry a run."""
    lengths: Ids
    groups: Ids
    """Number of rows before each row group, and at last of all."""

    @classmethod
    def of(cls, file: Path) -> "Runs":
        """Read the runs of a month's tags."""
        table = read_columns(file, ["dimension", "key"])
        columns = [words(table[name]) for name in table.column_names]
        differs = np.ones(len(table), bool)
        if len(table):
            differs[1:] = np.any([code[1:] != code[:-1] for code, _ in columns], axis=0)
        starts = np.flatnonzero(differs)
        names = [[known[code] for code in codes[starts].tolist()] for codes, known in columns]
        found = pq.read_metadata(file)
        sizes = [found.row_group(at).num_rows for at in range(found.num_row_groups)]
        return cls(
            file=file,
            names=list(zip(*names, strict=True)),
            lengths=np.diff(starts, append=len(table)),
            groups=np.cumsum([0, *sizes]),
        )

    def read(self, place: Small, columns: Sequence[str]) -> tuple[Small, pa.Table]:
        """Return rows with their places: of row groups where any key has a `place` (an entry a run, else -1)."""
        ends = np.cumsum(self.lengths)
        wanted = place >= 0
        first = np.searchsorted(self.groups, (ends - self.lengths)[wanted], side="right") - 1
        last = np.searchsorted(self.groups, ends[wanted], side="left")
        touched = np.zeros(len(self.groups), np.int64)
        np.add.at(touched, first, 1)
        np.add.at(touched, last, -1)
        groups = np.flatnonzero(np.cumsum(touched[:-1])).tolist()
        of_rows = np.repeat(place, self.lengths)
        parts = [of_rows[self.groups[at] : self.groups[at + 1]] for at in groups]
        return np.concatenate([of_rows[:0], *parts]), read_columns(self.file, columns, groups)


def read_columns(file: Path, columns: Sequence[str], groups: Sequence[int] | None = None) -> pa.Table:
    """Return `columns`, words encoded as numbers, of all row groups or of `groups`."""
    with pq.ParquetFile(file, read_dictionary=[name for name in columns if name in WORDS]) as opened:
        # our own threads read other files meanwhile
        some = range(opened.num_row_groups) if groups is None else groups
        return opened.read_row_groups(list(some), list(columns), use_threads=False)


def words(column: pa.ChunkedArray) -> tuple[Small, list[Any]]:
    """Return each row's place among the words that occur, -1 where there is none, and these words."""
    encoded = column.unify_dictionaries().combine_chunks()
    codes: Small = encoded.indices.fill_null(-1).to_numpy()
    return codes, encoded.dictionary.to_pylist()


def flags(column: pa.ChunkedArray) -> Flags:
    """Return a column of truths."""
    found: npt.NDArray[np.bool_] = column.to_numpy()
    return found


def days(table: pa.Table) -> Small:
    """Return on which day each row was new."""
    found: Small = table["new_on"].cast("int32").to_numpy()
    return found
