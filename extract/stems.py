"""Places in a text where one of a few word stems stands: the quick look that precedes any grammar."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick, Implementation

from extract.folding import lower, unmarked


@lru_cache(maxsize=2)
def lowered(text: str) -> str:
    """Return the text in lower case without marks, every offset kept; all readers of a posting ask for the same one."""
    return lower(unmarked(text))


_groups: dict[tuple[str, ...], int] = {}
"""Every list of stems that was asked for, and its number: one pass over a text answers them all."""


def hits(low: str, stems: tuple[str, ...]) -> list[int]:
    """Return the offsets at which any of the stems begins a word of a lower-case text, in order.

    >>> hits("a degree, no 360degree; degrees", ("degree",))
    [2, 24]
    """
    group = _groups.setdefault(stems, len(_groups))
    return _scan(low, len(_groups))[group]


@cache
def _automaton(groups: int) -> tuple[AhoCorasick, list[tuple[int, bool]]]:
    """Return the automaton of the first `groups` lists, and of each stem its list and whether it begins a word."""
    stems = [(stem, group) for own, group in _groups.items() if group < groups for stem in own]
    automaton = AhoCorasick([stem for stem, _ in stems], implementation=Implementation.ContiguousNFA)
    return automaton, [(group, stem[0].isalnum()) for stem, group in stems]


@lru_cache(maxsize=2)
def _scan(low: str, groups: int) -> list[list[int]]:
    """Return for each list the offsets of its stems, of overlapping ones the first."""
    automaton, stems = _automaton(groups)
    found: list[list[tuple[int, int]]] = [[] for _ in range(groups)]
    for number, start, end in automaton.find_matches_as_indexes(low, overlapping=True):
        group, is_word = stems[number]
        if not (start and is_word and low[start - 1].isalnum()):
            found[group].append((start, -end))
    return [_apart(some) for some in found]


def stand_between(text: str, start: int, end: int, stems: tuple[str, ...]) -> bool:
    """Tell whether any of the stems begins between two offsets of a text: the look before a costly pattern.

    >>> stand_between("A degree is preferred.", 9, 22, ("prefer",)), stand_between("A degree.", 0, 2, ("degree",))
    (True, False)
    """
    spots = hits(lowered(text), stems)
    near = bisect_left(spots, start)
    return near < len(spots) and spots[near] < end


def _apart(found: list[tuple[int, int]]) -> list[int]:
    reached = 0
    starts = []
    for start, end in sorted(found):
        if start >= reached:
            starts.append(start)
            reached = -end
    return starts


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
