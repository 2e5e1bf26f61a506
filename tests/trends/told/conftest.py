"""The small store, filled once."""

import shutil
from pathlib import Path

import pytest

from scrapers.store.engine import open_engine
from tests.trends.told.small import Told, fill


@pytest.fixture(scope="session")
def told(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("small")
    shutil.copy(sqlite_template, folder / "store.db")
    engine = open_engine(f"sqlite:///{folder / 'store.db'}")
    found = fill(engine, folder)
    engine.dispose()
    return found
