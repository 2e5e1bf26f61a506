import json
import shutil
from pathlib import Path

import pytest

from scheduler.cli import main
from scrapers.store.engine import open_engine
from tests.trends.store import Store


@pytest.fixture(scope="module")
def filled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("filled") / "jobtide.db"
    shutil.copy(sqlite_template, file)
    engine = open_engine(f"sqlite:///{file}")
    made = Store(engine)
    acme = made.board("acme", ("2025-01-01", "2026-12-31"))
    for day in ("2025-05-05", "2025-06-05", "2026-05-05", "2026-06-05", "2026-06-06"):
        made.posting(acme, day, skills=("python",))
    made.save()
    engine.dispose()
    return file


@pytest.fixture
def store(filled: Path) -> None:
    shutil.copy(filled, "jobtide.db")


@pytest.fixture(scope="module")
def measured(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which June was measured."""
    folder = tmp_path_factory.mktemp("measured")
    shutil.copy(filled, folder / "jobtide.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert run("measure", "--every", "month", "--today", "2026-07-01") == 0
    return folder


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0)


def test_measure_then_export(store: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("measure", "--every", "month", "--today", "2026-07-01") == 0
    assert capsys.readouterr().out == "series/every=month/period=2026-06.parquet\n"

    assert run("export", "--every", "month", "--today", "2026-07-01", "--out", "csv") == 0
    assert "csv/skill_month.csv" in capsys.readouterr().out.splitlines()


def test_since_measures_every_period_and_says_which_were_empty(store: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("measure", "--since", "2026-05", "--period", "2026-07", "--today", "2026-08-01", "--json") == 1
    said = capsys.readouterr()

    assert [one["period"] for one in json.loads(said.out)] == ["2026-05", "2026-06"]
    assert "skipped" in said.err


@pytest.mark.parametrize(
    ("arguments", "files"),
    [
        (("--what", "postings"), {"postings_month.csv"}),
        (("--what", "postings", "--where", "skill=python", "--format", "parquet"), {"postings_month.parquet"}),
        (("--what", "growth"), {"growth_month.csv"}),
        (("--what", "postings", "--bom"), {"postings_month.csv"}),
        (("--what", "alerts"), {"alerts_month.csv"}),
        (("--format", "sqlite"), {"jobtide.sqlite"}),
        (("--format", "xlsx"), {"series_month.xlsx"}),
    ],
)
def test_everything_is_exported_as_asked(
    measured: Path, arguments: tuple[str, ...], files: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(measured, Path(), dirs_exist_ok=True)
    assert run("export", "--every", "month", "--today", "2026-07-01", "--out", "files", "--json", *arguments) == 0
    written = {Path(file) for file in json.loads(capsys.readouterr().out)}
    assert {file.name for file in written} == files | {"datapackage.json"}
    assert all(file.stat().st_size > 100 for file in written)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("measure", "--period", "2026-12", "--today", "2026-11-22"), "not over yet"),
        (("measure", "--every", "week", "--period", "2026-10"), "do not go together"),
        (("measure", "--since", "2026-11", "--period", "2026-10", "--today", "2026-12-22"), "later than"),
        (("measure", "--period", "yesterday"), "2026-W46"),
        (("measure", "--period", "2020-10"), "2025-05 to 2026-06"),
        (("export", "--period", "2020-10"), "jobtide measure"),
        (("export", "--what", "postings", "--period", "2020-10"), "jobtide measure"),
        (("export", "--what", "growth", "--period", "2020-10"), "jobtide extract"),
        (("export", "--what", "postings", "--format", "sqlite"), "no single postings"),
        (("export", "--where", "skill=rust"), "--what postings"),
        (("export", "--what", "postings", "--where", "skil=rust"), "did you mean 'skill'"),
        (("export", "--format", "parquet", "--bom"), "byte order mark"),
        (("explore",), "nothing was measured"),
    ],
)
def test_what_cannot_be_done_ends_with_2_and_a_remedy(
    store: None, arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 2
    assert said in capsys.readouterr().err


def test_a_store_without_tags_says_what_to_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("measure") == 2
    assert "jobtide extract" in capsys.readouterr().err
