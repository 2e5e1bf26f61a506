"""Places in a text where one of a few word stems stands: the quick look that precedes any grammar."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

import ahocorasick_rs


def lowered(text: str) -> str:
    """Return the text in lower case with every offset kept, also where a letter's lower case is longer.

    >>> len(lowered("İzmir ofisi")) == len("İzmir ofisi")
    True
    """
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


@cache
def _automaton(stems: tuple[str, ...]) -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(stems, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)


def hits(low: str, stems: tuple[str, ...]) -> list[int]:
    """Return the offsets at which any of the stems begins a word of a lower-case text, in order.

    >>> hits("a degree, no 360degree; degrees", ("degree",))
    [2, 24]
    """
    found = _automaton(stems).find_matches_as_indexes(low)
    return [
        start
        for number, start, _ in found
        if start == 0 or not low[start - 1].isalnum() or not stems[number][0].isalnum()
    ]


def sentences(
    text: str, spots: Iterable[int], cut: re.Pattern[str], left: int, right: int
) -> Iterator[tuple[int, str]]:
    """Yield each sentence that holds a spot once, with its offset, at most `left` and `right` characters away."""
    reached = -1
    for spot in spots:
        if spot < reached:
            continue
        start = max(0, spot - left, reached)
        for found in cut.finditer(text, start, spot):
            start = found.end()
        stop = cut.search(text, spot, spot + right)
        reached = stop.start() if stop else min(len(text), spot + right)
        yield start, text[start:reached]
