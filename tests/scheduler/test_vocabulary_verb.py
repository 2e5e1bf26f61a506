"""`jobtide vocabulary`: what the store's ads ask for and the vocabulary lacks, and what its own examples prove."""

import json
from pathlib import Path

import pytest

from scheduler.cli import main
from tests.scrapers.imports.files import plain, write_lines

STACK = "Stack: Python, Postgres, Zworkel, Kubernetes and React. We pay well and work from anywhere in the country."


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0)


@pytest.fixture
def thread(tmp_path: Path) -> Path:
    ads = [plain(number, f"Acme {number} | Engineer | Remote\n{STACK}") for number in range(1, 6)]
    return write_lines(tmp_path / "2024-01.jsonl", ads)


def test_terms_of_stored_ads_are_suggested(thread: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", "hn-text", str(thread)) == run("extract") == 0
    capsys.readouterr()
    assert run("vocabulary", "suggest", "--json", "--today", "2024-03-01") == 0
    found = json.loads(capsys.readouterr().out)
    assert [(one["term"], one["employers"], one["before"]) for one in found] == [("Zworkel", 5, 0)]


def test_the_shipped_vocabulary_holds_together(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("vocabulary", "check", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"clashes": [], "unproved": []}


def test_a_form_without_examples_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "few.jsonl").write_text('{"text": "We write Go.", "expect": ["go"]}\n')
    assert run("vocabulary", "check", "few.jsonl") == 1
    assert "Go (go): no example of no\n" in capsys.readouterr().out


def test_a_broken_example_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.jsonl").write_text('{"text": "We write Go."}\n')
    assert run("vocabulary", "check", "bad.jsonl") == 2
    assert capsys.readouterr().err.startswith("jobtide: bad.jsonl line 1: no example; write {")
