"""The language of a text, by the letters of its script and its most frequent small words."""

import re
import tomllib
from collections import Counter, defaultdict
from importlib.resources import files

_DATA = tomllib.loads((files(__package__) / "languages.toml").read_text(encoding="utf-8"))
SCRIPTS = tuple((row["language"], re.compile(f"[{row['letters']}]"), float(row["share"])) for row in _DATA["script"])
WORDS: dict[str, tuple[str, ...]] = {}
_by_word: dict[str, list[str]] = defaultdict(list)
for _language, _words in _DATA["words"].items():
    for _word in dict.fromkeys(_words.split()):
        _by_word[_word].append(_language)
WORDS = {word: tuple(languages) for word, languages in _by_word.items()}
"""Languages by small word; a word of several languages counts for each by its share."""
TOKEN = re.compile(r"[^\W\d_]+")
SAMPLE = 1500
"""Characters looked at, from the middle of a long text, where headers and legal lines are rarest."""
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
    sample = _sample(text)
    return _by_script(sample) or _by_words(sample)


def _sample(text: str) -> str:
    if len(text) <= SAMPLE:
        return text
    start = (len(text) - SAMPLE) // 2
    return text[start : start + SAMPLE]


def _by_script(sample: str) -> str | None:
    if sample.isascii():
        return None
    letters = sum(map(str.isalpha, sample))
    if letters < 8:
        return None
    for language, pattern, share in SCRIPTS:
        if len(pattern.findall(sample)) >= share * letters:
            return language
    return None


def _by_words(sample: str) -> str | None:
    words = TOKEN.findall(sample.lower())
    scores: Counter[str] = Counter()
    hits = 0
    for word in words:
        languages = WORDS.get(word)
        if languages:
            hits += 1
            for language in languages:
                scores[language] += 1 / len(languages) + 0.5  # type: ignore[assignment]  # Counter also counts fractions
    ranked = scores.most_common(2)
    if hits < LEAST or not ranked or hits < SHARE * len(words):
        return None
    if len(ranked) > 1 and ranked[0][1] < LEAD * ranked[1][1]:
        return None
    return ranked[0][0]
