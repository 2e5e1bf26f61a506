"""Skills: every ambiguous word is told from its twin, sections and polarity hold."""

import json
from pathlib import Path

import pytest

from extract.tagger import load_tagger

FIXTURES = Path(__file__).parents[2] / "fixtures"
EXAMPLES = [json.loads(line) for line in (FIXTURES / "skills.jsonl").read_text(encoding="utf-8").splitlines()]


def counted(text: str) -> set[str]:
    return {tag.key for tag in load_tagger().tag("", text).tags if tag.is_counted}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["text"][:60])
def test_exactly_the_skills_of_an_example_are_counted(example: dict[str, object]) -> None:
    assert sorted(counted(str(example["text"]))) == example["expect"]


def test_what_is_not_needed_is_kept_but_not_counted() -> None:
    (tag,) = load_tagger().tag("", "No Java experience is needed.").tags
    assert (tag.key, tag.negated, tag.is_counted) == ("java", True, False)


def test_a_wish_is_told_from_a_demand() -> None:
    text = "Requirements\n• Python\n\nNice to have\n• Rust and Terraform\n\nAbout us\nWe love Haskell."
    tags = {tag.key: (tag.section, tag.preferred) for tag in load_tagger().tag("Engineer", text).tags}
    assert tags == {
        "python": ("requirements", False),
        "rust": ("preferred", True),
        "terraform": ("preferred", True),
        "haskell": ("about", False),
    }


def test_offsets_point_at_the_words_whatever_the_letters_before_them() -> None:
    text = "İstanbul office – naïve façade 🙂 needs PostgreSQL."
    (tag,) = load_tagger().tag("", text).tags
    assert text[tag.start : tag.end] == tag.said == "PostgreSQL"


def test_a_skill_of_the_title_has_no_offsets() -> None:
    (tag,) = load_tagger().tag("Senior Go Engineer", "Join.").tags
    assert (tag.key, tag.start, tag.end, tag.section) == ("go", -1, -1, "title")
