"""The period of an amount: said behind it, said in front of it, or plain from its size."""

import re
from decimal import Decimal

from extract.pay.currencies import facts
from extract.pay.words import PER_AFTER, PER_BEFORE, PER_GLYPHS

FILLER = re.compile(
    r"^(?!\s{2,}(?-i:[A-Z]))[\s)\]*,]{0,4}(?:(?:usd|cad|aud|eur|gbp|gross|brutto|brut|bruto|lordi|net|"
    r"netto|base|salary|pay|doe|\+ ?vat|plus vat|approx\.?|in|/)[\s)*]{1,3}){0,3}",
    re.IGNORECASE,
)
"""Words that may stand between an amount and its period."""
HOURLY = range(5, 101)
"""Amounts of a dollar-like currency that, announced as a rate, range or wage, can only be an hour's pay."""
CAPS = {"hour": 1_000, "day": 8_000, "week": 30_000, "month": 90_000, "year": 5_000_000}
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
        found = PER_AFTER.match(right, at)
        if found:
            return found.lastgroup, found.end()
    return None, 0


def _blanks(right: str) -> int:
    return len(right) - len(right.lstrip(" \u00a0-)([*,"))


def said_before(left: str) -> str | None:
    """Return the period whose adjective stands last in front of an amount, as in 'hourly rate of'."""
    last = None
    for found in PER_BEFORE.finditer(left):
        last = found.lastgroup
    if last is None and not left.isascii():
        last = next((per for glyph, per in PER_GLYPHS.items() if glyph in left), None)
    return last


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
