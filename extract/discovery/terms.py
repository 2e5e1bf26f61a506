"""Cut the terms of a posting's requirements that the vocabulary does not hold."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import Any

from extract.folding import lower, straighten
from extract.matching import Hit
from extract.records import UNCOUNTED_SECTIONS
from extract.sections import Cut, Sentences
from extract.skills import SkillReader

ASKING = frozenset({"requirements", "preferred"})
"""Sections whose every sentence asks for something."""
SEVERAL = 2
"""Known skills that make a sentence of another section one that asks for something."""
MOST_WORDS = 3
LONGEST = 40
EDGES = " \t\n\"'“”‘’`*_#•·-–—:;!?()[]{}<>|=~✅."
ADDRESS = re.compile(r"\S*(?:https?:|www\.|@|\w\.(?:com|org|io|co|ai|net|xyz)\b)\S*")
UNASKED = frozenset({"companies", "about", "benefits", "legal"})
"""Phrases whose sentence asks for nothing."""
NO_TERM = re.compile(
    r"^[$€£%+&]|^\w\+$|\w'\w|\byears?\b|\b(?:you|we|they|who|that|will|can|your|our|their|us|is|are|be)\b", re.I
)
NAME = re.compile(r"(?:[A-Z][\w+#.&-]*|[a-z]+[A-Z]\w*|[a-z]+\d\w*)(?:[ ](?:[A-Z][\w+#.&-]*|\d{1,2}(?:\.\d)?)){0,2}")
"""What is written like a name: capitals or digits, up to three words."""


@dataclass(frozen=True, slots=True)
class Term:
    """One unknown term where it stands."""

    key: str
    """Folded."""
    said: str
    """As written."""
    start: int
    """Offset of `said`."""


class TermReader:
    """Knows what no term may be; compiled from `words.toml`."""

    def __init__(self, skills: SkillReader) -> None:
        words: dict[str, Any] = tomllib.loads(files("extract.discovery").joinpath("words.toml").read_text("utf-8"))
        between = "|".join(map(re.escape, sorted(words["separators"], key=len, reverse=True)))
        self._separator = re.compile(rf"[,;/|•·\n()\[\]:]|\s[-–—&+]\s|\.(?=\s|$)|\b(?:{between})\b(?!\.\w)", re.I)
        self._lead = frozenset(words["lead"])
        self._trail = frozenset(words["trail"])
        self._stop = frozenset(words["stop"])
        self._skills = skills

    def read(self, text: str, first_line_is_title: bool = False) -> list[Term]:
        """Return the unknown terms in the sentences of `text` that ask for something, each once, in order."""
        plain = ADDRESS.sub(lambda match: "\n" * len(match[0]), straighten(text))
        scanned = self._skills.scan(text)
        known = [hit for hit in scanned.hits if plain[hit.start] != "\n"]
        aside = sorted(start for name in UNASKED for start, _ in scanned.cues.get(name, ()))
        cut = self._skills.cut(text)
        position = text.find("\n") + 1 if first_line_is_title else 0
        found: dict[str, Term] = {}
        for start, end in _asking(plain, position, cut, known):
            if any(start <= place < end for place in aside):
                continue
            for term in self._terms(plain, start, end, known):
                found.setdefault(term.key, term)
        return list(found.values())

    def _terms(self, text: str, start: int, end: int, known: list[Hit]) -> Iterator[Term]:
        inside = [hit for hit in known if start <= hit.start < end]
        edges = [start, *(place for hit in inside for place in (hit.start, hit.end)), end]
        for left, right in zip(edges[::2], edges[1::2], strict=True):
            stretch = text[left:right]
            cuts = [
                (0, 0),
                *(match.span() for match in self._separator.finditer(stretch)),
                (right - left, right - left),
            ]
            pieces = [(one[1], other[0]) for one, other in pairwise(cuts)]
            # The first piece holds what is glued to a skill on its left, the last what is glued to one on its right.
            beside = {1 if left > start else -1, len(pieces) - 2 if right < end else -1}
            for number, (first, last) in enumerate(pieces):
                yield from self._piece(stretch[first:last], left + first, number in beside)

    def _piece(self, piece: str, offset: int, is_beside_skill: bool) -> Iterator[Term]:
        """Return the item of a list, or the names in a piece of prose.

        What is written without a capital is a term only as a neighbour of a known skill: lists hold much else.
        """
        said = self._shed(piece)
        if not said:
            return
        if self._is_term(said) and (is_beside_skill or not said.islower()):
            yield Term(lower(said).replace("-", " "), said, offset + piece.index(said))
            return
        for match in NAME.finditer(piece):
            name = self._shed(match.group())
            is_first = not piece[: match.start()].strip(EDGES)
            if name and not is_first and self._is_term(name) and any(char.isupper() for char in name):
                yield Term(lower(name).replace("-", " "), name, offset + match.start() + match.group().index(name))

    def _shed(self, piece: str) -> str:
        words = piece.strip(EDGES).split()
        while words and lower(words[0]).strip(EDGES) in self._lead:
            words = words[1:]
        while words and lower(words[-1]).strip(EDGES) in self._trail:
            words = words[:-1]
        said = " ".join(words).strip(EDGES)
        return said if said in piece else ""

    def _is_term(self, said: str) -> bool:
        words = lower(said).split()
        if not 1 <= len(words) <= MOST_WORDS or not 2 <= len(said) <= LONGEST:
            return False
        if not any(char.isalpha() for char in said) or NO_TERM.search(said):
            return False
        return lower(said) not in self._stop and not all(word in self._stop or word in self._lead for word in words)


def _asking(text: str, position: int, cut: Cut, known: list[Hit]) -> Iterator[tuple[int, int]]:
    """Yield start and end of the sentences that ask for something."""
    for start, end in Sentences(text).all():
        section = cut.at(start)
        if start < position or section in UNCOUNTED_SECTIONS:
            continue
        if section in ASKING or sum(start <= hit.start < end for hit in known) >= SEVERAL:
            yield start, end
