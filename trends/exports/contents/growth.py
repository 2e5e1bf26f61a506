"""Growth of many periods in one sheet, straight from the mart."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from scrapers.store.errors import JobtideError
from trends.columns import KEYS, SCHEMA
from trends.exports.contents.series import NAMES, SENTENCES
from trends.exports.sheets import Sheet, connect
from trends.growths.measure import growths
from trends.mart.read import Mart
from trends.periods import Period


def growth_sheet(mart: Path, periods: Sequence[Period]) -> Sheet:
    """Return `growth_<every>`: growth and growth of the share of `periods`, which are all of one length; oldest first.

    Raises JobtideError when no posting lies in any of their windows.
    """
    with Mart(mart) as opened:
        found = pa.concat_tables([SCHEMA.empty_table(), *growths(opened, periods)])
        if not found.num_rows:
            raise JobtideError("no posting lies in these periods", str(mart), f"{opened.covers()}: choose others")
    duck = connect()
    duck.register("told", found)
    rows = duck.sql(f"select {NAMES} from told")  # noqa: S608 - our own names
    return Sheet(name=f"growth_{periods[0].every}", parts=[rows], sentences=SENTENCES, keys=KEYS)
