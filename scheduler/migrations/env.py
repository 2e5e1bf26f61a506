"""Alembic's entry: runs migrations on the connection it is handed, for all stages' tables."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

import extract.tables  # noqa: F401 - declares tables
import scheduler.tables  # noqa: F401 - declares tables
import scrapers.tables  # noqa: F401 - declares tables
import trends.tables  # noqa: F401 - declares tables
from scrapers.store.base import Base, Compressed, Moment, Money


def _plain_type(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write column types without our own classes, so that old migrations outlive them."""
    plain = {Moment: "sa.DateTime(timezone=True)", Compressed: "sa.LargeBinary()", Money: "sa.BigInteger()"}
    return plain.get(type(item), False) if kind == "type" else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_item=_plain_type,
    # SQLite cannot alter a column in place; batch mode copies the table.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
