"""Row groups of the mart's files, read one at a time, so that memory is used again and stays near the processor."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from trends.growths.rows import Flags, Small

WORDS = ("dimension", "key", "employer")


@dataclass(frozen=True, slots=True)
class Group:
    """One row group."""

    file: Path
    metadata: Any
    """Of the file."""
    at: int

    def read(self, columns: Sequence[str]) -> pa.Table:
        """Return some columns, words as the numbers that Parquet keeps them as."""
        encoded = [name for name in columns if name in WORDS]
        with pq.ParquetFile(self.file, metadata=self.metadata, read_dictionary=encoded) as opened:
            # other threads read other groups meanwhile
            return opened.read_row_group(self.at, list(columns), use_threads=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """A row group of tags, of which rows that follow one another with one key make a run."""

    group: Group
    names: list[tuple[str, str]]
    """Dimension and key of each."""
    lengths: list[int]


def groups_of(file: Path) -> Iterator[Group]:
    """Yield the row groups of a file."""
    metadata = pq.read_metadata(file)
    for at in range(metadata.num_row_groups):
        yield Group(file, metadata, at)


def runs_of(group: Group) -> Runs:
    """Return the runs of a row group of tags."""
    table = group.read(["dimension", "key"])
    (dimension, dimensions), (key, keys) = (words(table[name]) for name in table.column_names)
    starts = np.flatnonzero((np.diff(dimension, prepend=-1) != 0) | (np.diff(key, prepend=-1) != 0))
    names = zip(dimensions.take(dimension[starts]).to_pylist(), keys.take(key[starts]).to_pylist(), strict=True)
    return Runs(group=group, names=list(names), lengths=np.diff(starts, append=len(table)).tolist())


def words(column: pa.ChunkedArray) -> tuple[Small, pa.Array]:
    """Return each row's place among the words that occur, -1 where there is none, and these words."""
    encoded = column.unify_dictionaries().combine_chunks()
    codes: Small = encoded.indices.fill_null(-1).to_numpy()
    return codes, encoded.dictionary


def flags(column: pa.ChunkedArray) -> Flags:
    """Return a column of truths."""
    found: Flags = column.to_numpy()
    return found


def new_on(table: pa.Table) -> Small:
    """Return on which day each row was new."""
    found: Small = table["new_on"].cast("int32").to_numpy()
    return found
