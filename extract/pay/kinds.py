"""What an amount is: base, total, on-target, bonus, equity or stipend."""

import re

from extract.pay.words import KIND_AFTER, KIND_AFTER_ANY, KIND_BEFORE, KIND_BEFORE_ANY

CUT = re.compile(r"[|;,(•\n+/&]|\bplus\b|\band\b|\bwith\b|\.\s|\bbased\b", re.IGNORECASE)
"""Where the words that belong to an amount end."""
NEAR = 34
"""Characters behind an amount in which its kind is said."""


def kind_of(left: str, right: str) -> str | None:
    """Return the kind said right behind the amount, else the one said last in front of it, else None.

    >>> kind_of("Total compensation (bonus, stock): ", " DOE"), kind_of("", " sign-on bonus")
    ('total', 'bonus')
    """
    return _behind(CUT.split(right.lstrip(" )"), maxsplit=1)[0][:NEAR]) or _last(left)


def _behind(right: str) -> str | None:
    if not KIND_AFTER_ANY.search(right):
        return None
    found = [(match.start(), -len(match[0]), kind) for kind, pattern in KIND_AFTER.items() if (match := pattern.search(right))]
    return min(found)[2] if found else None


def _last(left: str) -> str | None:
    """Return the kind named last; of two that overlap, the longer name wins ('total compensation package')."""
    if not KIND_BEFORE_ANY.search(left):
        return None
    left = re.sub(r"\([^()]{0,80}\)", lambda inside: " " * len(inside[0]), left)
    found = [(match.end(), len(match[0]), kind) for kind, pattern in KIND_BEFORE.items() for match in pattern.finditer(left)]
    return max(found)[2] if found else None
