"""Seniority from the title first, from telling phrases of the text second."""

import re
from functools import lru_cache
from typing import Any

from extract.folding import straighten
from extract.required import Index
from extract.titles import plain

OPENING = 1500
"""Characters of a text in which it says what kind of position it is."""


OPEN = re.compile(r"\b(?:all|any|various|multiple|different) (?:seniority |experience )?levels\b")
"""What leaves the level open."""


class SeniorityReader:
    """The rules of `seniority.toml`."""

    def __init__(self, words: dict[str, Any]) -> None:
        excepted = {level: _whole(phrases) for level, phrases in words["not_in"].items()}
        self._title: list[tuple[str, re.Pattern[str], re.Pattern[str] | None]] = [
            (level, _whole(words["title"][level]), excepted.get(level)) for level in words["order"]
        ]
        self._title_words = Index(f"(?:{'|'.join(words['title'][level])})" for level in words["order"])
        self._text_words = Index(f"(?:{'|'.join(phrases)})" for phrases in words["text"].values())
        self.read_title = lru_cache(maxsize=20_000)(self._read_title)
        """Returns the level a title states."""
        self._text: list[tuple[str, re.Pattern[str]]] = [
            (level, _whole(phrases)) for level, phrases in words["text"].items()
        ]

    def read(self, titles: list[str], text: str) -> str | None:
        """Return the level that `titles` agree on, else the one the opening of `text` states.

        Several titles of one posting that differ give None, unless the text states for all what some of them say.
        """
        levels = {self.read_title(title) for title in titles}
        if len(levels) == 1 and None not in levels:
            return levels.pop()
        stated = self._read_text(text[:OPENING])
        return stated if levels - {None} <= {stated} else None

    def _read_title(self, title: str) -> str | None:
        """Return the level a title states: 'Senior Engineering Manager' is a manager."""
        folded = plain(title)
        if "levels" in folded and OPEN.search(folded):
            return None
        for number in self._title_words.candidates(folded):
            level, pattern, excepted = self._title[number]
            match = pattern.search(folded)
            if match and not (excepted and excepted.search(folded)):
                return level
        return None

    def _read_text(self, opening: str) -> str | None:
        plain = straighten(opening).lower()
        rules = (self._text[number] for number in self._text_words.candidates(plain))
        found = {level for level, pattern in rules if pattern.search(plain)}
        return found.pop() if len(found) == 1 else None


def _whole(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(phrases) + r")(?!\w)")
