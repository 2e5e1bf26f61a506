"""Open the mart for measuring: its tables as Ibis expressions, only the months that are asked for."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from extract.sectors import employer_sectors
from scrapers.store.errors import JobtideError
from trends.mart.files import UNDATED, State, month_file, read_state
from trends.mart.spark import Written, is_spark, read_files
from trends.periods import Window

MEMORY = "1000MB"
"""What DuckDB may hold before it goes to disk; what is measured in arrays comes on top of it."""


class Mart:
    """The mart in `folder`, read through an Ibis backend (DuckDB unless another one is given)."""

    def __init__(self, folder: Path, backend: Any = None) -> None:
        self.folder = folder
        self.state = _state(folder)
        self.backend = backend or _duckdb(folder)
        self._numbers = count()
        self._kept: list[str] = []
        self._written = Written(self.backend) if is_spark(self.backend) else None
        self.boards = self._file("boards")
        self.coverage = self._file("coverage")
        self.twins = self._file("twins")
        self.elsewhere = self._file("elsewhere")
        self.has_twins = pq.read_metadata(self.folder / "twins.parquet").num_rows > 0

    def __enter__(self) -> "Mart":
        return self

    def __exit__(self, *_: object) -> None:
        if self._written:
            self._written.drop()
        self.backend.disconnect()

    @property
    def months(self) -> list[str]:
        """Months that hold postings, oldest first."""
        return sorted(month for month in self.state.months if month != UNDATED)

    def months_of(self, *windows: Window) -> list[str]:
        """Return the months that hold postings and touch any of `windows`."""
        spans = [(f"{window.first:%Y-%m}", f"{window.last:%Y-%m}") for window in windows]
        return [month for month in self.months if any(first <= month <= last for first, last in spans)]

    def read(self, table: str, months: Collection[str]) -> Any:
        """Return `vacancies`, `tags` or `pays` of `months`; of no month at all it is a table without rows."""
        files = [str(month_file(self.folder, table, month)) for month in sorted(months)]
        if files:
            return read_files(self.backend, files) if self._written else self.backend.read_parquet(files)
        some = next(iter(self.state.months))
        return self.backend.read_parquet(str(month_file(self.folder, table, some))).limit(0)

    def with_sector(self, ads: Any) -> Any:
        """Return ads that have their board's sector with that of their employer where the board has none.

        Boards that carry many employers' ads have none of their own.
        """
        known = employer_sectors()
        table = pa.table({"slug": list(known), "of_employer": list(known.values())})
        ads = ads.mutate(slug=ads.employer.replace("-", "")).left_join(ibis.memtable(table), "slug")
        sector = ibis.coalesce(ads.sector, ads.of_employer)
        return ads.mutate(sector=sector).drop("slug", "slug_right", "of_employer")

    def small(self, name: str, columns: Sequence[str]) -> pa.Table:
        """Return columns of one of the tables beside those by month, as Arrow."""
        return pq.read_table(self.folder / f"{name}.parquet", columns=list(columns))

    def labels(self) -> dict[tuple[str, str], str]:
        """Return (dimension, key) → label."""
        table = self.small("labels", ["dimension", "key", "label"])
        columns = (table[name].to_pylist() for name in table.column_names)
        return {(dimension, key): label for dimension, key, label in zip(*columns, strict=True)}

    def groups(self) -> dict[tuple[str, str], str]:
        """Return (dimension, key) → group, of what has one: the kind of a place, the family of a skill."""
        table = self.small("labels", ["dimension", "key", "group"])
        columns = (table[name].to_pylist() for name in table.column_names)
        return {(dimension, key): group for dimension, key, group in zip(*columns, strict=True) if group}

    def keep(self, name: str, expression: Any) -> Any:
        """Compute `expression` once and return it as a table of its own."""
        name = f"{name}_{next(self._numbers)}"
        if self._written:
            return self._written.keep(name, expression)
        self._kept.append(name)
        return self.backend.create_table(name, expression, temp=True)

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Drop what is kept from here on when the block ends, so that no later step has to push it to disk."""
        before = len(self._kept)
        yield
        for name in self._kept[before:]:
            self.backend.raw_sql(f"drop table {name}")
        del self._kept[before:]

    def covers(self) -> str:
        """Say in words which days hold postings."""
        months = self.months
        return f"the mart covers {months[0]} to {months[-1]}" if months else "the mart holds no dated postings"

    def _file(self, name: str) -> Any:
        return self.backend.read_parquet(str(self.folder / f"{name}.parquet"))


def month_of(day: dt.date | None) -> str:
    """Return the name under which the mart files a day.

    >>> month_of(dt.date(2026, 10, 5)), month_of(None)
    ('2026-10', 'undated')
    """
    return f"{day:%Y-%m}" if day else UNDATED


def _state(folder: Path) -> State:
    state = read_state(folder)
    if state is None or not state.months:
        raise JobtideError("no postings are ready to be measured", str(folder), "run `jobtide extract` first")
    return state


def _duckdb(folder: Path) -> Any:
    backend = ibis.duckdb.connect()
    # by default it would be written to wherever the command was started
    spill = str(folder.absolute() / f".spill-{uuid4().hex}").replace("'", "''")
    backend.raw_sql(f"set memory_limit = '{MEMORY}'; set temp_directory = '{spill}'")
    backend.raw_sql("set preserve_insertion_order = false")
    return backend
