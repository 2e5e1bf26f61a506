"""How many rows or parameters go into one statement."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

CHUNK = 500
"""SQLite takes 32,766 parameters at most, PostgreSQL 65,535."""

Item = TypeVar("Item")


def chunks(items: Sequence[Item], size: int = CHUNK) -> Iterator[Sequence[Item]]:
    """Yield `items` in runs of at most `size`.

    >>> [list(chunk) for chunk in chunks("abcde", 2)]
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    for start in range(0, len(items), size):
        yield items[start : start + size]
