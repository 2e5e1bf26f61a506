"""How the mart's statements write days, texts and flags, so that every database answers alike.

Nothing is ever null in an answer ('' and −1 stand for it): the SQLite driver of ADBC takes a column's type from its
first rows, so a column that starts with nulls would fail later.
"""

from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, String, case, cast, func
from sqlalchemy.orm import InstrumentedAttribute

Rows = Select[*tuple[Any, ...]]
AnyRows = Rows | CompoundSelect[*tuple[Any, ...]]
Column = ColumnElement[Any] | InstrumentedAttribute[Any]


def day(moment: Column, dialect: str) -> ColumnElement[str]:
    """Return the day of a moment (UTC) as text."""
    if dialect == "postgresql":
        return func.to_char(func.timezone("UTC", moment), "YYYY-MM-DD", type_=String)
    return func.substr(cast(moment, String), 1, 10, type_=String)


def text(value: Column, name: str) -> ColumnElement[str]:
    """Return a value as text, '' for null, under a name."""
    said = value if isinstance(value.type, String) else cast(value, String)
    return func.coalesce(said, "").label(name)


def flag(value: Column, name: str) -> ColumnElement[int]:
    """Return 1 or 0 under a name."""
    return case((value, 1), else_=0).label(name)
