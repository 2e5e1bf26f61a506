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


def test_pay_is_scored_by_all_four_of_its_parts(tmp_path: Path) -> None:
    pay = {"min": 40000, "max": 45000, "currency": "EUR", "period": "year"}
    text = "Salary: €40,000 - €45,000 a year. Bonus: €1,000."
    write(tmp_path, "gold_postings.jsonl", {"id": 1, "title": "Cook", "text": text, "gold": {**GOLD, "pay": [pay]}},
        {"id": 2, "title": "Cook", "text": text, "gold": {**GOLD, "pay": [{**pay, "period": "month"}]}},
        {"id": 3, "title": "Cook", "text": text, "gold": GOLD})  # fmt: skip
    found = counts(evaluate(tmp_path))
    assert found["gold_postings.jsonl", "pay: recall"] == (1, 2)
    assert found["gold_postings.jsonl", "pay: precision"] == (1, 3)
    assert found["gold_postings.jsonl", "pay: invented"] == (1, 1)


def test_a_further_range_of_a_short_text_is_no_wrong_one(tmp_path: Path) -> None:
    case = {"min": 40000, "max": 45000, "currency": "EUR", "period": "year"}
    also = {"min": 60000, "max": 70000, "currency": "EUR", "period": "year"}
    text = "Junior: €40k-€45k, Senior: €60k-€70k"
    none = {"min": None, "max": None, "currency": None, "period": None, "text": "We raised €40M."}
    write(tmp_path, "salary_cases.jsonl", {**case, "text": text, "also": [also]}, {**case, "text": text}, none)
    found = counts(evaluate(tmp_path))
    assert found["salary_cases.jsonl", "pay: precision"] == (3, 4)
    assert found["salary_cases.jsonl", "pay: invented"] == (0, 1)


def test_an_employers_single_field_may_span_the_ranges_of_several_levels(tmp_path: Path) -> None:
    field = {"title": "Cook", "min": 18.0, "max": 27.0, "currency": "USD", "period": "hour", "said_in_text": True}
    text = "Cook I: $18.00 - $22.00 per hour. Cook II: $21.00 - $27.00 per hour."
    write(tmp_path, "salary_linkedin.jsonl", {**field, "text": text}, {**field, "said_in_text": False, "text": ""})
    found = counts(evaluate(tmp_path))
    assert found["salary_linkedin.jsonl", "pay: recall"] == (1, 1)
    assert found["salary_linkedin.jsonl", "pay: recall, one range"] == (0, 1)


def test_a_pay_string_must_give_exactly_its_amounts(tmp_path: Path) -> None:
    said = ["£21,000 - £23,500 per annum", "$90 - $120K", "€31K - €36K EUR / monthly", "competitive"]
    write(tmp_path, "salary_strings_yc.jsonl", *({"said": one} for one in said))
    found = counts(evaluate(tmp_path))
    assert found["salary_strings_yc.jsonl", "pay: amounts of the string"] == (3, 3)
    assert found["salary_strings_yc.jsonl", "pay: period where said"] == (2, 2)
    assert found["salary_strings_yc.jsonl", "pay: period from the size where unsaid"] == (1, 1)
