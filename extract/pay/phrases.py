"""Phrases of the data files as regular expressions: a star is the rest of a word, a blank is blanks or hyphens."""

import re
from collections.abc import Iterable, Mapping

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


def named(groups: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    """Compile phrases of several groups to one pattern; `lastgroup` of a match names the group."""
    return re.compile(
        OPENS + "(?:" + "|".join(f"(?P<{name}>{fragment(phrases)}{CLOSES})" for name, phrases in groups.items()) + ")",
        re.IGNORECASE,
    )
