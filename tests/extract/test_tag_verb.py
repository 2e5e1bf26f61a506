"""`jobtide tag` and `jobtide evaluate` as a shell sees them."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from scheduler.cli import main

FIELDS = [
    "id", "language", "role", "roles", "seniority", "skills", "pays", "places", "remote", "employment", "degree",
    "years_min", "topics",
]  # fmt: skip


def run(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict[str, object]], str]:
    code = 0
    try:
        main(arguments)
    except SystemExit as stop:
        code = int(stop.code or 0)
    printed = capsys.readouterr()
    return code, [json.loads(line) for line in printed.out.split("\n") if line], printed.err


def write(path: Path, *lines: str) -> str:
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_every_line_gets_one_answer_with_every_field_in_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = [{"id": number, "title": "Data Engineer", "text": "Spark and Kafka."} for number in (3, 1, 2)]
    code, answers, _ = run(["tag", write(tmp_path / "in.jsonl", *map(json.dumps, texts))], capsys)
    assert code == 0
    assert [answer["id"] for answer in answers] == [3, 1, 2]
    assert list(answers[0]) == FIELDS
    assert answers[0]["role"] == {"key": "data-engineer", "label": "Data Engineer", "said": "Data Engineer"}
    assert answers[0]["skills"][0] == {  # type: ignore[index]  # JSON  # parsed JSON
        "key": "spark", "label": "Apache Spark", "said": "Spark", "start": 0, "end": 5, "section": "body",
        "negated": False, "preferred": False,
    }  # fmt: skip


def test_a_bad_line_is_answered_and_the_rest_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = json.dumps({"id": "a", "title": None, "text": "Acme | Nurse | Oslo"})
    file = write(tmp_path / "in.jsonl", "{broken", '{"id": 1}', "[1]", '{"id": 2, "text": 5}', good)
    code, answers, _ = run(["tag", file], capsys)
    assert code == 1
    assert [answer["id"] for answer in answers] == [None, None, None, None, "a"]
    assert all("error" in answer for answer in answers[:4])


def test_a_missing_file_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, answers, complaint = run(["tag", "nowhere.jsonl"], capsys)
    assert (code, answers) == (2, [])
    assert "nowhere.jsonl: no such file" in complaint


def test_a_text_of_two_megabytes_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Python and SQL. " * 125_000
    file = write(tmp_path / "in.jsonl", json.dumps({"id": 1, "title": "Engineer", "text": text}))
    code, answers, _ = run(["tag", file], capsys)
    assert code == 0
    assert answers[0]["role"]["key"] == "software-engineer"  # type: ignore[index]  # JSON  # parsed JSON


def test_half_a_surrogate_pair_does_not_stop_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path / "in.jsonl", '{"id": "\\ud83d", "title": "x", "text": "Go \\ud83d developer"}')
    code, answers, _ = run(["tag", file], capsys)
    assert (code, len(answers)) == (0, 1)


def test_evaluate_prints_n_and_bounds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(
        tmp_path / "tricky_skills.jsonl",
        '{"id": 1, "text": "Strong Python.", "skills": ["Python"]}',
        '{"id": 2, "text": "No such thing.", "skills": ["Unheard of"]}',
    )
    code, (figures,), _ = run(["evaluate", str(tmp_path), "--json"], capsys)  # type: ignore[assignment]  # JSON
    assert code == 0
    (figure,) = figures
    assert (figure["right"], figure["n"], figure["share"]) == (1, 2, 0.5)  # type: ignore[index]  # JSON
    assert figure["low"] < 0.5 < figure["high"]  # type: ignore[index]  # JSON


def test_evaluate_needs_a_labelled_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, complaint = run(["evaluate", str(tmp_path)], capsys)
    assert code == 2
    assert "no labelled file" in complaint


def test_a_page_marks_what_was_read_and_what_does_not_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Requirements:\nPython. No Java experience is needed.\nPay: $120,000 - $150,000 a year."
    line = json.dumps({"id": 1, "title": "Engineer <b>II</b>", "text": f"{text}\n<script>alert(1)</script>"})
    page = tmp_path / "out" / "tagged.html"

    code, answers, notes = run(["tag", write(tmp_path / "in.jsonl", line), "--page", str(page)], capsys)

    drawn = BeautifulSoup(page.read_text("utf-8"), "lxml")
    marked = [mark.get_text(" ", strip=True) for mark in drawn.select("mark")]
    assert (code, [answer["id"] for answer in answers]) == (0, [1])
    assert marked == ["Python python", "Java java (not asked for)", "$120,000 - $150,000 a year pay"]
    assert (drawn.h2.get_text(), drawn.script) == ("Engineer <b>II</b>", None)  # type: ignore[union-attr]  # there is one
    assert "tagged.html" in notes
