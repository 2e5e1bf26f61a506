import csv
import gzip
import json
from pathlib import Path

import pytest

from scheduler.cli import main
from scrapers.answer import UnreadableError
from scrapers.parse import parse_answer
from scrapers.platforms import BUILT
from scrapers.store.errors import JobtideError

TWO_OF_THREE = {
    "jobs": [
        {"id": 1, "title": "Welder", "absolute_url": "https://acme.example/1"},
        {"id": 2, "title": "Fitter", "absolute_url": "https://acme.example/2"},
    ],
    "meta": {"total": 3},
}


def test_every_recording_of_a_built_platform_is_read_whole_and_nothing_is_invented(real_data: Path) -> None:
    folder = real_data / "responses"
    with (folder / "manifest.tsv").open(encoding="utf-8", newline="") as file:
        recordings = [
            row for row in csv.DictReader(file, delimiter="\t") if row["platform"] in BUILT and row["kind"] != "other"
        ]

    found = {}
    for row in recordings:
        postings = parse_answer(row["platform"], (folder / row["file"]).read_bytes()).postings
        found[row["file"]] = (
            str(len(postings)),
            postings[0].title if postings else "",
            "yes" if any(posting.posted_on for posting in postings) else "no",
            "yes" if any(posting.pay_said for posting in postings) else "no",
        )

    # Pay that stands only in a title or a text is not the parser's to find, and "3 days ago" is no date.
    assert recordings
    assert found == {
        row["file"]: (row["postings"], row["title_of_first"], is_dated(row), row["has_pay"]) for row in recordings
    }


def is_dated(row: dict[str, str]) -> str:
    has_only_relative = "relative dates" in row["note"] and "ISO" not in row["note"]
    return "no" if has_only_relative else row["has_date"]


def test_recordings_that_are_no_postings_give_none(real_data: Path) -> None:
    for path in sorted((real_data / "responses" / "jsonld").glob("*talentclue*")):
        assert parse_answer("jsonld", path.read_bytes()).postings == []


def test_another_tools_export_is_refused() -> None:
    with pytest.raises(UnreadableError, match="no list of jobs"):
        parse_answer("greenhouse", b'[{"id": 1, "title": "Welder", "source_url": "https://acme.example/1"}]')


def test_the_tree_of_departments_gives_each_posting_once() -> None:
    job = TWO_OF_THREE["jobs"][0]  # type: ignore[index]  # JSON
    tree = {"departments": [{"id": 9, "name": "Shop", "jobs": [job]}, {"id": 8, "name": "All", "jobs": [job]}]}

    assert [one.title for one in parse_answer("greenhouse", json.dumps(tree).encode()).postings] == ["Welder"]


def test_the_verb_prints_json_lines_and_warns_when_the_answer_names_more(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answer.json"
    file.write_text(json.dumps(TWO_OF_THREE), encoding="utf-8")

    with pytest.raises(SystemExit) as stop:
        main(["parse", "greenhouse", str(file)])

    output = capsys.readouterr()
    assert stop.value.code == 1
    assert [json.loads(line)["external_id"] for line in output.out.splitlines()] == ["1", "2"]
    assert "listed 2 of 3" in output.err.replace("\n", "")


def test_a_file_cut_off_is_named_with_place_and_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cut.json"
    file.write_text(json.dumps(TWO_OF_THREE)[:80], encoding="utf-8")

    with pytest.raises(SystemExit) as stop:
        main(["parse", "greenhouse", str(file)])

    message = capsys.readouterr().err
    assert stop.value.code == 2
    assert "cut.json" in message
    assert "line 1 column" in message
    assert "the JSON ends in the middle; save the whole answer again" in message


@pytest.mark.parametrize(
    ("platform", "body", "reason"),
    [
        ("greenhouse", b"", "no JSON (the answer is empty)"),
        ("personio", b"", "no XML"),
        ("jsonld", b" ", "an empty page"),
        ("greenhouse", b"<html><h1>Try again later</h1></html>", "no JSON (it is a page or a feed)"),
        ("lever", json.dumps(TWO_OF_THREE).encode(), "no list of postings in it"),
        ("workday", b"<html><h1>Sign in</h1></html>", "no posting in the page"),
        ("greenhouse", gzip.compress(b'{"jobs": []}', mtime=0)[:-9], "broken gzip archive"),
        ("greenhouse", b'{"jobs": "\xff"}', "not UTF-8"),
    ],
)
def test_what_cannot_be_read_is_one_line_that_says_why(
    platform: str, body: bytes, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "saved"
    file.write_bytes(body)

    with pytest.raises(SystemExit) as stop:
        main(["parse", platform, str(file)])

    output = capsys.readouterr()
    assert (stop.value.code, output.out) == (2, "")
    assert reason in output.err
    assert output.err.strip().count("\n") == 0


def test_a_packed_answer_is_read_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "answer.json.gz"
    file.write_bytes(gzip.compress(json.dumps({"jobs": TWO_OF_THREE["jobs"]}).encode()))

    with pytest.raises(SystemExit) as stop:
        main(["parse", "greenhouse", str(file)])

    assert stop.value.code == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_a_mistyped_platform_is_corrected() -> None:
    with pytest.raises(JobtideError, match="did you mean 'greenhouse'"):
        parse_answer("grenhouse", b"{}")


def test_a_platform_that_waits_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scrapers.platforms.WAITING", frozenset({"someday"}))

    with pytest.raises(JobtideError, match="someday: this platform is not built yet"):
        parse_answer("someday", b"{}")
