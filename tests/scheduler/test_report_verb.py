"""The verb `report`: page, CSVs, JSON, and refusals."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from scheduler.cli import main
from tests.trends.told import small


@pytest.fixture(scope="module")
def filled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    shutil.copytree(small.filled(sqlite_template, tmp_path_factory), folder, dirs_exist_ok=True)
    (folder / "jobtide.toml").write_text("")
    return folder


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0)


def report(folder: Path, *arguments: str) -> int:
    return run("report", "--settings", str(folder / "jobtide.toml"), "--today", "2026-11-16", *arguments)


def test_the_last_quarter_is_told_without_options_and_no_table_of_an_earlier_report_stays(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = filled / "out" / "report_ai_2026-Q3"
    folder.mkdir(parents=True)
    (folder / "claim-28.csv").write_text("a table of an earlier report")
    assert report(filled) == 0
    page = Path(capsys.readouterr().out.strip())

    assert page == folder / "index.html"
    assert not (folder / "claim-28.csv").exists()
    assert "40 boards on 1 platform" in page.read_text("utf-8")
    with (page.parent / "claim-01.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {row["period"] for row in rows} >= {"2026-Q3", "2025-Q3"}


def test_json_holds_the_answers(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(filled, "--period", "2026-Q2", "--json", "--out", "here") == 0
    told = json.loads(capsys.readouterr().out)

    assert [one["number"] for one in told["answers"]] == list(range(1, 30))
    assert {one["state"] for one in told["answers"]} >= {"answered", "cannot"}
    assert all(Path(one["file"]).is_file() for one in told["answers"] if one["file"])
    assert told["page"] == "here/index.html"


def test_two_days_compare_the_periods_around_them(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(filled, "--from", "2024-08-15", "--to", "2026-10-02", "--json") == 0
    told = json.loads(capsys.readouterr().out)

    assert Path(told["page"]).parent.name == "report_ai_2024-Q3_2026-Q3"
    page = Path(told["page"]).read_text("utf-8")
    assert "1 July – 30 September 2026 against 1 July – 30 September 2024" in page
    with (Path(told["page"]).parent / "claim-03.csv").open(encoding="utf-8", newline="") as lines:
        (row,) = [row for row in csv.DictReader(lines) if row["key"] == "ml-engineer"]
    assert (row["compared_with"], row["n_now"], row["n_then"]) == ("2024-Q3", "110", "60")


def test_another_topic_is_told_alike(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(filled, "--topic", "marketing", "--json") == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Marketing in job postings: Q3 2026"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--topic", "clou"], "unknown topic 'clou'; did you mean 'cloud'?"),
        (["--period", "2026-10"], "2026-10 is not measured yet"),
        (["--period", "2026-Q4"], "2026-Q4 is not over yet"),
        (["--period", "2026-Q3", "--to", "2026-10-01"], "both --period and --to"),
        (["--period", "2026-Q3", "--every", "month"], "'2026-Q3' is no month"),
        (["--from", "yesterday"], "'yesterday' is no date"),
        (["--from", "2026-08-01"], "is not earlier than 2026-Q3"),
    ],
)
def test_refusals_name_the_remedy(
    filled: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert report(filled, *arguments, "--out", "nowhere") == 2
    assert words in capsys.readouterr().err
    assert not Path("nowhere").exists()
