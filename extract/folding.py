"""Folding that keeps every offset: lower case, plain hyphens and quotes."""

import re

MARKS = ("\u2019", "\u2014", "\u2013", "\u2022", "\u2026", "\u201c", "\u201d", "\u00b7", "\u2018")
"""The typographic marks of most texts that are otherwise ASCII."""
NEUTRAL = "\x1f"
REPLACED = (("\u2010", "-"), ("\u2011", "-"), ("\u00a0", " "), ("\u202f", " "), ("\u2019", "'"), ("\u2018", "'"))
NOT_WORDS = re.compile(r"[^\w+#]+")


def straighten(text: str) -> str:
    """Return `text` with typographic hyphens, quotes and spaces made plain, length unchanged."""
    if text.isascii():
        return text
    for said, plain in REPLACED:
        text = text.replace(said, plain)
    return text


def lower(text: str) -> str:
    """Return `text` in lower case, length unchanged: 'İ' would grow by one.

    >>> len(lower("İstanbul"))
    8
    """
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def unmarked(text: str) -> str:
    """Return `text` with typographic marks neutral, length unchanged; what is ASCII then is searched faster."""
    if not text.isascii():
        for mark in MARKS:
            text = text.replace(mark, NEUTRAL)
    return text


def fold_words(text: str) -> str:
    """Return the words of `text` in lower case, one space between them; lengths change.

    >>> fold_words("Sr. Full-Stack Engineer (C++/C#)")
    'sr full stack engineer c++ c#'
    """
    return NOT_WORDS.sub(" ", straighten(text).lower()).strip()
