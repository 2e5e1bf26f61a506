"""Skills in a text: matched by the vocabulary, licensed by their company, with section and polarity."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from extract import stems
from extract.fields import Fields, Near
from extract.licence import Licences
from extract.matching import Cues, Found, Hit, Kind, Matcher
from extract.records import SECTIONS, UNCOUNTED_SECTIONS, Tag
from extract.sections import Cut, Sections, Sentences
from extract.vocabulary import Vocabulary
from extract.voice import Speeches, Voice

SOFTWARE = frozenset(
    {"language", "framework", "testing", "database", "cloud", "devops", "network", "data", "ml", "mlops", "statistics"}
)
"""Groups whose company makes a capitalised homonym a skill."""
IN_USE = frozenset({"language", "framework", "testing"})
"""Groups that an employer names only as what it works with."""
TOOLS = SOFTWARE | {"office", "sales", "hr", "management", "design"}
"""Groups whose members an employer may name as what it works with: 'we ship models with PyTorch'."""
STACK = frozenset({"language", "framework", "testing", "database", "devops", "network"})
"""Groups of which several in one sentence are the technology that an employer works with."""
TITLE_LINE = 200
"""Characters of a first line that play the title."""
CLAUSE = 60


class SkillReader:
    """Everything that reading skills needs, built once from a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        words: dict[str, Any] = vocabulary.words
        self._matcher = Matcher(
            list(vocabulary.skills.values()),
            words["context"]["block"],
            {
                **words["sections"]["sentences"],
                **{f"notice {name}": phrases for name, phrases in words["sections"]["notice"].items()},
                "reader": words["voice"]["reader"],
                "farewell": words["voice"]["farewell"],
                "seeks": words["voice"]["seeks"],
                "companies": words["voice"]["company_lists"],
                "buyers": words["voice"]["companies"],
                "calls": words["voice"]["calls"],
                "negation": words["context"]["negations"],
                "study": words["context"]["study_cues"],
                "colleagues": words["context"]["colleague_cues"],
                "study head": words["context"]["study_heads"],
                "colleagues head": words["context"]["colleague_heads"],
            },
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
        self._voice = Voice(words["voice"])
        self._group = {skill.key: skill.group for skill in vocabulary.skills.values()}
        self._proof = {key: (group in STACK) + (group in IN_USE) for key, group in self._group.items()}
        self._permits = frozenset(
            skill.key for skill in vocabulary.skills.values() if skill.group == "certification"
        ) | frozenset(words["context"]["permits"])
        self._negated_left = re.compile(words["context"]["negation_left"], re.I)
        self._negated_right = re.compile(words["context"]["negation_right"], re.I)
        self._fields = Fields(words["context"], vocabulary.skills.values(), TOOLS)
        self.read_title = lru_cache(maxsize=20_000)(self._read_title)
        """Returns the skills named in a title, which many postings share."""
        self._not_negated = re.compile(words["context"]["negation_left_not"], re.I)

    def read(
        self, text: str, first_line_is_title: bool = False, aside: Iterable[tuple[int, int]] = ()
    ) -> tuple[Tag, ...]:
        """Return every skill span of `text` in order.

        With `first_line_is_title` spans of the first line get the section `title`, as in a thread's comment. What
        stands in one of the stretches `aside` belongs to the employer, not to this opening.
        """
        found = self._matcher.scan(text)
        hits = self._licences.allowed(text, found.hits)
        if not hits:
            return ()
        cut = self._sections.cut(text)
        title_end = min(text.find("\n"), TITLE_LINE) if first_line_is_title else -1
        # A language or a framework proves a stack alone, of databases and the like it takes two.
        stack = [hit.start for hit in hits for _ in range(self._proof[hit.key])]
        speeches = Speeches(self._voice, text, found.cues, stack)
        overruled = self._overruled(text, found.cues, speeches) + [(start, end, "about") for start, end in aside]
        negations = [start for start, _ in found.cues.get("negation", ())]
        near = Near(found.cues, stems.hits(stems.lowered(text), self._fields.people_words))
        tags = (
            self._tag(text, hit, cut, overruled, title_end, speeches, negations)
            for hit in hits
            if hit.start < title_end
            or not (
                self._fields.is_category(text, hit)
                or self._fields.is_job_or_study(text, hit, near)
                or self._is_employer(text, hit, speeches)
            )
        )
        return self._with_inner(tags)

    def scan(self, text: str) -> Found:
        """Return every form of the vocabulary in `text`, a skill here or not, and the phrases that decide about it."""
        return self._matcher.scan(text)

    def cut(self, text: str) -> Cut:
        """Return the sections of `text`."""
        return self._sections.cut(text)

    def _read_title(self, title: str) -> tuple[Tag, ...]:
        """Return the skills named in a title; their offsets are −1 because they do not stand in the text."""
        hits = self._licences.allowed(title, self._matcher.scan(title).hits)
        return self._with_inner(
            Tag(kind="skill", key=hit.key, said=title[hit.start : hit.end], start=-1, end=-1, section="title")
            for hit in hits
        )

    def _is_employer(self, text: str, hit: Hit, speeches: Speeches) -> bool:
        """Tell a name by which the text calls its employer, unless the words around make it a tool."""
        if hit.form not in speeches.own_names and (hit.kind is Kind.CONTEXT or hit.form not in speeches.employer):
            return False
        return self._group[hit.key] != "language" and not self._licences.by_words(text, hit)

    def _with_inner(self, tags: Iterable[Tag]) -> tuple[Tag, ...]:
        """Put behind each tag the skills that its words also name: AWS in 'AWS Lambda'."""
        found: list[Tag] = []
        for tag in tags:
            found.append(tag)
            if tag.key in self._inner:
                words = tag.said.casefold().replace("-", " ").split()
                found += [replace(tag, key=key) for key, label in self._inner[tag.key].items() if label in words]
        return tuple(found)

    def _tag(
        self,
        text: str,
        hit: Hit,
        cut: Cut,
        overruled: list[tuple[int, int, str]],
        title_end: int,
        speeches: Speeches,
        negations: list[int],
    ) -> Tag:
        section = "title" if hit.start < title_end else cut.at(hit.start)
        if (section == "about" and speeches.seeks(hit.start)) or (section == "legal" and hit.key in self._permits):
            section = "body"
        preferred = section == "preferred"
        for start, end, name in overruled:
            if start <= hit.start < end and section != "title":
                preferred = preferred or name == "preferred"
                section = name if name != "preferred" else section
        if section not in UNCOUNTED_SECTIONS and section != "title" and self._is_shown_off(text, hit, speeches):
            section = "about"
        return Tag(
            kind="skill",
            key=hit.key,
            said=text[hit.start : hit.end],
            start=hit.start,
            end=hit.end,
            section=section,
            negated=bool(negations) and self._is_negated(text, hit, negations),
            preferred=preferred,
        )

    @staticmethod
    def _overruled(text: str, cues: Cues, speeches: Speeches) -> list[tuple[int, int, str]]:
        """Return the sentences that a cue puts into another section; what asks something of the reader is no about."""
        sentences = Sentences(text)
        decided = sorted((*cue, section) for section in SECTIONS for cue in cues.get(section, ()))
        found = [(*sentences.around(start), section) for start, _end, section in decided]
        found = [one for one in found if one[2] != "about" or not speeches.is_to_reader(one[0], one[1])]
        return found + [(*stretch, "legal") for stretch in _notices(sentences, cues)]

    def _is_shown_off(self, text: str, hit: Hit, speeches: Speeches) -> bool:
        """Tell whether the employer presents itself with the skill: what it sells, and to whom."""
        group = self._group[hit.key]
        if group != "language" and speeches.is_list_of_companies(hit.start):
            return True
        if group in IN_USE:
            return False
        if not speeches.is_self_portrait(hit.start):
            return False
        if group not in TOOLS or hit.key in self._fields:
            return True
        return not (
            speeches.is_of_a_stack(hit.start) or self._voice.is_in_use(text[max(0, hit.start - CLAUSE) : hit.start])
        )

    def _is_negated(self, text: str, hit: Hit, negations: list[int]) -> bool:
        if not bisect_right(negations, hit.end + CLAUSE) - bisect_left(negations, hit.start - CLAUSE):
            return False
        left = text[max(0, hit.start - CLAUSE) : hit.start]
        if self._negated_left.search(left) and not self._not_negated.search(left):
            return True
        return self._negated_right.match(text[hit.end : hit.end + CLAUSE]) is not None


def _notices(sentences: Sentences, cues: Cues) -> set[tuple[int, int]]:
    """Return the sentences that tell by what means applications are judged."""
    applying = [start for start, _ in cues.get("notice applying", ())]
    means = [start for start, _ in cues.get("notice means", ())]
    found = set()
    for start in applying:
        number = bisect_left(means, start - CLAUSE)
        if number == len(means) or means[number] > start + 2 * CLAUSE:
            continue
        stretch = sentences.around(start)
        if any(stretch[0] <= other < stretch[1] for other in means):
            found.add(stretch)
    work = [start for start, _ in cues.get("notice work", ())]
    return {stretch for stretch in found if not any(stretch[0] <= other < stretch[1] for other in work)}
