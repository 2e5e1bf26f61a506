"""The vocabulary files: no clash, no unknown name, every label of the guide."""

import csv
from pathlib import Path

import pytest

from extract.sectors import sector_labels
from extract.tagger import load_tagger
from extract.vocabulary import Skill, VocabularyError, load_vocabulary
from extract.vocabulary.proofs import Clash, Example, Unproved, clashes, unproved
from tests.conftest import ROOT
from tests.extract.examples import examples


def test_no_form_belongs_to_two_skills() -> None:
    assert clashes(load_vocabulary().skills.values()) == []


def test_every_ambiguous_form_has_a_yes_and_a_no_example() -> None:
    rows = [Example(text=row["text"], expect=frozenset(row["expect"])) for row in examples("skills")]

    def counted(text: str) -> frozenset[str]:
        return frozenset(tag.key for tag in load_tagger().tag("", text).tags if tag.is_counted)

    assert unproved(load_vocabulary().skills.values(), rows, counted) == []


def test_there_are_thousands_of_skills_with_distinct_labels_in_many_groups() -> None:
    skills = load_vocabulary().skills
    assert len(skills) >= 3000
    assert len({skill.label for skill in skills.values()}) == len(skills)
    assert len({skill.group for skill in skills.values()}) >= 30


def test_a_clash_and_a_form_without_proof_are_named() -> None:
    go = Skill(key="go", label="Go", group="language", forms=("Golang",), context=("Go",))
    board_game = Skill(key="board-game", label="Go the game", group="game", forms=("golang", "Go the game"))
    assert clashes([go, board_game]) == [
        Clash(form="golang", skills=("board-game", "go")),
        Clash(form="golangs", skills=("board-game", "go")),
    ]
    example = Example(text="We write Go.", expect=frozenset({"go"}))
    assert unproved([go], [example], lambda text: frozenset({"go"})) == [
        Unproved(skill="go", form="Go", missing=("no",))
    ]
    assert unproved([go], [example], lambda text: frozenset()) == [
        Unproved(skill="go", form="Go", missing=("yes", "no"))
    ]


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


def test_every_employer_has_a_sector_that_has_a_name_and_every_board_too() -> None:
    folder = ROOT / "extract" / "vocabulary"
    with (folder / "employers.csv").open(encoding="utf-8") as lines:
        employers = [(row["employer"], row["sector"]) for row in csv.DictReader(lines)]
    with (ROOT / "scrapers" / "boards.csv").open(encoding="utf-8") as lines:
        of_boards = {row["sector"] for row in csv.DictReader(lines) if row["sector"]}
    assert len(employers) >= 8000
    assert {sector for _, sector in employers} | of_boards <= sector_labels().keys()
    assert employers == sorted(set(employers))
    assert all(employer.isalnum() and employer == employer.lower() for employer, _ in employers)


def test_the_technology_codes_exist_in_onet(real_data: Path) -> None:
    with (real_data / "taxonomies" / "onet_technology_skills.tsv").open(encoding="utf-8") as lines:
        known = {(row["Commodity Code"], row["Example"]) for row in csv.DictReader(lines, delimiter="\t")}
    skills = [skill for skill in load_vocabulary().skills.values() if skill.onet]
    assert len(skills) >= 350
    assert {skill.onet for skill in skills} <= known
