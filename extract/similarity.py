"""How alike two texts are: exact Jaccard similarity of their three-word shingles."""

import re

WORD = re.compile(r"\w+")
WIDTH = 3


def shingles(text: str) -> frozenset[int]:
    """Return the hashes of every run of three words, of a shorter text the words as they are."""
    words = WORD.findall(text.lower())
    if len(words) < WIDTH:
        return frozenset(map(hash, words))
    return frozenset(map(hash, zip(words, words[1:], words[2:], strict=False)))


def jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    """Return shared ÷ all shingles, 0…1; two empty texts are not alike.

    >>> jaccard(shingles("we build small boats"), shingles("we build small ships"))
    0.3333333333333333
    """
    shared = len(one & other)
    union = len(one) + len(other) - shared
    return shared / union if union else 0.0
