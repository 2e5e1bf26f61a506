"""Folding that keeps every offset: lower case, plain hyphens and quotes."""

import re

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


def fold_words(text: str) -> str:
    """Return the words of `text` in lower case, one space between them; lengths change.

    >>> fold_words("Sr. Full-Stack Engineer (C++/C#)")
    'sr full stack engineer c++ c#'
    """
    return NOT_WORDS.sub(" ", straighten(text).lower()).strip()
