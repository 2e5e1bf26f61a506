"""The verbs `explain` and `reference`: what they print, and how they refuse."""

import json
from pathlib import Path

import pytest

from scheduler.cli import main
from tests.trends.reference.test_reference import market, published_june
from tests.trends.test_measure import steady
from trends.measure import measure
from trends.periods import Period

QUARTER = ("--period", "2026-Q2", "--today", "2026-07-01")
JUNE = ("--period", "2026-06", "--today", "2026-07-01")


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0)


@pytest.fixture
def measured() -> None:
    made = steady()
    made.ad(1, "2026-05-06", "python")
    measure(made.write(), Path("series"), Period.parse("2026-Q2"))


def test_explain_prints_a_page(measured: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", "skill:python", *QUARTER) == 0

    said = capsys.readouterr()
    assert said.out.startswith("python (skill), growth of 2026-Q2: +0.0 %")
    assert not said.err


def test_explain_as_json_tells_the_same(measured: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", "all", *QUARTER, "--json") == 0

    said = json.loads(capsys.readouterr().out)
    assert (said["row"]["estimate"], said["window"]["first"]) == (pytest.approx(1 / 48, rel=1e-5), "2026-04-01")
    assert len(said["postings"]) == 10


def test_two_matches_end_with_2_and_both_names(measured: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", "python", "--metric", "new", *QUARTER) == 2

    said = capsys.readouterr()
    assert not said.out
    assert "employer:python, skill:python" in said.err


def test_what_was_not_measured_says_what_to_run(measured: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", "python", "--period", "2026-05", "--today", "2026-07-01") == 2
    assert "jobtide measure" in capsys.readouterr().err


def test_reference_prints_both_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    market()
    file = published_june("AI_posting.csv", "US,5.0", "US,2.0")

    assert run("reference", str(file), *JUNE) == 0

    said = capsys.readouterr()
    row = " ".join(said.out.splitlines()[1].split())
    assert row == "2026-06 2025-06 ai-share US 5.00 % 2.00 % +150.0 % 50.00 % 25.00 % +100.0 % 24 48"
    assert "CC BY 4.0" in said.err


def test_reference_names_files_that_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    market()
    published_june("AI_posting.csv", "US,5.0", "US,2.0")
    Path("other.csv").write_text("a,b\n", encoding="utf-8")

    assert run("reference", "AI_posting.csv", "other.csv", *JUNE, "--country", "us", "--json") == 1

    said = capsys.readouterr()
    assert [line["country"] for line in json.loads(said.out)] == ["US"]
    assert "other.csv" in said.err


def test_reference_without_a_file_it_knows_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("reference", "nowhere.csv", *JUNE) == 2
    assert "no such file" in capsys.readouterr().err
