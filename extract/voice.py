"""Who speaks in a sentence: the employer about itself and what it sells, or the posting about the work."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Any

from extract.folding import straighten
from extract.matching import Cues
from extract.sentences import ends_of

OPENER_END = re.compile(r"(?P<comma>,\s)|[!?\n]|\.(?![\w,])")
"""Ends what may precede the subject, such as 'At Acme, ' and 'Since 2011, ', or the sentence itself."""
OPENING_WORD = re.compile(r"(?:and|but|so|today|now|here)\s", re.I)
AT_ACME = re.compile(r"(?:here\s)?at\s(?:[\w&'-]+\s){1,3}(?=we\b)", re.I)
OPENING = 160
"""Characters of what may precede the subject."""
NAME = (
    r"(?:[Tt]he\s)?[A-Z0-9][\w.&'+-]*,?\s(?:[A-Z0-9][\w.&'+-]*,?\s|\([^)]{1,60}\)\s|(?:of|for|and|by)\s){0,11}"
    r"(?:(?:teams?|group|division|department|organi[sz]ation|unit|business)\s)?"
)
NAMES = re.compile(r"[A-Z0-9Tt]")
"""The first letter of a name, or of 'the' before it."""
SPEAKS = frozenset({"we", "ou", "it", "th", "wi"})
"""How a subject begins that is no name: we, our, its, their, with our, the, this."""
CONTINUED = re.compile(r"\s*(?:It|They|This|These|Together|Combined)\s(?!role|position|is a|person|job)")
WITHIN = r"(?:[^.;!?\n]|[.?](?=[\w/]))"
"""A character inside a clause; addresses hold full stops."""
PAUSE = re.compile(r"[.;:!?\n]")
STARTS = 280
SEVERAL = 2
LEFT = 45
MARKS = re.compile(r"[\s•*·\-–—>#\d.)(\"']*")


CALLED = re.compile(r"\s([A-Z][\w.]+)(?=[\s,:?!.]|$)")
"""The name that follows where a text calls its employer by name: 'At Acme, …'."""
WEAK_CALLS = frozenset({"at", "join", "joining", "about", "why", "inside"})
"""Words that also stand before other names: 'good at Excel', 'about Kafka'."""
WE = re.compile(r",\s(?:we|our|you)\b", re.I)
REACH = 160
"""Characters that a list of companies reaches at most."""


class Voice:
    """Compiled from `voice.toml`."""

    def __init__(self, words: dict[str, Any]) -> None:
        verbs, copulas, between = (_either(words[name]) for name in ("verbs", "copulas", "between"))
        nouns, opening = _either(words["nouns"]), _either(words["opening"])
        third = "|".join(_third(verb) for verb in words["verbs"])
        past = "|".join(_past(verb) for verb in words["verbs"]) + "|" + _either(words["past"])
        adverbs = rf"(?:(?:{between}|\w+ly)\s)*"
        being = rf"(?:{copulas})(?!\s{adverbs}(?:{opening})\b)"
        self._we = re.compile(
            rf"we(?:\s{adverbs}(?:{verbs}|{past})\b|\s?{being}\b|\s{adverbs}{being}\b)"
            rf"|(?:our|its|their)\s(?:[\w-]+\s){{0,3}}(?:{nouns})\b"
            rf"|with\s(?:our|its)\s(?:[\w-]+\s){{0,6}}(?:{nouns})\b",
            re.I,
        )
        self._history = re.compile(
            r"(?:founded|headquartered|backed|born|established|started|since|for over|for more than|"
            r"over the (?:last|past))\b",
            re.I,
        )
        self._name = re.compile(rf"{NAME}{adverbs}(?:(?:{third}|{past})\b|{being}\b)")
        self._noun = re.compile(
            rf"(?:the\s(?:mission|goal|vision)\sof\s|(?:the|this|these|that)\s(?:[\w-]+\s){{0,3}}(?:{nouns})\s(?:[\w-]+\s){{0,3}}(?:(?:{third}|{verbs})\b|{being}\b))",
            re.I,
        )
        self._no_name = re.compile(rf"(?:{_either(words['no_name'])})\b", re.I)
        self._companies = re.compile(
            rf"\b(?:{_either(words['companies'])})\b{WITHIN}{{0,160}}?"
            rf"\b(?:including|like|such as|from)\b{WITHIN}{{0,120}}$",
            re.I,
        )
        self._usage = re.compile(rf"\b(?:{_either(words['usage'])})\s\(?(?:\S+(?:,|\sand|\sor|/|\s&)\s?){{0,6}}$", re.I)

    def is_self_portrait(self, sentence: str) -> bool:
        """Tell by the subject and the verb of a sentence that the employer presents itself.

        >>> from extract.vocabulary import load_vocabulary
        >>> voice = Voice(load_vocabulary().words["voice"])
        >>> voice.is_self_portrait("We help banks to find fraud with machine learning.")
        True
        >>> voice.is_self_portrait("We are looking for an engineer with machine learning experience.")
        False
        """
        said = straighten(sentence)
        said = said[MARKS.match(said).end() :][:STARTS]  # type: ignore[union-attr]  # matches the empty string too
        if self._history.match(said):
            return True
        openings = _openings(said)
        for start in openings:
            if said[start : start + 2].lower() in SPEAKS and (
                self._we.match(said, start) or self._noun.match(said, start)
            ):
                return True
        named = [start for start in openings if NAMES.match(said, start)]
        return bool(named) and not self._no_name.match(said) and any(self._name.match(said, start) for start in named)

    def is_list_of_companies(self, left: str) -> bool:
        """Tell whether the words to the left begin a list of customers: 'teams at companies like Acme and '."""
        return self._companies.search(left) is not None

    def is_in_use(self, left: str) -> bool:
        """Tell whether the words to the left say that the next name is a tool in use: 'in Go', 'with Rust and Vue'."""
        return self._usage.search(left[-LEFT:]) is not None


class Speeches:
    """The sentences of one text, cut and judged only when somebody asks."""

    def __init__(self, voice: Voice, text: str, cues: Cues, stack: list[int]) -> None:
        """`stack` are the offsets of named technology, in order."""
        self._voice, self._text, self._stack = voice, text, stack
        farewells = cues.get("farewell", ())
        self._reader = [
            start
            for start, _ in cues.get("reader", ())
            if not (farewells and any(left <= start < right for left, right in farewells))
        ]
        self._seeks = [start for start, _ in cues.get("seeks", ())]
        self._companies = [end for _, end in cues.get("companies", ())]
        self._buyers = [start for start, _ in cues.get("buyers", ())]
        self._ends: list[int] | None = None
        self._known: dict[int, bool] = {}
        called = [(text[start:end].lower(), name, text[name.end() :]) for start, end, name in _called(text, cues)]
        self.own_names = frozenset(name[1] for _, name, _ in called)
        """Single words by which the text calls its employer."""
        self.employer = frozenset(
            name[1].lower() for word, name, after in called if word not in WEAK_CALLS or WE.match(after)
        )
        """The surer ones, in lower case: 'Life at Acme', 'At Acme, we …'."""

    def around(self, position: int) -> tuple[int, int]:
        """Return start and end of the sentence at `position`."""
        if self._ends is None:
            self._ends = ends_of(self._text)[0]
        number = bisect_right(self._ends, position)
        start = self._ends[number - 1] if number else 0
        return start, self._ends[number] if number < len(self._ends) else len(self._text)

    def is_of_a_stack(self, position: int) -> bool:
        """Tell whether the sentence at `position` names several technologies."""
        return _count(self._stack, *self.around(position)) >= SEVERAL

    def is_to_reader(self, start: int, end: int) -> bool:
        """Tell whether a stretch of the text speaks of the reader or the work."""
        return _count(self._reader, start, end) > 0

    def seeks(self, position: int) -> bool:
        """Tell whether the sentence at `position` looks for somebody: 'Acme is seeking an engineer with …'."""
        return bool(self._seeks) and _count(self._seeks, *self.around(position)) > 0

    def is_list_of_companies(self, position: int) -> bool:
        """Tell whether a phrase before `position` introduces names of customers, partners or former employers."""
        if not (self._companies or self._buyers):
            return False
        introduced = _count(self._companies, position - REACH, position + 1)
        if not introduced and not _count(self._buyers, position - 2 * REACH, position):
            return False
        start, end = self.around(position)
        if self.is_to_reader(start, end):
            return False
        if introduced:
            return not PAUSE.search(self._text, self._companies[bisect_right(self._companies, position) - 1], position)
        return self._voice.is_list_of_companies(self._text[max(start, position - 2 * REACH) : position])

    def is_self_portrait(self, position: int) -> bool:
        """Tell whether the sentence at `position` presents the employer."""
        start, end = self.around(position)
        if start not in self._known:
            self._known[start] = not self.is_to_reader(start, end) and self._is_about_employer(start, end)
        return self._known[start]

    def _is_about_employer(self, start: int, end: int) -> bool:
        if self._voice.is_self_portrait(self._text[start:end]):
            return True
        return start > 0 and CONTINUED.match(self._text, start) is not None and self.is_self_portrait(start - 1)


def _called(text: str, cues: Cues) -> Iterator[tuple[int, int, re.Match[str]]]:
    for start, end in cues.get("calls", ()):
        if name := CALLED.match(text, end):
            yield start, end, name


def _openings(said: str) -> list[int]:
    """Return the offsets at which the subject may begin: at once, behind 'and', behind each comma.

    >>> _openings("Since 2011, at Acme, we build")
    [0, 12, 21]
    """
    starts = [0]
    if word := OPENING_WORD.match(said):
        starts.append(word.end())
    if place := AT_ACME.match(said):
        starts.append(place.end())
    for end in OPENER_END.finditer(said, 0, OPENING + 2):
        if not end["comma"]:
            break
        starts.append(end.end())
    return starts


def _count(offsets: list[int], start: int, end: int) -> int:
    return bisect_left(offsets, end) - bisect_left(offsets, start)


def _either(phrases: list[str]) -> str:
    return "|".join(sorted(map(re.escape, phrases), key=len, reverse=True))


def _third(verb: str) -> str:
    """Return the third person: 'builds', 'teaches', 'simplifies'."""
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "o")) else "s")


def _past(verb: str) -> str:
    """Return the regular past: 'helped', 'pioneered', 'simplified'."""
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + ("d" if verb.endswith("e") else "ed")
