"""The scenarios through `import csv`, `extract` and `measure`: what they count is what the estimator was promised."""

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

import extract.vocabulary
from extract import components, tagger
from extract.stage import extract_new
from scrapers.imports.table import import_csv
from scrapers.store.engine import open_engine
from tests.trends.invented import Numbers
from tests.trends.simulation.ads import PERIOD, SCENARIOS, Files, arrays, files_of
from tests.trends.simulation.estimates import growth, sums
from tests.trends.simulation.market import seeded
from trends.mart import refresh
from trends.mart.read import Mart
from trends.measure import measured

RUNS = 3
NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Engine]:
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()


@contextmanager
def last_year_s_words(folder: Path) -> Iterator[None]:
    """A vocabulary that knows Kubernetes by no other name."""
    shutil.copytree(extract.vocabulary.FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    file = folder / "skills" / "devops.toml"
    said = file.read_text(encoding="utf-8")
    assert '"k8s", ' in said
    file.write_text(said.replace('"k8s", ', ""), encoding="utf-8")
    read = extract.vocabulary.load_vocabulary.__wrapped__
    before = read.__defaults__
    read.__defaults__ = (folder,)
    _forget()
    yield
    read.__defaults__ = before
    _forget()


def _forget() -> None:
    """Drop everything that was made from the vocabulary."""
    extract.vocabulary.load_vocabulary.cache_clear()
    for module in (components, tagger):
        for made in vars(module).values():
            if hasattr(made, "cache_clear"):
                made.cache_clear()


def imported(engine: Engine, scenario: str, run: int, folder: Path) -> Files:
    files = files_of(scenario, seeded(f"{scenario} {run}"))
    ads, spans = files.write(folder)
    import_csv(engine, [ads], {}, spans, NOW)
    return files


def numbers(engine: Engine, folder: Path) -> Numbers:
    refresh(engine, folder)
    with Mart(folder) as mart:
        return Numbers(measured(mart, PERIOD))


def check(files: Files, found: Numbers) -> None:
    """Compare counts and growth, of all and of the skill, with what the scenario's truth gives the estimator."""
    for kept, (dimension, key) in ((files.kept, ("all", "all")), (files.kept_skill, files.key)):
        now, then = arrays(kept)
        row = found.row("growth", key, dimension)
        assert row is not None
        assert (row["n_now"], row["n_then"]) == (now.sum(), then.sum())
        expected = growth(sums(now, then))
        assert [row["estimate"], row["low"], row["high"]] == pytest.approx(
            [expected.rate[0], expected.low[0], expected.high[0]], rel=1e-5
        )


@pytest.mark.long
@pytest.mark.parametrize("run", range(RUNS))
@pytest.mark.parametrize("scenario", [name for name in SCENARIOS if name != "the vocabulary changes"])
def test_the_code_counts_what_is_true(scenario: str, run: int, store: Engine, tmp_path: Path) -> None:
    files = imported(store, scenario, run, tmp_path)
    extract_new(store, NOW)

    found = numbers(store, tmp_path / "mart")

    check(files, found)


@pytest.mark.long
@pytest.mark.parametrize("run", range(RUNS))
def test_a_new_vocabulary_reads_both_years_again(run: int, store: Engine, tmp_path: Path) -> None:
    with last_year_s_words(tmp_path / "words"):
        files = imported(store, "the vocabulary changes", run, tmp_path)
        extract_new(store, NOW)
        old = numbers(store, tmp_path / "mart").row("growth", "kubernetes", "skill")
    extract_new(store, NOW)

    check(files, numbers(store, tmp_path / "mart"))
    assert old is not None
    assert old["n_now"] < 0.7 * sum(files.kept_skill["now"])
