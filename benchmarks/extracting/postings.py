"""Endless distinct postings: invented from a seed, or recombined from the lines of given ones."""

import itertools
import random
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from extract.vocabulary import load_vocabulary

Posting = dict[str, str | None]
SLOT = re.compile(r"\{(\w+)\}")
PARTS = (("about", 3, 7), ("duties", 10, 15), ("requirements", 10, 15), ("preferred", 2, 4), ("benefits", 4, 8))
"""Sections of an invented posting with the fewest and most sentences of each."""
LONGER = 600
"""Characters by which a line may outgrow twice the one it replaces, so that texts keep their length on average."""
MOVED = 0.5
"""Share of the lines of a given posting that another one's lines replace."""


class Inventor:
    """Writes postings of about 3,700 characters in English, with skills of the vocabulary and names of its own."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._words: dict[str, Any] = tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))
        self._skills = sorted(skill.label for skill in load_vocabulary().skills.values())
        self._name = ""

    def postings(self) -> Iterator[Posting]:
        """Yield postings without end; no two share a text."""
        while True:
            self._name = self._invented_name()
            title = self._filled(self._one(self._words["titles"]))
            yield {"title": title, "text": "\n".join(self._lines())}

    def _lines(self) -> Iterator[str]:
        for part, fewest, most in PARTS:
            yield self._filled(self._one(self._words["headings"][part]))
            yield ""
            bullet = "" if part == "about" else self._one(["• ", "- ", "* ", ""])
            for _ in range(self._random.randint(fewest, most)):
                yield bullet + self._filled(self._one(self._words["sentences"][part]))
            yield ""
        yield self._filled(self._one(self._words["sentences"]["pay"]))
        yield ""
        yield self._filled(self._one(self._words["headings"]["legal"]))
        yield from map(self._filled, self._words["sentences"]["legal"])

    def _filled(self, template: str) -> str:
        return SLOT.sub(lambda slot: self._word(slot[1]), template)

    def _word(self, slot: str) -> str:
        draw = self._random
        words = self._words["words"]
        if slot.lower() in words:
            word = self._one(words[slot.lower()])
            return str(word.capitalize() if slot[0].isupper() else word)
        choices = {
            "name": lambda: self._name if draw.random() < 0.7 else self._invented_name(),
            "skill": lambda: self._one(self._skills),
            "level": lambda: self._one(self._words["levels"]),
            "place": lambda: self._one(self._words["places"]),
            "year": lambda: str(draw.randint(1950, 2025)),
            "small": lambda: str(draw.randint(2, 9)),
            "number": lambda: f"{draw.randint(20, 90_000):,}",
            "number2": lambda: str(draw.randint(20, 40)),
            "low": lambda: str(draw.randint(40, 110)),
            "high": lambda: str(draw.randint(111, 190)),
        }
        return str(choices[slot]())

    def _one(self, among: list[str]) -> str:
        return self._random.choice(among)

    def _invented_name(self) -> str:
        return "".join(self._random.sample(self._words["words"]["syllables"], 3)).capitalize()


def recombined(given: list[Posting], seed: int) -> Iterator[Posting]:
    """Yield postings without end: a given one, of which half the lines come from the same depth of other ones."""
    draw = random.Random(seed)
    lines = [(posting["text"] or "").split("\n") for posting in given]
    for reference in itertools.count(1):
        number = draw.randrange(len(given))
        own = lines[number]
        text = [f"Reference {reference:x}"]
        for depth, line in enumerate(own):
            if draw.random() < MOVED:
                other = draw.choice(lines)
                found = other[depth * len(other) // len(own)]
                line = found if len(found) <= 2 * len(line) + LONGER else line
            text.append(line)
        yield {"title": given[number]["title"], "text": "\n".join(text)}
