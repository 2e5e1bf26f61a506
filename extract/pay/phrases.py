"""Phrases of the data files as regular expressions: a star is the rest of a word, a blank is blanks or hyphens."""

import re
from collections.abc import Iterable, Iterator, Mapping

from ahocorasick_rs import AhoCorasick, Implementation

from extract.folding import lower

OPENS = r"(?:(?<!\w)|(?<=(?-i:[a-z\d]))(?=(?-i:[A-Z])))"
"""A word's start; also a capital glued to the line before, as in 'full-timeSalary'."""
CLOSES = r"(?:(?!\w)|(?<=(?-i:[a-z]))(?=(?-i:[A-Z])))"
"""A word's end; also before a capital, as in 'per yearBenefits'."""
UNITS = {"*": r"\w{0,20}", " ": r"[\s-]{0,3}"}

Trie = dict[str, "Trie"]


def fragment(phrases: Iterable[str]) -> str:
    """Return one pattern for all phrases, without word boundaries: shared beginnings once, longer phrases first.

    >>> fragment(["sign on", "signing*", "sign"])
    '(?:sign(?:[\\\\s-]{0,3}on|ing\\\\w{0,20}|))'
    """
    root: Trie = {}
    for phrase in phrases:
        node = root
        for letter in phrase.lower():
            node = node.setdefault(letter, {})
        node[""] = {}
    return f"(?:{_pattern(root)})"


def _pattern(node: Trie) -> str:
    branches = [
        UNITS.get(letter, re.escape(letter)) + _pattern(rest) for letter, rest in sorted(node.items()) if letter
    ]
    if "" not in node:
        return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{'|'.join([*branches, ''])})" if branches else ""


def any_of(phrases: Iterable[str]) -> str:
    """Return the pattern of whole phrases."""
    return OPENS + fragment(phrases) + CLOSES


def compiled(phrases: Iterable[str], *, end: bool = False, start: bool = False) -> re.Pattern[str]:
    """Compile phrases to be searched anywhere, or only at the `start` or `end` of a window."""
    pattern = any_of(phrases)
    if start:
        pattern = r"^\W{0,4}" + pattern
    if end:
        pattern += r"\W{0,4}$"
    return re.compile(pattern, re.IGNORECASE)


class Finder:
    """A pattern of phrases that is tried only where the first letters of one of them stand.

    >>> [found[0] for found in Finder(["salar*", "base pay"]).finditer("Salary and base-pay")]
    ['Salary', 'base-pay']
    """

    def __init__(self, phrases: Iterable[str], pattern: re.Pattern[str] | None = None) -> None:
        """`pattern` must begin with one of the `phrases`; by default it is that of whole phrases."""
        known = list(phrases)
        self._pattern = pattern or compiled(known)
        heads = sorted({re.split("[* ]", lower(phrase), maxsplit=1)[0] for phrase in known})
        self._heads = AhoCorasick(heads, implementation=Implementation.DFA)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches in order, none overlapping another."""
        reached = 0
        spots = self._heads.find_matches_as_indexes(lower(text), overlapping=True)
        if not spots:
            return
        for start in sorted({start for _, start, _ in spots}):
            if start >= reached and (found := self._pattern.match(text, start)):
                reached = found.end()
                yield found

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match."""
        return next(self.finditer(text), None)


def named(groups: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    """Compile phrases of several groups to one pattern; `lastgroup` of a match names the group."""
    return re.compile(
        OPENS + "(?:" + "|".join(f"(?P<{name}>{fragment(phrases)}{CLOSES})" for name, phrases in groups.items()) + ")",
        re.IGNORECASE,
    )
