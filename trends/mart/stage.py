"""Staging: the store's rows pass through DuckDB on disk, become the mart's tables and leave as one file a month."""

import tomllib
from collections.abc import Collection
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import numpy as np
import pyarrow as pa

from trends.mart import statements
from trends.mart.arrow import Reader
from trends.mart.chosen import Chosen, Ids, distinct
from trends.mart.earlier import Earlier
from trends.mart.files import UNDATED, month_file, replacing
from trends.mart.small import Small
from trends.mart.words import Vocabulary, Words

HERE = Path(__file__).parent
ANNUAL = HERE / "annual.toml"
MEMORY = "512MB"
"""Staging spills to disk beyond this, so memory stays flat however many postings there are."""
FEW = 120_000
"""Postings that find room in memory, which is quicker."""
GROUP = 16384
"""Rows that one thread works on at a time; of groups as large as DuckDB's own, a day's postings are but one."""
ORDER = {"vacancies": "posting", "pays": "posting, position", "tags": "dimension, key, posting"}
"""How each table is sorted; `tags`, the longest in coming, is written last."""
WORDS = ("dimension", "key")
"""Columns of `tags` that are sorted by as numbers, which takes a third of the time."""
SLUG = "create macro slug(name) as trim(regexp_replace(lower(strip_accents(name)), '[^a-z0-9]+', '-', 'g'), '-')"
COPIES = f"select posting from said_vacancies where reason = '{statements.COPY}' order by posting"  # noqa: S608 - our own name


class Staging:
    """A DuckDB database in `disk`, or for few postings in memory, that lives as long as one refresh."""

    def __init__(self, duck: duckdb.DuckDBPyConnection, disk: Path, words: Words, small: Small) -> None:
        """`duck` is a connection that nobody else uses; it is closed at the end."""
        self.duck = duck
        self.duck.execute(f"set memory_limit = '{MEMORY}'; set temp_directory = '{disk}'")
        self._disk = disk
        self._words = words
        for name, table in {**_annual(), "boards": small.boards, "spans": small.spans}.items():
            self.duck.register(name, table)
        self.duck.register("employers", small.employers)
        self._aside = ThreadPoolExecutor(1)
        self._tags: Future[None] = Future()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._aside.shutdown(cancel_futures=True)
        self.duck.close()

    def read(self, store: Reader) -> None:
        """Take all postings and make the mart's tables of them."""
        self._open(self._disk / "staging.duckdb")
        _take(self.duck, store, statements.vacancies, None)
        self._make(store, None)

    def read_touched(self, store: Reader, touched: Ids, earlier: Earlier) -> None:
        """Take the postings that are `touched`, and those that hang on them, and make the mart's tables of all."""
        self._open(":memory:" if len(touched) <= FEW else self._disk / "staging.duckdb")
        _keep(self.duck, "touched", pa.table({"posting": touched}))
        _take(self.duck, store, statements.vacancies, Chosen(ids=touched))
        mates = distinct(earlier.of_vacancies())
        mates = mates[~np.isin(mates, touched)]
        if len(mates):
            self._add("touched", pa.table({"posting": mates}))
            with store.stream(statements.vacancies(store.dialect, Chosen(ids=mates))) as batches:
                self._add("said_vacancies", batches)
        copies = self.duck.execute(COPIES).fetchnumpy()["posting"].tolist()
        self._make(store, Chosen(ids=distinct(touched, mates), copies=copies))

    def months(self) -> dict[str, int]:
        """Return the months of the postings that were taken, and how many each has."""
        counts = "select month, count(*) from vacancies group by month"
        return {month or UNDATED: count for month, count in self.duck.execute(counts).fetchall()}

    def write(self, folder: Path, months: Collection[str], earlier: Earlier | None = None) -> None:
        """Write the files of `months`: what was taken, and what stays of those written `earlier`."""
        for table in ORDER:
            staying = {month: earlier.staying(table, month) for month in months if earlier and month in earlier.months}
            if table == "tags":
                self._tags.result()
                self._number_words(staying.values())
            for month in months:
                rows = f"select * exclude (month) from {table} where month = '{'' if month == UNDATED else month}'"  # noqa: S608 - our own names
                if month in staying:
                    rows = f"{rows} union all by name {staying[month]}"
                with replacing(month_file(folder, table, month)) as beside:
                    self._copy(table, rows, beside)

    def places(self) -> pa.Table:
        """Return key, label and group (country, region or metro) of every place."""
        names = 'select key, min(label) as label, min("group") as "group" from placed group by key'
        return self.duck.sql(names).to_arrow_table()

    def _open(self, file: Path | str) -> None:
        self.duck.execute(f"attach '{file}' as staging (row_group_size {GROUP}); use staging; {SLUG}")

    def _number_words(self, others: Collection[str]) -> None:
        """Make a type of each of WORDS, of the rows of `tags` and of those of `others`."""
        for column in WORDS:
            known = " union ".join(f"select {column} from ({rows})" for rows in ("from tags", *others))  # noqa: S608 - our own names
            self.duck.execute(f"create type {column}_words as enum (select * from ({known}) order by 1)")  # noqa: S608 - the same

    def _copy(self, table: str, rows: str, file: Path) -> None:
        shown = "* exclude (position)" if table == "pays" else "*"
        if table == "tags":
            numbered = ", ".join(f"{column}::{column}_words as {column}" for column in WORDS)
            rows = f"select * replace ({numbered}) from ({rows})"  # noqa: S608 - our own names
        ordered = f"select {shown} from ({rows}) order by {ORDER[table]}"  # noqa: S608 - our own names
        self.duck.execute(f"copy ({ordered}) to '{file}' (format parquet, compression zstd)")

    def _make(self, store: Reader, chosen: Chosen | None) -> None:
        for statement in (statements.places, statements.moved):
            _take(self.duck, store, statement, chosen)
        beside = self.duck.cursor()
        beside.execute("use staging")
        pays = self._aside.submit(_take, beside, store, statements.pays, chosen)
        said = self._aside.submit(_take, beside, store, statements.tags, chosen)
        for name in ("vacancies", "placed"):
            _create(self.duck, name)
        self._tags = self._aside.submit(self._make_tags, beside, said)
        pays.result()
        _create(self.duck, "pays")

    def _make_tags(self, beside: duckdb.DuckDBPyConnection, said: Future[None]) -> None:
        said.result()
        _keep(beside, "groups", _groups(self._words()))
        _create(beside, "tags")

    def _add(self, name: str, rows: pa.Table | pa.RecordBatchReader) -> None:
        self.duck.register("arriving", rows)
        self.duck.execute(f"insert into {name} select * from arriving")  # noqa: S608 - our own names
        self.duck.unregister("arriving")


def _take(
    duck: duckdb.DuckDBPyConnection, store: Reader, statement: statements.Statement, chosen: Chosen | None
) -> None:
    with store.stream(statement(store.dialect, chosen)) as batches:
        _keep(duck, f"said_{statement.__name__}", batches)


def _keep(duck: duckdb.DuckDBPyConnection, name: str, rows: pa.Table | pa.RecordBatchReader) -> None:
    duck.register("arriving", rows)
    duck.execute(f"create table {name} as select * from arriving")  # noqa: S608 - our own names
    duck.unregister("arriving")


def _create(duck: duckdb.DuckDBPyConnection, name: str) -> None:
    duck.execute(f"create table {name} as {(HERE / 'sql' / f'{name}.sql').read_text(encoding='utf-8')}")


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
