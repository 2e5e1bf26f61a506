"""The language of a text, by the letters of its script and its most frequent small words."""

import re
import tomllib
from collections import Counter, defaultdict
from importlib.resources import files

_DATA = tomllib.loads((files(__package__) / "languages.toml").read_text(encoding="utf-8"))
SCRIPTS: tuple[tuple[str, re.Pattern[str], float], ...] = tuple(
    (row["language"], re.compile(f"[{row['letters']}]"), float(row["share"])) for row in _DATA["script"]
)
WORDS: dict[str, tuple[str, ...]] = {}
_by_word: dict[str, list[str]] = defaultdict(list)
for _language, _words in _DATA["words"].items():
    for _word in dict.fromkeys(_words.split()):
        _by_word[_word].append(_language)
WORDS = {word: tuple(languages) for word, languages in _by_word.items()}
"""Languages by small word; a word of several languages counts for each by its share."""
WEAK = frozenset(_DATA["weak"]["en"].split())
WEAK_LEAST = 3
"""Different weak words that make a text English."""
OTHER_SCRIPT = re.compile("[\u0370-\u1fff\u3040-\ud7af]")
"""Letters beyond the Latin ones; quotes and dashes lie elsewhere."""
TOKEN = re.compile(r"[^\W\d_]+")
ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*")
"""Web and mail addresses: their parts ("com", "o", "de") are small words of other languages."""
SAMPLE = 480
"""Characters looked at, from the middle of a long text, where headers and legal lines are rarest."""
SECOND_SAMPLE = 4000
"""Characters looked at where the first sample does not tell: lists of names hold few small words."""
LEAST = 3
"""Hits that a decision needs."""
LEAD = 1.25
"""How far the first must lead the second."""
SHARE = 0.12
"""Least share of small words among all words."""


def read_language(text: str) -> str | None:
    """Return the ISO 639-1 code, or None for a text too short or too mixed to tell.

    >>> read_language("Wir suchen eine Entwicklerin für unser Team in Graz und freuen uns auf dich.")
    'de'
    """
    for length in (SAMPLE, SECOND_SAMPLE):
        sample = _sample(text, length)
        language = _by_script(sample) or _by_words(_without_addresses(sample))
        if language or len(text) <= length:
            break
    return language or _by_weak_words(_without_addresses(_sample(text, SECOND_SAMPLE)))


def _without_addresses(sample: str) -> str:
    return ADDRESS.sub(" ", sample) if "://" in sample or "@" in sample or "www." in sample else sample


def _sample(text: str, length: int) -> str:
    start = max(0, (len(text) - length) // 2)
    return text[start : start + length]


def _by_script(sample: str) -> str | None:
    if sample.isascii() or not OTHER_SCRIPT.search(sample):
        return None
    letters = sum(map(str.isalpha, sample))
    if letters < 8:
        return None
    for language, pattern, share in SCRIPTS:
        if len(pattern.findall(sample)) >= share * letters:
            return language
    return None


def _by_weak_words(sample: str) -> str | None:
    words = TOKEN.findall(sample.lower())
    foreign = sum("en" not in WORDS.get(word, ("en",)) for word in words)
    own = {word for word in words if word in WEAK or "en" in WORDS.get(word, ())}
    return "en" if len(own) >= WEAK_LEAST and len(own) > 2 * foreign else None


def _by_words(sample: str) -> str | None:
    words = TOKEN.findall(sample.lower())
    known = [WORDS[word] for word in words if word in WORDS]
    if len(known) < max(LEAST, SHARE * len(words)):
        return None
    scores: dict[str, float] = {}
    for languages, times in Counter(known).items():
        for language in languages:
            scores[language] = scores.get(language, 0.0) + times * (1 / len(languages) + 0.1)
    first, *others = sorted(scores, key=scores.__getitem__, reverse=True)
    return None if others and scores[first] < LEAD * scores[others[0]] else first
