"""Figures on labelled files: what counts as right, as invented, and what a list of wrong labels leaves out."""

import json
from pathlib import Path
from typing import Any

import pytest

from extract.evaluate import evaluate
from extract.evaluate.scoring import Figure
from scrapers.store.errors import JobtideError

GOLD = {
    "role": "Data Engineer",
    "roles_all": ["Data Engineer"],
    "seniority": "senior",
    "skills": [],
    "not_skills": [],
    "pay": [],
    "remote": "hybrid",
    "degree": None,
    "yoe_min": 4,
}
POSTING = {"id": "a", "title": "Senior Data Engineer", "text": "Hybrid role in Oslo.\nYou have 4 years of experience."}
ATS = {
    "id": "b",
    "title": "Cook",
    "description_text": "You have 2 years of experience in a kitchen.",
    "location_raw": "Lyon, France",
    "gold": {"level": "unknown", "remote": False, "country": "France", "city": "Lyon", "yoe": {"min": 3}},
}


def write(folder: Path, name: str, *rows: dict[str, Any]) -> Path:
    file = folder / name
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return file


def counts(figures: list[Figure]) -> dict[tuple[str, str], tuple[int, int]]:
    return {(figure.file, figure.name): (figure.right, figure.n) for figure in figures}


def test_each_field_is_scored_where_its_label_states_a_value_and_where_it_does_not(tmp_path: Path) -> None:
    write(tmp_path, "gold_postings.jsonl", {**POSTING, "gold": GOLD})
    write(tmp_path, "ats_fields.jsonl", ATS)
    found = counts(evaluate(tmp_path))
    assert found["gold_postings.jsonl", "role"] == (1, 1)
    assert found["gold_postings.jsonl", "degree: invented"] == (0, 1)
    assert found["ats_fields.jsonl", "years: right where stated"] == (0, 1)
    assert found["ats_fields.jsonl", "country: right where stated"] == (1, 1)
    assert found["ats_fields.jsonl", "city: right where stated"] == (1, 1)


def test_fields_of_both_files_are_pooled(tmp_path: Path) -> None:
    write(tmp_path, "gold_postings.jsonl", {**POSTING, "gold": GOLD})
    write(tmp_path, "ats_fields.jsonl", ATS)
    found = counts(evaluate(tmp_path))
    assert found["all files", "years: right where stated"] == (1, 2)
    assert found["all files", "seniority: right where stated"] == (1, 1)
    assert found["all files", "seniority: invented"] == (0, 1)
    assert found["all files", "remote: invented"] == (0, 1)


def test_a_label_that_is_wrong_is_left_out_and_the_rest_of_its_row_stays(tmp_path: Path) -> None:
    write(tmp_path, "ats_fields.jsonl", ATS)
    wrong = write(
        tmp_path, "wrong.jsonl", {"file": "ats_fields.jsonl", "id": "b", "field": "years", "why": "the text says 2"}
    )
    found = counts(evaluate(tmp_path, wrong))
    assert ("ats_fields.jsonl", "years: right where stated") not in found
    assert found["ats_fields.jsonl", "city: right where stated"] == (1, 1)


def test_a_wrong_label_needs_a_reason(tmp_path: Path) -> None:
    write(tmp_path, "ats_fields.jsonl", ATS)
    wrong = write(tmp_path, "wrong.jsonl", {"file": "ats_fields.jsonl", "id": "b", "field": "years"})
    with pytest.raises(JobtideError, match="no why"):
        evaluate(tmp_path, wrong)


@pytest.mark.parametrize(
    ("role", "roles_all", "title", "right"),
    [
        (None, ["Data Engineer", "Nurse"], "Nurse", 1),
        (None, ["Data Engineer", "Nurse"], "Teacher", 0),
        ("other: falconer", [], "Falconer", 1),
        ("other: falconer", [], "Nurse", 0),
        ("Nurse", ["Nurse"], "Teacher", 0),
    ],
)
def test_a_role_is_right_as_the_labelling_guide_says(
    role: str | None, roles_all: list[str], title: str, right: int, tmp_path: Path
) -> None:
    gold = {**GOLD, "role": role, "roles_all": roles_all}
    write(tmp_path, "gold_postings.jsonl", {"id": 1, "title": title, "text": "Join us.", "gold": gold})
    assert counts(evaluate(tmp_path))["gold_postings.jsonl", "role"] == (right, 1)
