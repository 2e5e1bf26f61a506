"""Roles and seniority from titles, first lines and bodies; ads told from remarks."""

import json
from pathlib import Path

import pytest

from extract.ads import is_ad
from extract.tagger import load_tagger

FIXTURES = Path(__file__).parents[2] / "fixtures"
EXAMPLES = [json.loads(line) for line in (FIXTURES / "roles.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["text"])
def test_a_title_gives_role_and_seniority(example: dict[str, object]) -> None:
    tagged = load_tagger().tag(str(example["text"]), "")
    label = tagged.role.label if tagged.role else None
    assert {"role": label, "seniority": tagged.seniority} == example["expect"]


def test_a_first_line_may_name_several_roles() -> None:
    tagged = load_tagger().tag(None, "Acme | Backend Engineer, Data Scientist | Oslo | REMOTE\n\nWe make maps.")
    assert [role.key for role in tagged.roles] == ["backend-engineer", "data-scientist"]
    assert tagged.is_ad


def test_the_body_is_asked_only_when_the_first_line_is_silent() -> None:
    text = "Acme | Multiple positions | Oslo\n\nOpen roles:\n- Data Engineer\n- Senior Product Designer\n"
    tagged = load_tagger().tag(None, text)
    assert [role.key for role in tagged.roles] == ["data-engineer", "product-designer"]


def test_levels_that_differ_give_none() -> None:
    text = "Acme | Senior Backend Engineer, Junior Frontend Engineer | Oslo\n\nJoin us."
    assert load_tagger().tag(None, text).seniority is None


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("Acme | Backend Engineer | Oslo | ONSITE\nWe make maps.", True),
        ("Acme is hiring two nurses in Oslo, write to jobs@acme.example.", True),
        ("SEEKING WORK | Remote | I write Python", False),
        ("Location: Oslo\nRemote: yes\nWilling to relocate: no\nTechnologies: Go\nRésumé/CV: on request", False),
        ("Is anybody here still hiring juniors?", False),
        ("I applied last month and never heard back.", False),
        ("A friendly reminder: I'm parsing the thread, all jobs are on my map.", False),
        ("", False),
    ],
)
def test_a_comment_without_a_job_is_no_ad(comment: str, expected: bool) -> None:
    assert is_ad(comment) is expected
