"""What the rules said: one sheet."""

from collections.abc import Sequence

import pyarrow as pa

from trends.alerts import Alert, table
from trends.exports.contents.columns import COLUMNS
from trends.exports.sheets import Sheet, connect

SENTENCES = COLUMNS["alerts"]
KEYS = ("period", "rule", "dimension", "key")


def alerts_sheet(alerts: Sequence[Alert], name: str = "alerts") -> Sheet:
    """Return `alerts` in their order."""
    said: pa.Table = table(alerts).append_column("place", pa.array(range(len(alerts)), pa.int64()))
    duck = connect()
    duck.register("said", said)
    columns = ", ".join(
        f"plain({column}) as {column}" if column in ("label", "said") else column for column in SENTENCES
    )
    rows = duck.sql(f"select {columns} from said order by place")  # noqa: S608 - own names
    return Sheet(name=name, parts=[rows], sentences=SENTENCES, keys=KEYS)
