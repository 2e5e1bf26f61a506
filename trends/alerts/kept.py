"""Alerts in the store, and out of it again."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from operator import itemgetter
from typing import Any

import pyarrow as pa
from sqlalchemy import Engine, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from trends.alerts.records import Alert, rank
from trends.periods import Period
from trends.tables import AlertRow

NAMES = [field.name for field in fields(Alert)]
UNIQUE = ("rule", "dimension", "key", "period")
KINDS = {str: pa.string(), float | None: pa.float64(), float: pa.float64(), int | None: pa.int64()}
SCHEMA = pa.schema({field.name: KINDS[field.type] for field in fields(Alert)})  # type: ignore[index]  # no strings here


def record(engine: Engine, period: Period, alerts: Sequence[Alert]) -> None:
    """Make the rows of `period` say exactly `alerts`."""
    said = [asdict(alert) | {"until": period.span.last} for alert in alerts]
    identify = itemgetter(*UNIQUE)
    insert = sqlite.insert if engine.dialect.name == "sqlite" else postgresql.insert
    with engine.begin() as connection:
        there = connection.execute(select(AlertRow.id, *_columns()).where(AlertRow.period == period.key)).mappings()
        kept = {identify(alert) for alert in said}
        gone = [row["id"] for row in there if identify(row) not in kept]
        if gone:
            connection.execute(delete(AlertRow).where(AlertRow.id.in_(gone)))
        if said:
            statement = insert(AlertRow)
            changed = {name: statement.excluded[name] for name in [*NAMES, "until"] if name not in UNIQUE}
            connection.execute(statement.on_conflict_do_update(index_elements=UNIQUE, set_=changed), said)


def read(engine: Engine, periods: Sequence[Period] | None = None) -> list[Alert]:
    """Return the alerts of `periods`, or all; by period, then new, resolved, still, each the most certain first."""
    statement = select(*_columns()).order_by(AlertRow.until, AlertRow.period)
    if periods is not None:
        statement = statement.where(AlertRow.period.in_([period.key for period in periods]))
    with engine.connect() as connection:
        found = [(row["until"], _alert(row)) for row in connection.execute(statement).mappings()]
    found.sort(key=lambda pair: (pair[0], pair[1].period, *rank(pair[1])))
    return [alert for _, alert in found]


def table(alerts: Sequence[Alert]) -> pa.Table:
    """Return alerts as a table, one column a field of `Alert`."""
    return pa.Table.from_pylist([asdict(alert) for alert in alerts], schema=SCHEMA)


def _columns() -> list[Any]:
    return [getattr(AlertRow, name) for name in [*NAMES, "until"]]


def _alert(row: Any) -> Alert:
    return Alert(**{name: row[name] for name in NAMES})
