"""Sentences that an employer repeats in its postings: they speak of the employer, not of one opening."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from extract.folding import fold_words
from extract.sections import Cut, Sentences

LEAST_JOBS = 3
"""Different jobs whose ads hold a sentence."""
LEAST_SHARE = 0.2
"""Share of an employer's jobs whose ads hold it."""
LEAST_WORDS = 4
ASKING_SECTIONS = frozenset({"requirements", "preferred", "duties"})
ITEM = re.compile(r"[^\S\n]*[•*·▪◦●○‣\-–—]\s*\S")
Stretch = tuple[int, int]


class Boilerplate:
    """Knows what asks something of the reader, compiled from `sections.toml`."""

    def __init__(self, words: dict[str, Any]) -> None:
        self._asks = re.compile(r"\b(?:" + "|".join(map(re.escape, words["asking"]["phrases"])) + r")\b", re.I)

    def stretches(self, text: str, cut: Cut, repeated: frozenset[int]) -> tuple[Stretch, ...]:
        """Return start and end of the sentences of `text` that are repeated and ask for nothing.

        What is asked for stays, however many ads ask for it: 'Experience with PyTorch', or an item of a list under a
        heading such as 'Requirements'.
        """
        found = []
        for start, end in Sentences(text).all():
            sentence = text[start:end]
            if self._asks.search(sentence) or (_is_item(text, start) and cut.at(end - 1) in ASKING_SECTIONS):
                continue
            if _key(sentence) in repeated:
                found.append((start, end))
        return tuple(found)


def _is_item(text: str, start: int) -> bool:
    """Tell whether the line on which a sentence begins is an item of a list."""
    return ITEM.match(text, text.rfind("\n", 0, start) + 1) is not None


def repeated_sentences(ads: Iterable[tuple[str, str]]) -> frozenset[int]:
    """Return the keys of the sentences that stand in ads of several jobs; each ad is its title and its text.

    One job in forty places is one job, and so is one text under forty titles.
    """
    holding: dict[int, set[tuple[str, int]]] = defaultdict(set)
    jobs = set()
    for title, text in ads:
        job = (fold_words(title), _hash(text))
        jobs.add(job)
        for start, end in Sentences(text).all():
            if key := _key(text[start:end]):
                holding[key].add(job)
    least = max(LEAST_JOBS, LEAST_SHARE * _different(jobs))
    return frozenset(key for key, held in holding.items() if len(held) >= least and _different(held) >= least)


def _different(jobs: set[tuple[str, int]]) -> int:
    return min(len({title for title, _ in jobs}), len({text for _, text in jobs}))


def _key(sentence: str) -> int:
    """Return a number for the words of a sentence, 0 for one too short to mean the same everywhere."""
    words = fold_words(sentence)
    return _hash(words) if words.count(" ") >= LEAST_WORDS - 1 else 0


def _hash(text: str) -> int:
    """Return the same number in every process, unlike `hash`."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")
