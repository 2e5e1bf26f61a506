"""Phrases of the data files as regular expressions: a star is the rest of a word, a blank is blanks or hyphens."""

import re
from collections.abc import Iterable


def fragment(phrase: str) -> str:
    """Return the pattern of one phrase, without word boundaries.

    >>> fragment("sign on bonus*")
    'sign[\\\\s-]{0,3}on[\\\\s-]{0,3}bonus\\\\w{0,20}'
    """
    return re.escape(phrase).replace(r"\*", r"\w{0,20}").replace(r"\ ", r"[\s-]{0,3}")


def any_of(phrases: Iterable[str]) -> str:
    """Return an alternation of whole phrases, longest first, so that 'base salary' beats 'base'."""
    ordered = sorted(phrases, key=len, reverse=True)
    return r"(?<![\w])(?:" + "|".join(fragment(phrase) for phrase in ordered) + r")(?!\w)"


def compiled(phrases: Iterable[str], *, end: bool = False, start: bool = False) -> re.Pattern[str]:
    """Compile phrases to be searched anywhere, or only at the `start` or `end` of a window."""
    pattern = any_of(phrases)
    if start:
        pattern = r"^\W{0,4}" + pattern
    if end:
        pattern += r"\W{0,4}$"
    return re.compile(pattern, re.IGNORECASE)
