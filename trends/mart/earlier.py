"""What the mart holds already: whose rows a change in the store makes false, and the rows that stay."""

from functools import cached_property
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from trends.mart.chosen import Ids
from trends.mart.files import holds, month_file

OF_SPANS = """
with changed as (
    select
        board,
        case
            when before.to_day is null or now.to_day is null then from_day
            else least(before.to_day, now.to_day)
        end as after_day,
        greatest(coalesce(before.to_day, now.to_day), coalesce(now.to_day, before.to_day)) as until_day
    from spans_before as before
    full join spans_now as now using (board, from_day)
    where before.to_day is distinct from now.to_day
)
select posting
from earlier
join changed using (board)
where seen_on > cast(after_day as date) and seen_on <= cast(until_day as date)
"""
"""A posting is new on the day it was first seen only within a span, its first day left out."""
OF_BOARDS = """
select posting
from earlier
where board in (
    select board
    from boards_before as before
    join boards_now as now using (board)
    where (before.imported, before.employer) is distinct from (now.imported, now.employer)
)
"""
OF_VACANCIES = """
select posting
from earlier
where reason = 'place' and vacancy in (
    select vacancy from earlier where posting in (select posting from touched)
    union all
    select vacancy from said_vacancies
)
"""
"""Which of a vacancy's postings adds a place hangs on all of them, those that left it included."""


class Earlier:
    """The postings of the mart in `folder`, as `earlier` in DuckDB."""

    def __init__(self, duck: duckdb.DuckDBPyConnection, folder: Path, months: dict[str, int]) -> None:
        self._duck = duck
        self._folder = folder
        self.months = months
        files = [str(month_file(folder, "vacancies", month)) for month in months]
        duck.execute(
            f"create temp view earlier as select *, parse_filename(filename, true)[7:] as file_month "  # noqa: S608 - our own names
            f"from read_parquet({files}, filename = true)"
        )

    def of_spans(self, now: pa.Table) -> Ids:
        """Return the postings that spans of observation other than those of the mart may make new on another day."""
        return self._changed("spans", now, OF_SPANS)

    def of_boards(self, now: pa.Table) -> Ids:
        """Return the postings of boards that belong to another employer than in the mart, or are now imported."""
        return self._changed("boards", now, OF_BOARDS)

    def of_vacancies(self) -> Ids:
        """Return the copies for further places in the vacancies that `touched` postings belong to, or did."""
        return self._ids(OF_VACANCIES)

    @cached_property
    def gone(self) -> dict[str, int]:
        """The months that hold `touched` postings, and how many."""
        query = "select file_month, count(*) from earlier where posting in (select posting from touched) group by 1"
        return dict(self._duck.execute(query).fetchall())

    def staying(self, table: str, month: str) -> str:
        """Return a query for the rows of a month's file that no `touched` posting has; pays with their `position`."""
        rows = f"read_parquet('{month_file(self._folder, table, month)}', file_row_number = true)"
        position = ", file_row_number as position" if table == "pays" else ""
        where = " where posting not in (select posting from touched)" if month in self.gone else ""
        return f"select * exclude (file_row_number){position} from {rows}{where}"  # noqa: S608 - our own names

    def _changed(self, name: str, now: pa.Table, query: str) -> Ids:
        file = self._folder / f"{name}.parquet"
        if holds(file, now):
            return np.empty(0, np.int64)
        self._duck.register(f"{name}_now", now)
        self._duck.execute(f"create temp view {name}_before as from read_parquet('{file}')")
        return self._ids(query)

    def _ids(self, query: str) -> Ids:
        ids: Ids = self._duck.execute(query).fetchnumpy()["posting"]
        return np.asarray(ids, dtype=np.int64)
