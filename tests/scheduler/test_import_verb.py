import json
from pathlib import Path

import pytest

from scheduler.cli import main
from tests.scrapers.imports.files import comment, write_lines


def jobtide(*words: str | Path) -> int:
    """Run a command line and return its exit code."""
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    return int(ended.value.code or 0)


def test_an_import_says_what_it_did_on_stderr_and_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write_lines(tmp_path / "2024-01.jsonl.gz", [comment(10), comment(11)])
    assert jobtide("import", "hn-firebase", file) == 0
    first = capsys.readouterr()
    assert first.out == ""
    assert "2 postings of 2 records in 1 file: 2 new, 0 changed, 0 unchanged" in first.err
    assert jobtide("import", "hn-firebase", file, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["unchanged"], told["months"]) == (2, ["2024-01"])


def test_a_broken_line_ends_with_exit_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write_lines(tmp_path / "2024-01.jsonl", [comment(10), "{oops"])
    assert jobtide("import", "hn-firebase", file) == 1
    assert f"{file}:2: not JSON" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["hn-firebse", "x"], "did you mean 'hn-firebase'?"),
        (["csv", "nowhere.csv"], "nowhere.csv: no such file"),
        (["hn-text", "x", "--coverage", "y"], "--coverage goes with csv and jobspy only"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert jobtide("import", *words) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_columns_are_mapped_in_the_settings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("jobtide.toml").write_text('[imports.columns]\nexternal_id = "Nr"\n')
    file = tmp_path / "ads.csv"
    file.write_text("board,Nr,title,posted_on\nacme,1,Welder,2024-01-02\n")
    assert jobtide("import", "csv", file) == 0
    assert "1 new" in capsys.readouterr().err
