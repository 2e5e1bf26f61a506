"""What an amount is: base, total, on-target, bonus, equity or stipend."""

import re
from functools import lru_cache

from extract.pay.words import KIND_AFTER, KIND_AFTER_ANY, KIND_BEFORE, KIND_BEFORE_ANY

CUT = re.compile(r"[|;,(•\n+/&]|\bplus\b|\band\b|\bwith\b|\bconsisting\b|\.\s|\bbased\b", re.IGNORECASE)
"""Where the words that belong to an amount end."""
BRACKETS = re.compile(r"\([^()]{0,80}\)")
FIRST_BRACKET = re.compile(r"^\([^()]{0,60}\)\s*")
"""A remark between an amount and what is added to it, as in '(depending on level) + bonus'."""
NEAR = 34
"""Characters behind an amount in which its kind is said."""


def kind_of(left: str, right: str) -> str | None:
    """Return the kind said right behind the amount, else the one said last in front of it, else None.

    >>> kind_of("Total compensation (bonus, stock): ", " DOE"), kind_of("", " sign-on bonus")
    ('total', 'bonus')
    """
    right = FIRST_BRACKET.sub("", right.lstrip(" )"), count=1)
    return _behind(CUT.split(right, maxsplit=1)[0][:NEAR]) or _last(left)


def _behind(right: str) -> str | None:
    found = KIND_AFTER_ANY.search(right)
    return _kind(found[0], "after") if found else None


def _last(left: str) -> str | None:
    """Return the kind named last, words in brackets apart."""
    last = None
    for found in KIND_BEFORE_ANY.finditer(BRACKETS.sub(_blank, left) if "(" in left else left):
        last = found[0]
    return _kind(last, "before") if last else None


def _blank(inside: re.Match[str]) -> str:
    return " " * len(inside[0])


@lru_cache(maxsize=500)
def _kind(said: str, side: str) -> str | None:
    """Return the kind that a phrase of the lists belongs to."""
    lists = KIND_AFTER if side == "after" else KIND_BEFORE
    return next((kind for kind, pattern in lists.items() if pattern.fullmatch(said)), None)
