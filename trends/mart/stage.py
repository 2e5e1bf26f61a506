"""Staging: the store's rows pass through DuckDB on disk, become the mart's tables and leave as one file a month."""

import tomllib
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa

from trends.mart import statements
from trends.mart.arrow import Reader
from trends.mart.files import TABLES, UNDATED, month_file, replacing
from trends.mart.small import Vocabulary
from trends.mart.statements import Chosen

HERE = Path(__file__).parent
ANNUAL = HERE / "annual.toml"
MEMORY = "512MB"
"""Staging spills to disk beyond this, so memory stays flat however many postings there are."""
ORDER = {"vacancies": "posting", "tags": "dimension, key, posting", "pays": "posting, position"}
SLUG = "create macro slug(name) as trim(regexp_replace(lower(strip_accents(name)), '[^a-z0-9]+', '-', 'g'), '-')"


class Staging:
    """A DuckDB file in `disk` that lives as long as one refresh."""

    def __init__(self, disk: Path) -> None:
        self._duck = duckdb.connect(str(disk / "staging.duckdb"))
        self._duck.execute(f"set memory_limit = '{MEMORY}'; set temp_directory = '{disk}'; {SLUG}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._duck.close()

    def read(self, store: Reader, words: Vocabulary, chosen: Chosen | None) -> None:
        """Take the rows of the `chosen` postings (None: all) and make the mart's tables of them."""
        self._keep("groups", _groups(words))
        for name, table in _annual().items():
            self._keep(name, table)
        for statement in (statements.vacancies, statements.tags, statements.places, statements.moved, statements.pays):
            with store.stream(statement(store.dialect, chosen)) as batches:
                self._keep(f"said_{statement.__name__}", batches)
        for name in ("vacancies", "placed", "tags", "pays"):
            self._duck.execute(f"create table {name} as {(HERE / 'sql' / f'{name}.sql').read_text(encoding='utf-8')}")

    def write(self, folder: Path) -> int:
        """Write every month's files; return the number of postings."""
        months = self._duck.execute("select month, count(*) from vacancies group by month").fetchall()
        for month, _ in months:
            for table in TABLES:
                with replacing(month_file(folder, table, month or UNDATED)) as beside:
                    self._copy(table, month, beside)
        return sum(count for _, count in months)

    def places(self) -> pa.Table:
        """Return key, label and group (country, region or metro) of every place."""
        names = 'select key, min(label) as label, min("group") as "group" from placed group by key'
        return self._duck.sql(names).to_arrow_table()

    def _copy(self, table: str, month: str, file: Path) -> None:
        left_out = {"vacancies": "month", "tags": "month", "pays": "month, position"}[table]
        rows = f"select * exclude ({left_out}) from {table} where month = '{month}' order by {ORDER[table]}"  # noqa: S608 - our own names
        self._duck.execute(f"copy ({rows}) to '{file}' (format parquet, compression zstd)")

    def _keep(self, name: str, rows: pa.Table | pa.RecordBatchReader) -> None:
        self._duck.register("arriving", rows)
        self._duck.execute(f"create table {name} as select * from arriving")  # noqa: S608 - our own names
        self._duck.unregister("arriving")


def _groups(words: Vocabulary) -> pa.Table:
    pairs = [(key, entry.group) for key, entry in words.skills.items() if entry.group]
    return pa.table({"skill": [key for key, _ in pairs], "group": [group for _, group in pairs]}, schema=GROUPS)


def _annual() -> dict[str, pa.Table]:
    said: dict[str, dict[str, Any]] = tomllib.loads(ANNUAL.read_text(encoding="utf-8"))
    factors, unsaid = said["factors"], said["unsaid"]
    return {
        "factors": pa.table({"per": list(factors), "factor": [float(value) for value in factors.values()]}),
        "unsaid": pa.table({"currency": list(unsaid), "least": [float(value) for value in unsaid.values()]}),
    }


GROUPS = pa.schema({"skill": pa.string(), "group": pa.string()})
