"""Bring a store to the newest tables; Alembic is the only thing that makes or changes a table."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.exc import OperationalError

from scrapers.store.engine import open_engine
from scrapers.store.errors import JobtideError


def upgrade(url: str) -> None:
    """Apply every missing migration to the store at `url`.

    Raises JobtideError when the store cannot be opened.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    engine = open_engine(url)
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except OperationalError as error:
        raise JobtideError(
            f"cannot open the store ({error.orig})", engine.url.render_as_string(), "check [store] url"
        ) from error
    finally:
        engine.dispose()
