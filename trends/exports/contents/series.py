"""The numbers of periods: a sheet a dimension, or all of them in one."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from scrapers.store.errors import JobtideError
from trends.columns import COLUMNS, KEYS
from trends.exports.sheets import Sheet, connect, quoted
from trends.periods import Period
from trends.series import series_file

SENTENCES = {name: column["sentence"] for name, column in COLUMNS.items()}
NAMES = ", ".join(f"plain({name}) as {name}" if name == "label" else name for name in COLUMNS)


def by_dimension(series: Path, periods: Sequence[Period]) -> list[Sheet]:
    """Return `<dimension>_<every>` for every dimension of `periods`, which are all of one length; oldest first.

    Raises JobtideError when one of them was not measured.
    """
    duck = _opened(series, periods)
    dimensions = duck.execute("select distinct dimension from told order by dimension").fetchall()
    return [
        Sheet(
            name=f"{dimension}_{periods[0].every}",
            parts=[
                duck.sql(f"select {NAMES} from told where dimension = {quoted(dimension)} order by last_day, place")  # noqa: S608 - own names
            ],
            sentences=SENTENCES,
            keys=KEYS,
        )
        for (dimension,) in dimensions
    ]


def whole(series: Path, periods: Sequence[Period]) -> Sheet:
    """Return all numbers of `periods`, of whatever length, as one sheet.

    Raises JobtideError when one of them was not measured.
    """
    rows = _opened(series, periods).sql(f"select {NAMES} from told order by last_day, period, place")  # noqa: S608 - own names
    return Sheet(name="series", parts=[rows], sentences=SENTENCES, keys=KEYS)


def _opened(series: Path, periods: Sequence[Period]) -> duckdb.DuckDBPyConnection:
    for period in periods:
        if not series_file(series, period).is_file():
            raise JobtideError(
                f"{period.key} is not measured yet",
                str(series),
                f"run `jobtide measure --every {period.every} --period {period.key}`",
            )
    duck = connect()
    ends = " union all ".join(
        f"select {quoted(period.key)} as period, {quoted(period.span.last.isoformat())} as last_day"
        for period in periods
    )
    files = [str(series_file(series, period)) for period in periods]
    # The path also says `period=`; hive_partitioning would take the columns from there.
    read = f"read_parquet({files}, hive_partitioning = false, file_row_number = true)"
    duck.execute(
        f"create view told as select numbers.*, file_row_number as place, last_day from {read} as numbers "  # noqa: S608 - own names
        f"join ({ends}) as ends using (period)"
    )
    return duck
