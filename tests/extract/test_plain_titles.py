"""Plain titles of every language: they fit together, and what they do to a title."""

import itertools

import pytest

from extract.titles import Heads, TitleWords, plain
from extract.vocabulary import load_vocabulary
from extract.vocabulary.entries import PlainTitle, VocabularyError
from extract.vocabulary.plain_titles import read_titles

VOCABULARY = load_vocabulary()
ENGLISH = [title for title in VOCABULARY.plain_titles if title.is_last]
OTHERS = [title for title in VOCABULARY.plain_titles if not title.is_last]


def test_an_english_title_stands_under_one_role() -> None:
    by_words: dict[str, set[str]] = {}
    for title in ENGLISH:
        by_words.setdefault(title.words.lstrip("="), set()).add(title.role)
    assert {words: roles for words, roles in by_words.items() if len(roles) > 1} == {}


def test_no_title_of_another_language_reads_an_english_one_otherwise() -> None:
    foreign = TitleWords(OTHERS)
    wrong = {
        title.words: found
        for title in ENGLISH
        if (found := foreign.find(plain(title.words.lstrip("=")))) not in (None, title.role)
    }
    assert wrong == {}


def test_every_role_is_named_by_a_title_or_a_rule() -> None:
    named = {title.role for title in VOCABULARY.plain_titles} | {rule.role for rule in VOCABULARY.role_rules}
    assert VOCABULARY.roles.keys() - named == set()


def test_every_role_has_the_codes_of_both_classifications_and_a_family() -> None:
    assert [role.key for role in VOCABULARY.roles.values() if not (role.soc and role.esco and role.family)] == []


@pytest.mark.parametrize(
    ("words", "title", "found"),
    [
        ("shepherd", "Night shepherd", True),
        ("shepherd", "Shepherds", True),
        ("shepherd", "Shepherd's assistant", False),
        ("=shepherd", "Night shepherd", False),
        ("=shepherd", "Shepherd II", True),
        ("shepherd", "Shepherd trainee", True),
    ],
)
def test_an_english_title_must_be_the_last_words_or_the_whole(words: str, title: str, found: bool) -> None:
    reader = TitleWords([PlainTitle(role="shepherd", words=words, is_last=True)])
    assert (reader.find(plain(title)) is not None) is found


@pytest.mark.parametrize(
    ("words", "title", "found"),
    [
        ("*hirte*", "Schafhirtenlehrling gesucht", True),
        ("hirte*", "Schafhirte", False),
        ("hirte*", "Hirtin oder Hirte für den Sommer", True),
        ("schäfer", "Schäfer (m/w/d)", True),
    ],
)
def test_a_star_leaves_a_word_open_for_compounds(words: str, title: str, found: bool) -> None:
    reader = TitleWords([PlainTitle(role="shepherd", words=words, is_last=False)])
    assert (reader.find(plain(title)) is not None) is found


def test_the_longest_title_wins() -> None:
    titles = [PlainTitle(role=role, words=words, is_last=True) for role, words in (("a", "cook"), ("b", "pastry cook"))]
    for order in itertools.permutations(titles):
        assert TitleWords(order).find("night pastry cook") == "b"


def test_nouns_of_other_languages_become_english_also_at_the_end_of_compounds() -> None:
    heads = Heads({"*utvecklare": "developer", "ingeniero": "engineer"})
    assert heads.translated("pythonutvecklare") == "python developer"
    assert heads.translated("utvecklare") == "developer"
    assert heads.translated("ingeniero mecanico") == "engineer mecanico"
    assert heads.translated("ingenieros") == "ingenieros"


def test_a_title_of_an_unknown_role_is_refused() -> None:
    with pytest.raises(VocabularyError, match=r"titles/de\.toml names unknown roles \['shepherd'\]"):
        read_titles({"de": {"roles": {"shepherd": ["schäfer"]}}}, ["nurse"])
