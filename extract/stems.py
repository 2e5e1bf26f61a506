"""Places in a text where one of a few word stems stands: the quick look that precedes any grammar."""

import re
from collections.abc import Iterable, Iterator


def lowered(text: str) -> str:
    """Return the text in lower case with every offset kept, also where a letter's lower case is longer.

    >>> len(lowered("İzmir ofisi")) == len("İzmir ofisi")
    True
    """
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def hits(low: str, stems: Iterable[str]) -> list[int]:
    """Return the offsets at which any of the stems begins a word of a lower-case text, in order.

    >>> hits("a degree, no 360degree; degrees", ["degree"])
    [2, 24]
    """
    found: set[int] = set()
    for stem in stems:
        at = low.find(stem)
        while at >= 0:
            if at == 0 or not low[at - 1].isalnum() or not stem[0].isalnum():
                found.add(at)
            at = low.find(stem, at + len(stem))
    return sorted(found)


def sentences(
    text: str, spots: Iterable[int], cut: re.Pattern[str], left: int, right: int
) -> Iterator[tuple[int, str]]:
    """Yield each sentence that holds a spot once, with its offset; at most `left` and `right` characters around the spot are looked at."""
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
