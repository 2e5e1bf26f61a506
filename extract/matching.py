"""Find every form of the vocabulary in a text, whole words only."""

import re
import string
from dataclasses import dataclass, field
from enum import IntEnum

from ahocorasick_rs import AhoCorasick, Implementation

from extract.folding import NEUTRAL, lower, straighten, unmarked
from extract.vocabulary import Skill

GLUED_VERSION = re.compile(r"\d+(?:\.[\dx]+)*(?!\w)")
DOMAIN = r"\.(?:com|io|org|ai|co|net|dev|edu|gov|app|uk|de|eu)(?![\w+])"
ADDRESS = re.compile(rf"://|www\.|@|\w{DOMAIN}")
DOMAINS = re.compile(DOMAIN)
"""Begins with a full stop, so that the search of a whole text stops nowhere else."""
SPELLINGS = (
    (re.compile(r"iz(?=e|i|a)"), "is"),
    (re.compile(r"(?<=[bd])eling\b"), "elling"),
    (re.compile(r"behavior"), "behaviour"),
    (re.compile(r" and "), " & "),
    (re.compile(r" & "), " and "),
    (re.compile(r"(?<=\w)/(?=\w)"), " / "),
)


SHORT = 2
"""Letters of a phrase that stands in so many words that it is looked for only where a word begins."""
LEADS = tuple(" \n\t\r" + NEUTRAL + string.punctuation)
"""What a word begins after, unless it opens the text."""


class Kind(IntEnum):
    """How much a form proves by itself."""

    FIRM = 0
    CONTEXT = 1
    BLOCK = 2


@dataclass(slots=True)
class Hit:
    """One form found in a text."""

    start: int
    end: int
    key: str
    kind: Kind
    form: str = ""


Cues = dict[str, list[tuple[int, int]]]
"""Start and end of the phrases of each list that stand in a text, in order."""


@dataclass(slots=True)
class Found:
    """What a scan of one text gives."""

    hits: list[Hit]
    cues: Cues = field(default_factory=dict)
    """Phrases that decide about the sentence they stand in, or about hits near by."""


class Matcher:
    """Two Aho–Corasick automata over the raw text: any case, and exact case."""

    def __init__(self, skills: list[Skill], blocks: list[str], cues: dict[str, list[str]]) -> None:
        folded: dict[str, tuple[str, Kind]] = {}
        exact: dict[str, tuple[str, Kind]] = {}
        for skill in skills:
            for form in skill.forms:
                for variant in variants(form):
                    folded.setdefault(variant, (skill.key, Kind.FIRM))
            for form in skill.exact:
                for variant in (form, *_plural_of_capitals(form)):
                    exact.setdefault(variant.replace("-", " "), (skill.key, Kind.FIRM))
            for form in skill.context:
                exact[form.replace("-", " ")] = (skill.key, Kind.CONTEXT)
        for block in blocks:
            folded.setdefault(block, ("", Kind.BLOCK))
        self._cues = [
            (lead + phrase.replace("-", " "), len(lead), name)
            for name, phrases in cues.items()
            for phrase in phrases
            for lead in (LEADS if len(phrase) <= SHORT else ("",))
        ]
        self._short = [(phrase, name) for name, phrases in cues.items() for phrase in phrases if len(phrase) <= SHORT]
        self._folded = [*folded.items()]
        self._exact = [*exact.items()]
        # One pass in any case: a second automaton costs as much as the forms of the first.
        self._low_automaton = AhoCorasick(
            [*(form for form, _ in self._folded), *(phrase for phrase, _, _ in self._cues)]
        )
        self._exact_automaton = AhoCorasick(
            [form for form, _ in self._exact], implementation=Implementation.ContiguousNFA
        )

    def scan(self, text: str) -> Found:
        """Return the leftmost-longest hits in `text`, and the cues."""
        plain = unmarked(straighten(text)).replace("-", " ")
        low = lower(plain)
        first_cue, size = len(self._folded), len(low)
        matches = []
        cues: Cues = {}
        for phrase, name in self._short:
            if low.startswith(phrase) and not low[len(phrase) : len(phrase) + 1].isalnum():
                cues.setdefault(name, []).append((0, len(phrase)))
        for match in self._low_automaton.find_matches_as_indexes(low, overlapping=True):
            number, start, end = match
            if number < first_cue:
                matches.append(match)
            elif not (end < size and low[end].isalnum()):
                _, lead, name = self._cues[number - first_cue]
                start += lead
                if not (start and low[start - 1].isalnum()):
                    cues.setdefault(name, []).append((start, end))
        for standing in cues.values():
            standing.sort()
        addressed = text if _holds_address(text) else None
        hits = self._hits(matches, self._folded, low, addressed)
        hits += self._hits(
            self._exact_automaton.find_matches_as_indexes(plain, overlapping=True), self._exact, plain, addressed
        )
        return Found(hits=_leftmost_longest(hits), cues=cues)

    @staticmethod
    def _hits(
        matches: list[tuple[int, int, int]],
        forms: list[tuple[str, tuple[str, Kind]]],
        searched: str,
        addressed: str | None,
    ) -> list[Hit]:
        """Return the matches that are whole words; `addressed` is the text as written where it holds an address."""
        hits = []
        size = len(searched)
        for number, start, end in matches:
            if start and ((left := searched[start - 1]).isalnum() or left == "_") and _is_word(searched[start]):
                continue
            form, (key, kind) = forms[number]
            touches = end < size and ((right := searched[end]).isalnum() or right in "_+#")
            if touches and not _ends_well(searched, end, form):
                continue
            if addressed is not None and kind is not Kind.BLOCK and _in_address(addressed, start, end):
                continue
            hits.append(Hit(start, end, key, kind, form))
        return hits


