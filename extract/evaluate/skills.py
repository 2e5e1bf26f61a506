"""Skills of whole postings and of sentences."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from extract.evaluate.scoring import Outcome, Span, meet, occurrences
from extract.records import Tag, Tagged
from extract.tagger import load_tagger
from extract.vocabulary import Vocabulary

TITLE_LINE = 200
"""Characters of a first line that plays the title: what stands in it alone is not scored."""


def of_posting(row: dict[str, Any], tagged: Tagged) -> Iterator[Outcome]:
    """Score the skills found, those predicted and the look-alikes."""
    text, gold = row["text"], row["gold"]
    head = min(TITLE_LINE, len(text.split("\n", 1)[0])) if row["title"] is None else 0
    counted = [tag for tag in tagged.tags if tag.is_counted and tag.start >= 0]
    spans: list[Span] = [(tag.start, tag.end) for tag in counted]
    wanted: list[Span] = []
    for said in gold["skills"]:
        places = occurrences(said, text)
        wanted += places
        if any(start >= head for start, _ in places):
            yield "skills: recall", any(meet(place, spans) for place in places)
    for right in _by_key([tag for tag in counted if tag.start >= head], wanted).values():
        yield "skills: precision", right
    scored: list[Span] = [span for span in spans if span[0] >= head]
    for said in gold["not_skills"]:
        places = occurrences(said, text)
        yield "skills: look-alikes taken", any(meet(place, scored) and not meet(place, wanted) for place in places)


def _by_key(tags: list[Tag], wanted: list[Span]) -> dict[str, bool]:
    """Return for each key whether one of its spans meets a wanted one."""
    right: dict[str, bool] = {}
    for tag in tags:
        right[tag.key] = right.get(tag.key, False) or meet((tag.start, tag.end), wanted)
    return right


def of_sentence(row: dict[str, Any]) -> Iterator[Outcome]:
    """Score a sentence: exactly the labelled skills are counted, no more, no fewer."""
    tagger = load_tagger()
    keys = _names()
    wanted = {keys.get(label.casefold()) for label in row["skills"]}
    yield (
        "tricky skills: exactly right",
        wanted == {tag.key for tag in tagger.tag("", row["text"]).tags if tag.is_counted},
    )


@cache
def _names() -> dict[str, str]:
    return skill_names(load_tagger().vocabulary)


def skill_names(vocabulary: Vocabulary) -> dict[str, str]:
    """Return the key of every label and other form, folded."""
    names: dict[str, str] = {}
    for skill in vocabulary.skills.values():
        for form in (*skill.context, *skill.exact, *skill.forms, skill.label):
            names[form.casefold()] = skill.key
    return names
