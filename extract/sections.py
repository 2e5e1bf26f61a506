"""Cut a text into sections by its headings, once a line, and by phrases that decide about one sentence."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

from extract.folding import lower, straighten
from extract.records import UNCOUNTED_SECTIONS
from extract.sentences import ends_of

COLON = re.compile(r":(?=\s|$)")
INLINE = re.compile(r"(?:^|[.!?;)]\s+|\s{2,}|[•*]\s*)([A-Z][\w'&/, -]{2,40})(?<!\s)\s?$")
"""A heading in front of a colon inside a line."""
INLINE_REACH = 48
MARKS = " \t*#_-–—•·:>|=~✅🔹➡️👉"
LINE = re.compile(r"\n| {2,}")
"""Some sources flatten a page to one line and leave several spaces where a block ended."""
HEADING_LENGTH = 80
LONG_LINE = 140
"""Characters of a line that is no heading whatever marks surround it."""
REACH = 200
"""Characters around a phrase that it decides about at most: some texts have lost their full stops."""
LONGEST_PHRASE = 6
ABOUT = re.compile(r"about (?!\d)\S+")


AFTER_WORD = MARKS + "?!.,()"


class Sections:
    """Knows the headings of `sections.toml`."""

    def __init__(self, words: dict[str, Any]) -> None:
        self._headings: dict[str, str] = {
            phrase: section for section, phrases in words["headings"].items() for phrase in phrases
        }
        self._kept: dict[str, str] = {
            phrase: section for section, phrases in words["kept"].items() for phrase in phrases
        }

        self._first = {phrase.split()[0] for phrase in (*self._headings, *self._kept, "about")}
        # Postings share their headings.
        self._read = lru_cache(maxsize=20_000)(self._section_of)

    def cut(self, text: str, first: str = "body") -> "Cut":
        """Return the sections of `text`, which begins in section `first`."""
        starts, names = [0], [first]
        standing = first
        text = straighten(text)
        position = 0
        for line, gap in _lines(text):
            if line and (":" in line or (len(line) <= LONG_LINE and self._begins_heading(line))):
                turns, standing = self._turns(line, standing)
                for offset, section in turns:
                    starts.append(position + offset)
                    names.append(section)
                if names[-1] != standing:
                    starts.append(min(position + len(line) + gap, len(text)))
                    names.append(standing)
            position += len(line) + gap
        return Cut(starts, names)

    def _begins_heading(self, line: str) -> bool:
        """Tell at a glance whether the first word of a line begins a heading."""
        words = line.lstrip(AFTER_WORD).split(None, 1)
        return bool(words) and words[0].rstrip(AFTER_WORD).lower() in self._first

    def _turns(self, line: str, standing: str) -> tuple[list[tuple[int, str]], str]:
        """Return the offsets in a line at which a new section begins, and the section that the next line is in.

        What is not counted ('Interview process: two calls.') ends with its line when its text stands on that line.
        """
        if len(line) > LONG_LINE and ":" not in line:
            return [], standing
        heading = line.strip(MARKS)
        if not heading:
            return [], standing
        turns = []
        if len(heading) <= HEADING_LENGTH and (section := self._read(heading, line.rstrip(" *_").endswith(":"))):
            turns.append((0, section))
        if ":" in line:
            reached = 0
            for colon in COLON.finditer(line):
                match = INLINE.search(line, max(reached, colon.start() - INLINE_REACH), colon.start())
                reached = colon.end()
                if match and (section := self._read(match[1], True)):
                    turns.append((match.start(1), section))
        for offset, section in turns:
            if section not in UNCOUNTED_SECTIONS or not line[offset:].partition(":")[2].strip(MARKS):
                standing = section
        return turns, standing

    def _section_of(self, heading: str, closed: bool) -> str | None:
        words = lower(heading).strip(MARKS + "?!.,()").split()
        if not words or words[0].rstrip(":,!?(") not in self._first:
            return None
        for count in range(min(LONGEST_PHRASE, len(words)), 0, -1):
            phrase = " ".join(words[:count]).rstrip(":,!?(")
            if phrase in self._kept:
                return self._kept[phrase]
            section = self._headings.get(phrase)
            if section and (section not in UNCOUNTED_SECTIONS or _is_alone(heading, phrase, len(words), count, closed)):
                return section if section in UNCOUNTED_SECTIONS or _is_short(heading, len(words), closed) else None
        if ABOUT.fullmatch(" ".join(words[:3])) and len(words) <= 4 and not heading.endswith("."):
            return "about"
        return None


def _lines(text: str) -> Iterable[tuple[str, int]]:
    """Return every line with the length of the break behind it."""
    if "  " not in text:
        return ((line, 1) for line in text.split("\n"))
    return _wide_lines(text)


def _wide_lines(text: str) -> Iterator[tuple[str, int]]:
    position = 0
    for gap in LINE.finditer(text):
        yield text[position : gap.start()], gap.end() - gap.start()
        position = gap.end()
    yield text[position:], 0


def _is_short(heading: str, words: int, closed: bool) -> bool:
    return closed or (words <= 8 and not heading.endswith((".", ",", ";")))


def _is_alone(heading: str, phrase: str, words: int, count: int, closed: bool) -> bool:
    """Tell a heading from a line that merely begins with the same words, such as 'Benefits administration'."""
    if words == count:
        return True
    return not heading.endswith(".") and ((closed and words <= count + 4) or (count > 1 and words <= count + 3))


class Cut:
    """The sections of one text."""

    def __init__(self, starts: list[int], names: list[str]) -> None:
        self._starts = starts
        self._names = names

    def at(self, position: int) -> str:
        """Return the section that holds the character at `position`."""
        return self._names[bisect_right(self._starts, position) - 1]


class Sentences:
    """The sentences of one text, cut only when somebody asks."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _ends(self) -> list[int]:
        return ends_of(self._text)[1]

    def around(self, position: int) -> tuple[int, int]:
        """Return start and end of the sentence that holds the character at `position`."""
        number = bisect_right(self._ends, position)
        start = self._ends[number - 1] if number else 0
        end = self._ends[number] if number < len(self._ends) else len(self._text)
        return max(start, position - REACH), min(end, position + REACH)

    def all(self) -> Iterator[tuple[int, int]]:
        """Yield start and end of every sentence, in order."""
        return pairwise([0, *self._ends, len(self._text)])
