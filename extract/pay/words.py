"""The phrase lists of `words.toml`, `periods.toml` and `kinds.toml`, compiled once."""

import re
import tomllib
from importlib.resources import files
from typing import Any

from extract.pay.phrases import CLOSES, Finder, any_of, compiled, fragment, named

DATA = files(__package__)


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


_WORDS = _load("words.toml")
_PERIODS = _load("periods.toml")
_KINDS = _load("kinds.toml")

CUE = Finder(
    [*_WORDS["cues"]["phrases"], *_WORDS["cues"]["glyphs"]],
    re.compile(
        rf"{any_of(_WORDS['cues']['phrases'])}(?!\W{{1,3}}{any_of(_WORDS['cues']['not_before'])})|"
        + "|".join(re.escape(glyph) for glyph in _WORDS["cues"]["glyphs"]),
        re.IGNORECASE,
    ),
)
PERKS = re.compile(any_of(_WORDS["cues"]["perks"]), re.IGNORECASE)
PLUS_PERKS = re.compile(
    r"[ \u00a0]?(?:[+&,/]|(?:\(\s?)?(?:plus|and|with|w/)\b|w/)(?:[^|;\n.$£€]|\.(?=\d)){0,32}?"
    + any_of(_WORDS["cues"]["perks"]),
    re.IGNORECASE,
)
"""Behind an amount: '+ equity', 'and full benefits', ', 0.5% stock'."""
DENIED_BEFORE = Finder(_WORDS["denied"]["before"])
DENIED_CLOSE = Finder(_WORDS["denied"]["close"])
DENIED_AFTER = Finder(_WORDS["denied"]["after"])
COUNTED_AFTER = Finder(_WORDS["denied"]["counted"])
AT_MOST = compiled(_WORDS["qualifiers"]["at_most"], end=True)
AT_LEAST = compiled(_WORDS["qualifiers"]["at_least"], end=True)
OPEN_AFTER = compiled(_WORDS["qualifiers"]["at_least_after"], start=True)
ESTIMATE = Finder(_WORDS["qualifiers"]["estimate"])


def _period_after(period: dict[str, list[str]], group: str = "") -> str:
    return rf"({group}(?:/\s?{fragment(period['slash'])}|{fragment(period['after'])}){CLOSES})"


UNIT = "(?:" + "|".join(_period_after(period, "?:") for period in _PERIODS.values()) + ")"
PER_AFTER = re.compile("|".join(_period_after(period, f"?P<{per}>") for per, period in _PERIODS.items()), re.IGNORECASE)
PER_BEFORE = Finder(
    [phrase for period in _PERIODS.values() for phrase in period["before"]],
    named({per: period["before"] for per, period in _PERIODS.items()}),
)
PER_GLYPHS = {glyph: per for per, period in _PERIODS.items() for glyph in period["glyphs"]}
KIND_BEFORE = {kind: compiled(words["before"]) for kind, words in _KINDS.items()}
KIND_BEFORE_ANY = Finder([phrase for words in _KINDS.values() for phrase in words["before"]])
KIND_AFTER = {kind: compiled(words["after"]) for kind, words in _KINDS.items()}
KIND_AFTER_ANY = Finder([phrase for words in _KINDS.values() for phrase in words["after"]])
