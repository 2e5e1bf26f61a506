"""What an amount is: base, total, on-target, bonus, equity or stipend."""

import re
from functools import lru_cache

from extract.pay.words import KIND_AFTER, KIND_AFTER_ANY, KIND_BEFORE, KIND_BEFORE_ANY

CUT = re.compile(r"[|;,(•\n+/&]|\bplus\b|\band\b|\bwith\b|\bconsisting\b|\.\s|(?:^|\s)[-–—]\s|\bbased\b", re.IGNORECASE)
"""Where the words that belong to an amount end."""
BRACKETS = re.compile(r"\([^()]{0,80}\)")
FIRST_BRACKET = re.compile(r"^\([^()]{0,60}\)\s*")
"""A remark between an amount and what is added to it, as in '(depending on level) + bonus'."""
BLANK = " \t*•·-–—:(£$€"
ONCE = frozenset({"bonus", "equity", "stipend"})
"""Kinds that a line before says of its own amounts; the others may be a heading for all below."""
NEAR = 34
"""Characters behind an amount in which its kind is said."""


def kind_of(left: str, right: str) -> str | None:
    """Return the kind said right behind the amount, else the one said last in front of it, else None.

    >>> kind_of("Total compensation (bonus, stock): ", " DOE"), kind_of("", " sign-on bonus")
    ('total', 'bonus')
    """
    right = FIRST_BRACKET.sub("", right.lstrip(" )"), count=1)
    line = left[left.rfind("\n") + 1 :]
    return (
        _behind(CUT.split(right, maxsplit=1)[0][:NEAR]) or _last(line) or _last(left, lasting=bool(line.strip(BLANK)))
    )


def _behind(right: str) -> str | None:
    found = KIND_AFTER_ANY.search(right)
    return _kind(found[0], "after") if found else None


def _last(left: str, *, lasting: bool = False) -> str | None:
    """Return the kind named last, words in brackets apart; only `lasting` ones from the lines before its own."""
    last = None
    for found in KIND_BEFORE_ANY.finditer(BRACKETS.sub(_blank, left) if "(" in left else left):
        kind = _kind(found[0], "before")
        last = last if lasting and kind in ONCE else kind
    return last


def _blank(inside: re.Match[str]) -> str:
    return " " * len(inside[0])


@lru_cache(maxsize=500)
def _kind(said: str, side: str) -> str | None:
    """Return the kind that a phrase of the lists belongs to."""
    lists = KIND_AFTER if side == "after" else KIND_BEFORE
    return next((kind for kind, pattern in lists.items() if pattern.fullmatch(said)), None)
