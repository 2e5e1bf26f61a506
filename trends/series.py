"""Where a period's numbers lie, and how to read them."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from scrapers.store.errors import JobtideError
from trends.columns import SCHEMA
from trends.periods import Period


def series_file(series: Path, period: Period) -> Path:
    """Return the file of one period.

    >>> series_file(Path("series"), Period.parse("2026-10")).as_posix()
    'series/every=month/period=2026-10.parquet'
    """
    return series / f"every={period.every}" / f"period={period.key}.parquet"


def read_series(series: Path, period: Period) -> pa.Table:
    """Return every number of `period`, with exactly the columns of `SCHEMA`.

    Raises JobtideError when the period was not measured.
    """
    file = series_file(series, period)
    if not file.is_file():
        raise JobtideError(
            f"{period.key} is not measured yet",
            str(series),
            f"run `jobtide measure --every {period.every} --period {period.key}`",
        )
    return pq.ParquetFile(file).read().select(SCHEMA.names)
