"""Check the vocabulary: forms that two skills claim, and ambiguous forms that no example proves."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from extract.folding import lower
from extract.matching import variants
from extract.vocabulary.entries import Skill


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """One way of writing that leads to several skills."""

    form: str
    """As it would be found."""
    skills: tuple[str, ...]
    """Their slugs, sorted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unproved:
    """An ambiguous form without an example of one kind."""

    skill: str
    """Its slug."""
    form: str
    """As written in the entry."""
    missing: tuple[str, ...]
    """`yes`: none where it is the skill; `no`: none where it is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A text and the skills that count in it."""

    text: str
    expect: frozenset[str]


def clashes(skills: Iterable[Skill]) -> list[Clash]:
    """Return the forms that lead to several skills.

    Capitals tell two forms apart only where neither may be written in any case.
    """
    any_case: dict[str, set[str]] = defaultdict(set)
    exact: dict[str, set[str]] = defaultdict(set)
    for skill in skills:
        for form in skill.forms:
            for variant in variants(form):
                any_case[variant].add(skill.key)
        for form in (*skill.exact, *skill.context):
            exact[form].add(skill.key)
    for form, keys in exact.items():
        folded = lower(form).replace("-", " ")
        if folded in any_case:
            keys |= any_case[folded]
    both = {**any_case, **exact}
    return [Clash(form=form, skills=tuple(sorted(keys))) for form, keys in sorted(both.items()) if len(keys) > 1]


def unproved(
    skills: Iterable[Skill], examples: Iterable[Example], counted: Callable[[str], frozenset[str]]
) -> list[Unproved]:
    """Return the ambiguous forms that lack an example where they are the skill, or one where they are not.

    `counted` gives the skills that the tagger counts in a text; an example that it gets wrong proves nothing.
    """
    known = [example for example in examples if counted(example.text) == example.expect]
    found = []
    for skill in skills:
        for form in dict.fromkeys(map(lower, skill.context)):
            word = re.compile(rf"(?<!\w){re.escape(form)}(?!\w)", re.I)
            answers = {skill.key in example.expect for example in known if word.search(example.text)}
            missing = tuple(word for word, answer in (("yes", True), ("no", False)) if answer not in answers)
            if missing:
                written = next(context for context in skill.context if lower(context) == form)
                found.append(Unproved(skill=skill.key, form=written, missing=missing))
    return found
