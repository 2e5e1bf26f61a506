"""The days of periods: one sheet, by which a snapshot of weeks, months and quarters is sorted."""

from collections.abc import Sequence

import pyarrow as pa

from trends.exports.contents.columns import COLUMNS
from trends.exports.sheets import Sheet, connect
from trends.periods import Period

KEYS = ("period",)


def periods_sheet(periods: Sequence[Period]) -> Sheet:
    """Return `periods`, the oldest first."""
    rows = [
        {
            "period": period.key,
            "every": period.every.value,
            "first_day": period.span.first,
            "last_day": period.span.last,
            "compared_with": period.compared_with,
        }
        for period in periods
    ]
    duck = connect()
    duck.register("said", pa.Table.from_pylist(rows))
    parts = [duck.sql("select * from said order by last_day, period")]
    return Sheet(name="periods", parts=parts, sentences=COLUMNS["periods"], keys=KEYS)
