"""Skills in a text: matched by the vocabulary, licensed by their company, with section and polarity."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from extract.licence import Licences
from extract.matching import Hit, Matcher
from extract.records import Tag
from extract.sections import Cut, Sections, Sentences
from extract.vocabulary import Vocabulary

SOFTWARE = frozenset({"language", "framework", "database", "cloud", "devops", "data", "ml"})
"""Groups whose company makes a capitalised homonym a skill."""
CLAUSE = 60
STUDY = 160


class SkillReader:
    """Everything that reading skills needs, built once from a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        words: dict[str, Any] = vocabulary.words
        self._matcher = Matcher(
            list(vocabulary.skills.values()), words["context"]["block"], words["sections"]["sentences"]
        )
        self._licences = Licences(
            words["context"], {skill.key for skill in vocabulary.skills.values() if skill.group in SOFTWARE}
        )
        self._inner = {
            skill.key: {key: vocabulary.skills[key].label.casefold() for key in skill.also_names}
            for skill in vocabulary.skills.values()
            if skill.also_names
        }
        self._sections = Sections(words["sections"])
        self._negated_left = re.compile(words["context"]["negation_left"], re.I)
        self._negated_right = re.compile(words["context"]["negation_right"], re.I)
        self._fields = frozenset(words["context"]["fields"])
        self._people = re.compile(r"\s(?:" + "|".join(words["context"]["people"]) + r")\b", re.I)
        self._degree = re.compile(words["context"]["degree"], re.I)
        self._degree_field = re.compile(words["context"]["degree_field"], re.I)
        self._not_negated = re.compile(words["context"]["negation_left_not"], re.I)

    def read(self, text: str, first_line_is_title: bool = False) -> tuple[Tag, ...]:
        """Return every skill span of `text` in order.

        With `first_line_is_title` spans of the first line get the section `title`, as in a thread's comment.
        """
        found = self._matcher.scan(text)
        hits = self._licences.allowed(text, found.hits)
        if not hits:
            return ()
        cut = self._sections.cut(text)
        overruled = _overruled(found.cues, Sentences(text)) if found.cues else []
        title_end = text.find("\n") if first_line_is_title else -1
        tags = (
            self._tag(text, hit, cut, overruled, title_end)
            for hit in hits
            if hit.start < title_end or not self._is_job_or_study(text, hit)
        )
        return self._with_inner(tags)

    def read_title(self, title: str) -> tuple[Tag, ...]:
        """Return the skills named in a title; their offsets are −1 because they do not stand in the text."""
        hits = self._licences.allowed(title, self._matcher.scan(title).hits)
        return self._with_inner(
            Tag(kind="skill", key=hit.key, said=title[hit.start : hit.end], start=-1, end=-1, section="title")
            for hit in hits
        )

    def _with_inner(self, tags: Iterable[Tag]) -> tuple[Tag, ...]:
        """Put behind each tag the skills that its words also name: AWS in 'AWS Lambda'."""
        found: list[Tag] = []
        for tag in tags:
            found.append(tag)
            if tag.key in self._inner:
                words = tag.said.casefold().split()
                found += [replace(tag, key=key) for key, label in self._inner[tag.key].items() if label in words]
        return tuple(found)

    def _tag(self, text: str, hit: Hit, cut: Cut, overruled: list[tuple[int, int, str]], title_end: int) -> Tag:
        section = "title" if hit.start < title_end else cut.at(hit.start)
        preferred = section == "preferred"
        for start, end, name in overruled:
            if start <= hit.start < end and section != "title":
                preferred = preferred or name == "preferred"
                section = name if name != "preferred" else section
        return Tag(
            kind="skill",
            key=hit.key,
            said=text[hit.start : hit.end],
            start=hit.start,
            end=hit.end,
            section=section,
            negated=self._is_negated(text, hit),
            preferred=preferred,
        )

    def _is_job_or_study(self, text: str, hit: Hit) -> bool:
        """Tell a field that names a job or a degree here: 'Data Science teams', 'BSc in Data Science or similar'."""
        if hit.key not in self._fields:
            return False
        if self._people.match(text, hit.end):
            return True
        if not self._degree.search(text[max(0, hit.start - STUDY) : hit.start]):
            return False
        return self._degree_field.match(text[hit.end : hit.end + STUDY]) is not None

    def _is_negated(self, text: str, hit: Hit) -> bool:
        left = text[max(0, hit.start - CLAUSE) : hit.start]
        if self._negated_left.search(left) and not self._not_negated.search(left):
            return True
        return self._negated_right.match(text[hit.end : hit.end + CLAUSE]) is not None


def _overruled(cues: list[tuple[int, int, str]], sentences: Sentences) -> list[tuple[int, int, str]]:
    """Return the sentences that a cue puts into another section."""
    return [(*sentences.around(start), section) for start, _end, section in cues]
