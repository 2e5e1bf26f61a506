"""Open the store: SQLite by default, PostgreSQL where the URL says so."""

from typing import Any

import orjson
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

PRAGMAS = (
    "journal_mode=wal",
    "synchronous=normal",
    "foreign_keys=on",
    "busy_timeout=30000",
    "temp_store=memory",
    # Four times the default: pages that many boards change are then written into the file once.
    "wal_autocheckpoint=4000",
    "cache_size=-16384",
)


def open_engine(url: str) -> Engine:
    """Return an engine for `url` (`sqlite:///path` or `postgresql+psycopg://…`).

    SQLite connections get WAL, foreign keys and a 30 s wait for the writer.
    """
    engine = create_engine(url, json_serializer=_to_json, json_deserializer=orjson.loads)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
    return engine


def _to_json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _set_pragmas(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"pragma {pragma}")
    cursor.close()
