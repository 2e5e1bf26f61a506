"""The earliest day on which something was advertised."""

import datetime as dt
from collections.abc import Sequence

import ibis

from trends.facts import SPOKEN
from trends.mart.read import Mart


def first_seen(mart: Mart, dimension: str, keys: Sequence[str], until: dt.date) -> dict[str, dt.date]:
    """Return for each of `keys` the earliest day, up to `until`, on which an ad that has it was new.

    Keys that no ad has are left out. It is a fact about the boards in the store: the thing may be older than they are.
    """
    months = [month for month in mart.months if month <= f"{until:%Y-%m}"]
    tags = mart.read("tags", months)
    tags = tags.filter((tags.dimension == dimension) & tags.key.isin(list(keys)) & (tags.new_on <= ibis.literal(until)))
    if dimension in SPOKEN:
        tags = tags.filter(tags.english)
    found = tags.group_by("key").agg(first=tags.new_on.min()).to_pyarrow().to_pylist()
    return {row["key"]: row["first"] for row in found}
