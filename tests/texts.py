"""Bodies of stored texts, for tests that write or read them directly."""

from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, Select

from scrapers.ingest import bodies


def at(connection: Connection, html: str) -> dict[str, int]:
    """Store a body and return the columns of `posting_version` that say where."""
    ((key, part),) = bodies.write(connection, [html])
    return {"bodies_id": key, "part": part}


def with_html(connection: Connection, chosen: Select[Any]) -> list[Any]:
    """Return each row of a question that asks for `bodies_id` and `part`, with its `html`."""
    rows = connection.execute(chosen).all()
    found = bodies.read(connection, [(row.bodies_id, row.part) for row in rows])
    return [SimpleNamespace(**row._mapping, html=found[row.bodies_id, row.part]) for row in rows]
