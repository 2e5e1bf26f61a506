from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine

from scheduler.migrations import upgrade
from scrapers.store.base import Base


def test_the_migrations_make_exactly_the_declared_tables(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)

        assert compare_metadata(context, Base.metadata) == []


def test_migrating_twice_changes_nothing(store_url: str, engine: Engine) -> None:
    upgrade(store_url)

    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == "0008"
