"""The phrase lists of `words.toml`, `periods.toml` and `kinds.toml`, compiled once."""

import re
import tomllib
from importlib.resources import files
from typing import Any

from extract.pay.phrases import any_of, compiled, fragment

DATA = files(__package__)


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


_WORDS = _load("words.toml")
_PERIODS = _load("periods.toml")
_KINDS = _load("kinds.toml")

CUE = re.compile(
    any_of(_WORDS["cues"]["phrases"]) + "|" + "|".join(re.escape(glyph) for glyph in _WORDS["cues"]["glyphs"]), re.IGNORECASE
)
DENIED_BEFORE = compiled(_WORDS["denied"]["before"])
DENIED_AFTER = compiled(_WORDS["denied"]["after"])
AT_MOST = compiled(_WORDS["qualifiers"]["at_most"], end=True)
AT_LEAST = compiled(_WORDS["qualifiers"]["at_least"], end=True)
OPEN_AFTER = compiled(_WORDS["qualifiers"]["at_least_after"], start=True)
ESTIMATE = compiled(_WORDS["qualifiers"]["estimate"])


def _period_after(period: dict[str, list[str]]) -> re.Pattern[str]:
    slash = "|".join(fragment(word) for word in sorted(period["slash"], key=len, reverse=True))
    words = "|".join(fragment(word) for word in sorted(period["after"], key=len, reverse=True))
    return re.compile(rf"(?:/\s?(?:{slash})|(?:{words}))(?!\w)", re.IGNORECASE)


def _period_before(period: dict[str, list[str]]) -> re.Pattern[str]:
    glyphs = "".join(f"|{glyph}" for glyph in period["glyphs"])
    return re.compile(any_of(period["before"]) + glyphs, re.IGNORECASE)


PER_AFTER = {per: _period_after(period) for per, period in _PERIODS.items()}
PER_BEFORE = {per: _period_before(period) for per, period in _PERIODS.items()}
KIND_BEFORE = {kind: compiled(words["before"]) for kind, words in _KINDS.items()}
KIND_AFTER = {kind: compiled(words["after"]) for kind, words in _KINDS.items()}