def variants(form: str) -> set[str]:
    """Return the folded spellings of a form that may be written in any case.

    >>> sorted(variants("Data visualization"))
    ['data visualisation', 'data visualisations', 'data visualization', 'data visualizations']
    """
    spellings = {straighten(form).lower().replace("-", " ")}
    for pattern, replacement in SPELLINGS:
        spellings |= {pattern.sub(replacement, spelling) for spelling in spellings}
    spellings |= {singular for spelling in spellings for singular in _singular(spelling)}
    return spellings | {plural for spelling in spellings for plural in _plural(spelling)}


PLURAL_ENDS = (
    "ss us is ics ops ians operations communications relations resources affairs sales goods series studies services "
    "securities mathematics premises materials equities works"
)
"""Ends of phrases without a singular."""
ACTIVITY_ENDS = (
    "ing design development management support research care security marketing compliance law governance automation "
    "administration experience work safety integrity entry"
)
"""Ends of forms that name an activity: their plural names things, as in 'product designs'."""


def _singular(form: str) -> list[str]:
    """Return the singular of a phrase given in the plural; a single word may be a name."""
    if " " not in form or not form.endswith("s") or form.endswith(tuple(PLURAL_ENDS.split())):
        return []
    if form.endswith("ies"):
        return [form[:-3] + "y"]
    return [form[:-2] if form.endswith(("sses", "shes", "ches", "xes")) else form[:-1]]


def _plural(word: str) -> list[str]:
    if len(word) < 3 or not word[-1].isalpha() or word.endswith(("s", *ACTIVITY_ENDS.split())):
        return []
    if word.endswith("y") and word[-2] not in "aeiou":
        return [word[:-1] + "ies"]
    return [word + "s"]


def _plural_of_capitals(form: str) -> list[str]:
    return [form + "s"] if form.isupper() and form.isalpha() and len(form) > 1 else []


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _ends_well(text: str, end: int, form: str) -> bool:
    after = text[end]
    if not _is_word(form[-1]):
        return not (form[-1] in "+#" and after in "+#")
    if after in "+#":
        return len(form) > 2
    if not _is_word(after):
        return True
    return after.isdigit() and len(form) > 4 and form.isalpha() and GLUED_VERSION.match(text, end) is not None


def _holds_address(text: str) -> bool:
    return "@" in text or "://" in text or "www." in text or DOMAINS.search(text) is not None


def _in_address(text: str, start: int, end: int) -> bool:
    """Tell whether the hit is a piece of a web or mail address."""
    left = start
    while left and start - left < 80 and not text[left - 1].isspace():
        left -= 1
    right = end
    while right < len(text) and right - end < 40 and not text[right].isspace():
        right += 1
    if right - left == end - start:
        return False
    return ADDRESS.search(text[left:right]) is not None and ADDRESS.search(text[start:end]) is None


def _leftmost_longest(hits: list[Hit]) -> list[Hit]:
    hits.sort(key=lambda hit: (hit.start, -hit.end, hit.kind))
    kept: list[Hit] = []
    covered = 0
    for hit in hits:
        if hit.start >= covered:
            kept.append(hit)
            covered = hit.end
    return kept
