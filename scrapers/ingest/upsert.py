"""The two things SQLAlchemy leaves to us about bulk writes: which `insert`, and how many at once."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

CHUNK = 500
"""Rows or parameters a statement: SQLite takes 32,766 parameters at most, PostgreSQL 65,535."""

Item = TypeVar("Item")


def insert_into(connection: Connection, table: Any) -> postgresql.Insert | sqlite.Insert:
    """Return the dialect's INSERT, which knows ON CONFLICT."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def chunks(items: Sequence[Item], size: int = CHUNK) -> Iterator[Sequence[Item]]:
    """Yield `items` in runs of at most `size`.

    >>> [list(chunk) for chunk in chunks("abcde", 2)]
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    for start in range(0, len(items), size):
        yield items[start : start + size]
