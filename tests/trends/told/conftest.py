"""The small store, filled once."""

from pathlib import Path

import pytest

from tests.trends.told.pages import DAY, SCOPE
from tests.trends.told.small import NOW, Told, filled
from trends.report import Report, build, span_of


@pytest.fixture(scope="session")
def told(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = filled(sqlite_template, tmp_path_factory)
    return Told(mart=folder / "mart", series=folder / "series")


@pytest.fixture(scope="session")
def report(told: Told) -> Report:
    """Its report on AI, which several modules read."""
    return build(told.mart, told.series, span_of(DAY.date(), period=NOW), "ai", SCOPE)
