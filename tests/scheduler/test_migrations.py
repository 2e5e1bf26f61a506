from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, select, text

import scheduler.migrations
from scheduler.migrations import upgrade
from scrapers.store.base import Base, unpack
from scrapers.tables import PostingVersionRow
from tests.scrapers.ingest.board import Crawls, ad
from tests.texts import with_html


def test_the_migrations_make_exactly_the_declared_tables(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)

        assert compare_metadata(context, Base.metadata) == []


def test_migrating_twice_changes_nothing(store_url: str, engine: Engine) -> None:
    upgrade(store_url)

    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == "0009"


def test_texts_that_had_a_frame_each_are_the_same_texts_packed_together(store_url: str, engine: Engine) -> None:
    bodies = {str(number): f"<p>Weld bridge {number} ünder water</p>" * (number % 3) for number in range(450)}
    board = Crawls(engine)
    board.see(0, *(ad(key, html=html) for key, html in bodies.items()))
    board.see(1, ad("7", html="<p>Weld ships</p>"))
    wanted = texts(engine)
    go_back(engine, "0007")
    with engine.connect() as connection:
        frames = connection.execute(text("select posting_id, html from posting_version")).all()
    assert sorted((key, unpack(bytes(frame)).decode()) for key, frame in frames) == wanted

    upgrade(store_url)

    assert texts(engine) == wanted
    assert len(wanted) == 451


def go_back(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(scheduler.migrations.__file__).parent))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def texts(engine: Engine) -> list[tuple[int, str]]:
    with engine.connect() as connection:
        rows = with_html(connection, select(PostingVersionRow.__table__))
    return sorted((row.posting_id, row.html) for row in rows)
