"""What ours is held against: DuckDB alone on the same files."""

from pathlib import Path

import duckdb

from trends.mart.files import month_file
from trends.mart.read import Mart
from trends.periods import Period, Window

MEMORY = "1500MB"
DIMENSIONS = ("skill", "role", "place")


def latest(folder: Path, period: Period, number: str) -> int:
    """Count the vacancies of every key in the two windows of a period; return the number of keys."""
    now, then = period.window(), period.base_window()
    return _asked(
        folder,
        (now, then),
        f"""
        select dimension, key, {number} filter (new_on between date '{now.first}' and date '{now.last}') as now,
            {number} filter (new_on between date '{then.first}' and date '{then.last}') as before
        from tags
        where dimension in {DIMENSIONS} and (new_on between date '{now.first}' and date '{now.last}'
            or new_on between date '{then.first}' and date '{then.last}')
        group by all order by all
        """,
    )


def weeks(folder: Path, periods: list[Period], number: str) -> int:
    """Count the vacancies of every key by week, over all days that the windows of the periods touch."""
    span = Window(first=periods[0].base_window().first, last=periods[-1].span.last)
    return _asked(
        folder,
        (span,),
        f"""
        select dimension, key, date_trunc('week', new_on) as week, {number} as number
        from tags
        where dimension in {DIMENSIONS} and new_on between date '{span.first}' and date '{span.last}'
        group by all order by all
        """,
    )


DISTINCT = "count(distinct vacancy)"
OPENING = "count_if(opens)"
"""Near enough, and much cheaper: it counts what opens, which on a thread is not all that is advertised."""


def _asked(folder: Path, windows: tuple[Window, ...], question: str) -> int:
    with Mart(folder) as mart:
        files = [str(month_file(folder, "tags", month)) for month in mart.months_of(*windows)]
    with duckdb.connect() as duck:
        duck.execute(f"set memory_limit = '{MEMORY}'; set preserve_insertion_order = false")
        duck.execute(f"create view tags as select * from read_parquet({files})")
        return duck.sql(question).to_arrow_table().num_rows
