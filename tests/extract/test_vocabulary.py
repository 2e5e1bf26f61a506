"""The vocabulary files: no clash, no unknown name, every label of the guide."""

from collections import defaultdict
from pathlib import Path

import pytest

from extract.matching import variants
from extract.vocabulary import VocabularyError, load_vocabulary
from tests.conftest import ROOT


def test_no_form_belongs_to_two_skills() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for skill in load_vocabulary().skills.values():
        for form in skill.forms:
            for variant in variants(form):
                owners[variant].add(skill.key)
        for form in (*skill.exact, *skill.context):
            owners[form].add(skill.key)
    assert {form: keys for form, keys in owners.items() if len(keys) > 1} == {}


def test_there_are_more_than_a_thousand_skills_with_distinct_labels() -> None:
    skills = load_vocabulary().skills
    assert len(skills) >= 1000
    assert len({skill.label for skill in skills.values()}) == len(skills)


def test_slugs_are_plain() -> None:
    vocabulary = load_vocabulary()
    for key in (*vocabulary.skills, *vocabulary.roles, *vocabulary.topics):
        assert key.replace("-", "").isalnum()
        assert key == key.lower()
        assert len(key) <= 80


def test_the_labelling_guides_roles_are_there_word_for_word(real_data: Path) -> None:
    guide = (real_data / "labelled" / "gold_guide.md").read_text(encoding="utf-8")
    wanted = guide.split("ROLE list: ")[1].split(".\n")[0].split("; ")
    labels = {role.label for role in load_vocabulary().roles.values() if role.is_listed}
    assert labels == set(wanted)


def test_another_entry_is_another_version(tmp_path: Path) -> None:
    folder = tmp_path / "vocabulary"
    for file in (ROOT / "extract" / "vocabulary").rglob("*.toml"):
        copy = folder / file.relative_to(ROOT / "extract" / "vocabulary")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    with (folder / "skills" / "language.toml").open("a") as language:
        language.write('brainfuck = ["Brainfuck"]\n')
    assert load_vocabulary(folder).version != load_vocabulary().version
    assert "brainfuck" in load_vocabulary(folder).skills


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ('x = { alias = ["X"] }', "needs a label"),
        ('x = { label = "X", alias = ["Y"] }', "unknown keys"),
        ("x = [", "not valid TOML"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, entry: str, complaint: str) -> None:
    (tmp_path / "skills").mkdir()
    (tmp_path / "skills" / "language.toml").write_text(entry)
    with pytest.raises(VocabularyError, match=complaint):
        load_vocabulary(tmp_path)
