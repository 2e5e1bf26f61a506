"""Write many rows of one table at once: a prepared statement on SQLite, COPY through a staging table on PostgreSQL.

SQLAlchemy binds each value of each row by itself, which costs more than both databases take to store it. Here a
statement is compiled once a process and rows go to the driver as tuples, column by column through the same types.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Dialect,
    LargeBinary,
    Table,
    bindparam,
    case,
    column,
    select,
    table,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeEngine

from scrapers.store.base import Moment

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

Row = Sequence[Any]
Changes = Callable[[Any], Mapping[str, Any]]
"""From the row that is being written to column → value, for the row that is there already."""


class Upsert:
    """One way of writing rows: which columns, what makes two rows the same, and what then changes."""

    def __init__(self, model: Any, columns: Sequence[str], keys: Sequence[str], changes: Changes | None = None) -> None:
        """`model` is a mapped class; without `changes` a row that is there already stays as it is."""
        self.table: Table = model.__table__
        self.columns = tuple(columns)
        self.keys = tuple(keys)
        self.changes = changes

    def write(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Write rows whose values stand in the order of `columns`; no two of them may be the same by `keys`."""
        if not rows:
            return
        if connection.dialect.name == "postgresql":
            self._copy(connection, bind(self.table, self.columns, connection.dialect, rows))
        else:
            text, order = _compiled(self, connection.dialect)
            connection.exec_driver_sql(text, bind(self.table, self.columns, connection.dialect, rows, order))

    def statement(self, dialect: Dialect) -> "sqlite.Insert | postgresql.Insert":
        """Return the insert, from the staging table where there is one."""
        insert = insert_into(dialect, self.table)
        if dialect.name == "postgresql":
            staged = table(self.staging, *(column(name) for name in self.columns))
            insert = insert.from_select(self.columns, select(staged))
        else:
            insert = insert.values({name: bindparam(name) for name in self.columns})
        if self.changes is None:
            return insert.on_conflict_do_nothing()
        return insert.on_conflict_do_update(index_elements=self.keys, set_=dict(self.changes(insert.excluded)))

    @property
    def staging(self) -> str:
        """Name of the session's own table that rows are copied into."""
        return f"staging_{self.table.name}"

    def _copy(self, connection: Connection, rows: Sequence[Row]) -> None:
        names = ", ".join(self.columns)
        connection.exec_driver_sql(
            f"create temp table if not exists {self.staging} on commit delete rows "  # noqa: S608 - names of our own
            f"as select {names} from {self.table.name} with no data"
        )
        driver = connection.connection.driver_connection
        assert driver is not None  # noqa: S101 - an open connection has one
        with driver.cursor() as cursor, cursor.copy(f"copy {self.staging} ({names}) from stdin") as copy:
            for row in rows:
                copy.write_row(row)
        connection.execute(self.statement(connection.dialect))
        connection.exec_driver_sql(f"delete from {self.staging}")  # noqa: S608 - names of our own


class UpdateMany:
    """One update that is carried out for many keys, each with values of its own."""

    def __init__(self, model: Any, keys: Sequence[str], values: Sequence[str], where: str = "") -> None:
        """`where` is a further condition in SQL that both databases understand."""
        self.table: Table = model.__table__
        self.columns = (*values, *keys)
        changes = ", ".join(f"{name} = {{}}" for name in values)
        conditions = " and ".join([*(f"{name} = {{}}" for name in keys), *([where] if where else [])])
        self.text = f"update {self.table.name} set {changes} where {conditions}"  # noqa: S608 - names of our own

    def write(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Update for rows that give first the values, then the keys."""
        if rows:
            mark = "%s" if connection.dialect.name == "postgresql" else "?"
            text = self.text.format(*[mark] * len(self.columns))
            connection.exec_driver_sql(text, bind(self.table, self.columns, connection.dialect, rows))


def insert_into(dialect: Dialect, into: Any) -> "sqlite.Insert | postgresql.Insert":
    """Return the dialect's INSERT into a table or mapped class, which knows ON CONFLICT."""
    if dialect.name == "postgresql":
        # Who keeps the store in SQLite need not wait until this is loaded.
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(into)
    return sqlite.insert(into)


def bind(
    model: Table, columns: Sequence[str], dialect: Dialect, rows: Sequence[Row], order: Sequence[int] | None = None
) -> list[tuple[Any, ...]]:
    """Return rows as the driver wants them, each value through its column's type.

    `order` says which of `columns` comes first, second, and so on, where that is not their own order.
    """
    processors = _processors(model, tuple(columns), dialect)
    by_column = list(zip(*rows, strict=True))
    bound = [values if p is None else p(values) for p, values in zip(processors, by_column, strict=True)]
    return list(zip(*(bound if order is None else [bound[place] for place in order]), strict=True))


Processor = Callable[[Sequence[Any]], list[Any]]


@lru_cache(maxsize=64)
def _processors(model: Table, columns: tuple[str, ...], dialect: Dialect) -> tuple[Processor | None, ...]:
    return tuple(_processor(model.c[name].type, dialect) for name in columns)


def _processor(kind: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    if isinstance(kind, LargeBinary):  # both drivers take bytes as they are
        return None
    bound = kind.dialect_impl(dialect).bind_processor(dialect)
    if bound is None:
        return None
    if not isinstance(kind, Moment | Date):
        return lambda values: [bound(value) for value in values]

    def process_days(values: Sequence[Any]) -> list[Any]:
        # Most rows of a crawl share their moments and days.
        if values.count(values[0]) == len(values):
            return [bound(values[0])] * len(values)
        known = {value: bound(value) for value in set(values)}
        return [known[value] for value in values]

    return process_days


@lru_cache(maxsize=64)
def _compiled(upsert: Upsert, dialect: Dialect) -> tuple[str, tuple[int, ...]]:
    """Return the statement, and which column each of its parameters is."""
    compiled = upsert.statement(dialect).compile(dialect=dialect)
    positions = compiled.positiontup
    assert positions is not None  # noqa: S101 - SQLite's parameters are positional
    return str(compiled), tuple(map(upsert.columns.index, positions))


def later(old: Any, new: Any, *, earlier: bool = False) -> ColumnElement[Any]:
    """Return an expression for the later of two moments, or the earlier one; neither may be null."""
    return case((old < new, old), else_=new) if earlier else case((old < new, new), else_=old)
