"""Roles by plain words of a title, of any language: the longest known title that a part of it holds."""

import re
import unicodedata
from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick

from extract.folding import fold_words
from extract.vocabulary.entries import PlainTitle

LETTERS = str.maketrans({"ß": "ss", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i"})
"""Letters that Unicode does not decompose into one of a to z."""
GENDER = re.compile(
    r"(?<=\w)(?:\((?:-?in(?:nen)?|e|ne|n|a|ra|r|se|euse|trice|rice|ère)\)|[:*_·/]-?(?:in(?:nen)?|e|ne|a|ra|euse|trice|ka))(?!\w)",
    re.IGNORECASE,
)
"""Second forms of a word, as in 'Ingénieur(e)', 'Entwickler:in', 'Desarrollador/a'."""
HASHTAG = re.compile(r"(?<!\S)#\w+")
FIRST, LAST = "\x02", "\x03"
"""Stand at the ends of a part, so that a pattern can ask for them."""
TAIL = re.compile(
    r"(?: (?:i|ii|iii|iv|v|[1-5]|level|grade|intern|internship|trainee|apprentice|apprenticeship|m|w|f|d|x|h|n|"
    r"needed|wanted|required|position|job|role|remote|hybrid|onsite|part time|full time|temporary|seasonal))+$"
)
"""Words after the last noun of an English title that do not change what it names."""


def plain(title: str) -> str:
    """Return the words of a title in lower case and without accents.

    >>> plain("Ingénieur(e) Système"), plain("Sjuksköterska")
    ('ingenieur systeme', 'sjukskoterska')
    """
    if "#" in title:
        title = HASHTAG.sub(" ", title)
    if title.isascii() and "(" not in title and "/" not in title:
        return fold_words(title)
    folded = fold_words(GENDER.sub("", title))
    if folded.isascii():
        return folded
    apart = unicodedata.normalize("NFKD", folded.translate(LETTERS))
    return unicodedata.normalize("NFC", "".join(letter for letter in apart if not unicodedata.combining(letter)))


class TitleWords:
    """The lists of `titles/<language>.toml`."""

    def __init__(self, titles: Iterable[PlainTitle]) -> None:
        forms = [(form, title.role) for title in titles for form in _forms(title)]
        self._roles = [role for _, role in forms]
        self._automaton = AhoCorasick([form for form, _ in forms])

    def find(self, folded: str) -> str | None:
        """Return the slug of the role whose title is the longest in a folded part, the last of equals."""
        found = self._automaton.find_matches_as_indexes(f"{FIRST} {TAIL.sub('', folded)} {LAST}", overlapping=True)
        number, *_ = max(found, key=lambda match: (match[2] - match[1], match[2]), default=(None,))
        return None if number is None else self._roles[number]


class Heads:
    """Nouns of other languages that stand for an English one, also as the end of a compound."""

    def __init__(self, heads: dict[str, str]) -> None:
        """Take English words by noun, which begins with `*` where it ends compounds."""
        heads = {"*" * head.startswith("*") + plain(head): english for head, english in heads.items()}
        self._english = {head.lstrip("*"): english for head, english in heads.items()}
        ends = "|".join(sorted((head[1:] for head in heads if head.startswith("*")), key=len, reverse=True))
        whole = "|".join(sorted((head for head in heads if not head.startswith("*")), key=len, reverse=True))
        self._pattern = re.compile(rf"(?<!\w)(?:(\w*?)({ends or '(?!)'})|({whole or '(?!)'}))(?!\w)")

    def translated(self, folded: str) -> str:
        """Return a folded title with its nouns in English: 'javautvecklare' becomes 'java developer'."""
        return self._pattern.sub(self._english_of, folded)

    def _english_of(self, match: re.Match[str]) -> str:
        first, end, whole = match.groups()
        return f"{first or ''} {self._english[whole or end]}".strip()


def _forms(title: PlainTitle) -> Iterable[str]:
    """Return the patterns of a title and of its plural: with ends of words except where a `*` leaves them open."""
    words = plain(title.words.strip("*="))
    left = "" if title.words.startswith("*") else f"{FIRST} " if title.words.startswith("=") else " "
    right = "" if title.words.endswith("*") else f" {LAST}" if title.is_last or title.words.startswith("=") else " "
    yield f"{left}{words}{right}"
    if title.is_last and not words.endswith("s"):
        yield f"{left}{words}s{right}"


__all__ = ["Heads", "TitleWords", "plain"]
