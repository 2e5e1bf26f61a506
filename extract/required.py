"""Which words a pattern cannot match without, so that most patterns need not be tried."""

import re
from collections.abc import Iterable
from typing import Any

from ahocorasick_rs import AhoCorasick

# The parser of `re` is private, yet the only one that reads every pattern as `re` does.
_parser: Any = re._parser  # type: ignore[attr-defined]  # Python has no public reader of patterns
ALWAYS = ""
"""Stands for a pattern of which nothing is known: it is always tried."""
COMMON = frozenset(
    [
        "engineer",
        "manager",
        "developer",
        "specialist",
        "analyst",
        "lead",
        "director",
        "designer",
        "architect",
        "officer",
        "associate",
        "assistant",
        "coordinator",
        "consultant",
        "technician",
        "administrator",
        "supervisor",
        "software",
        "data",
        "head",
        "vice",
        "president",
        "of",
        "and",
    ]
)
"""Words of so many titles that another part of the pattern tells more."""


def required(pattern: str) -> frozenset[str]:
    """Return strings of which a text must hold one to match, in lower case; {''} where none can be named.

    >>> sorted(required("(cloud|web) engineers?"))
    ['cloud', 'web']
    """
    return _of_sequence(list(_parser.parse(pattern)))


def _of_sequence(items: list[Any]) -> frozenset[str]:
    best = frozenset({ALWAYS})
    run = ""
    for operator, value in [*items, (None, None)]:
        if str(operator) == "LITERAL":
            run += chr(value).lower()
            continue
        for found in (frozenset({run.strip()}), _of_item(str(operator), value)):
            if _tells(found) > _tells(best):
                best = found
        run = ""
    return best


def _of_item(operator: str, value: Any) -> frozenset[str]:
    if operator == "SUBPATTERN":
        return _of_sequence(list(value[-1]))
    if operator == "BRANCH":
        return frozenset().union(*(_of_sequence(list(branch)) for branch in value[1]))
    if operator == "MAX_REPEAT" and value[0] > 0:
        return _of_sequence(list(value[2]))
    return frozenset({ALWAYS})


def _tells(words: frozenset[str]) -> float:
    """Return how much a set of alternatives narrows: short and common words little, nothing for the empty one."""
    if ALWAYS in words:
        return 0.0
    weak = sum(word in COMMON for word in words) / len(words)
    return max(0.5, 4.0 + min(map(len, words)) - 9 * weak)


class Index:
    """Finds the patterns that may match a text, by their required words."""

    def __init__(self, patterns: Iterable[str]) -> None:
        words: dict[str, list[int]] = {}
        self._always: list[int] = []
        for number, pattern in enumerate(patterns):
            for word in required(pattern):
                if word == ALWAYS:
                    self._always.append(number)
                else:
                    words.setdefault(word, []).append(number)
        self._numbers = list(words.values())
        self._automaton = AhoCorasick(list(words))

    def candidates(self, text: str) -> list[int]:
        """Return the numbers of the patterns that may match a lower-case text, in order."""
        found = set(self._always)
        for number, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            found.update(self._numbers[number])
        return sorted(found)
