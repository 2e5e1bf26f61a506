"""The period of an amount: said behind it, said in front of it, or plain from its size."""

import re
from decimal import Decimal

from extract.pay.currencies import facts
from extract.pay.words import PER_AFTER, PER_BEFORE

FILLER = re.compile(
    r"^[\s)\]*,]{0,4}(?:(?:usd|cad|aud|eur|gbp|gross|brutto|brut|bruto|lordi|net|netto|base|salary|pay|doe|\+ ?vat|plus vat|approx\.?|in|/)[\s)*]{1,3}){0,3}",
    re.IGNORECASE,
)
"""Words that may stand between an amount and its period."""
HOURLY = range(5, 101)
"""Amounts of a dollar-like currency that, announced as a rate, range or wage, can only be an hour's pay."""
CAPS = {"hour": 2_000, "day": 15_000, "week": 60_000, "month": 200_000, "year": 5_000_000}
"""Largest believable pay by period, in units of the order of one US dollar."""
FLOORS = {"hour": 0, "day": 10, "week": 30, "month": 80, "year": 500}
"""Smallest believable pay by period, likewise."""


def said_after(right: str) -> tuple[str | None, int]:
    """Return the period that opens the text behind an amount, and how far it reaches.

    >>> said_after(" gross per month, plus")
    ('month', 16)
    """
    skip = FILLER.match(right)
    offset = skip.end() if skip else 0
    for at in dict.fromkeys((offset, _blanks(right))):
        for per, pattern in PER_AFTER.items():
            found = pattern.match(right, at)
            if found:
                return per, found.end()
    return None, 0


def _blanks(right: str) -> int:
    return len(right) - len(right.lstrip(" \u00a0-)([*,"))


def said_before(left: str) -> str | None:
    """Return the period whose adjective stands last in front of an amount, as in 'hourly rate of'."""
    best: tuple[int, str] | None = None
    for per, pattern in PER_BEFORE.items():
        for found in pattern.finditer(left):
            if best is None or found.end() > best[0]:
                best = (found.end(), per)
    return best[1] if best else None


def fits(amount: Decimal, per: str, currency: str | None) -> bool:
    """Tell whether an amount is believable for a period.

    >>> fits(Decimal(120000), "hour", "USD"), fits(Decimal(25), "year", "USD")
    (False, False)
    """
    dollars = amount / facts(currency).unit
    return FLOORS[per] <= dollars <= CAPS[per]


def from_size(amount: Decimal, currency: str | None) -> str | None:
    """Return 'year' for an amount that can be nothing else, None where a month's pay would look alike."""
    row = facts(currency)
    return "year" if row.year_from <= amount <= row.unit * CAPS["year"] else None
