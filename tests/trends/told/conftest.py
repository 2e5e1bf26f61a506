"""The small store, filled once."""

import shutil
from pathlib import Path

import pytest

from scrapers.store.engine import open_engine
from tests.trends.told.pages import DAY, SCOPE
from tests.trends.told.small import NOW, Told, fill
from trends.report import Report, build, span_of


@pytest.fixture(scope="session")
def told(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("small")
    shutil.copy(sqlite_template, folder / "store.db")
    engine = open_engine(f"sqlite:///{folder / 'store.db'}")
    found = fill(engine, folder)
    engine.dispose()
    return found


@pytest.fixture(scope="session")
def report(told: Told) -> Report:
    """Its report on AI, which several modules read."""
    return build(told.mart, told.series, span_of(DAY.date(), period=NOW), "ai", SCOPE)
