"""Numbers as people write them in pay: grouped, decimal, and multiplied by k, lakh or 万."""

import re
from decimal import Decimal

GROUP = "[,.'’ \u00a0\u2009\u202f]"
NUMBER = re.compile(
    rf"(?:\d{{1,2}}(?:,\d{{2}}){{1,4}},\d{{3}}(?![\d])"
    rf"|\d{{1,3}}(?P<sep>{GROUP})\d{{3}}(?:(?P=sep)\d{{3}}){{0,4}}(?![\d])(?:[.,]\d{{1,2}}(?![\d]))?"
    rf"|\d{{1,15}}(?![\d])(?:[.,]\d{{1,3}}(?![\d]))?)"
)
"""Indian grouping, groups of three with one and the same separator, or plain with at most three decimals."""

MULTIPLIERS = {
    "k": 1_000, "tys": 1_000, "tys.": 1_000, "t€": 1_000, "mil": 1_000, "thousand": 1_000, "tsd": 1_000, "tsd.": 1_000, "千": 1_000,
    "万": 10_000, "萬": 10_000, "만": 10_000, "lpa": 100_000, "lakh": 100_000, "lakhs": 100_000, "lac": 100_000, "lacs": 100_000, "l": 100_000,
    "m": 1_000_000, "mm": 1_000_000, "mio": 1_000_000, "million": 1_000_000, "millions": 1_000_000, "jt": 1_000_000, "juta": 1_000_000,
    "cr": 10_000_000, "crore": 10_000_000, "crores": 10_000_000,
    "b": 10**9, "bn": 10**9, "billion": 10**9, "tn": 10**12, "trillion": 10**12,
}  # fmt: skip
INDIAN = frozenset({"lpa", "lakh", "lakhs", "lac", "lacs", "cr", "crore", "crores"})
LARGE = 1_000_000
"""From this multiplier on a figure is company money unless its currency is a small one."""

_WORDS = "thousand|millions?|billion|trillion|lakhs?|lacs?|crores?|juta|tsd\\.?|tys\\.?|mio|lpa"
MULTIPLIER = rf"(?:(?i:{_WORDS})(?!\w)|[kK](?![A-Za-z0-9])|[kK](?=EUR|USD|GBP|CHF|/)|L(?=PA\b)|(?:MM|mm|M|m|bn|Bn|BN|B|b|Cr|cr|jt|mil)(?![A-Za-z0-9])|[万萬만千])"


def plain_value(said: str) -> Decimal:
    """Return the value of a number, deciding between grouping and decimals by its shape.

    >>> [str(plain_value(said)) for said in ("60.000", "18,00,000", "120'000", "45,50", "33.5", "1.234,56")]
    ['60000', '1800000', '120000', '45.50', '33.5', '1234.56']
    """
    said = re.sub(r"[\s'’]", "", said)
    last = max(said.rfind("."), said.rfind(","))
    if last < 0:
        return Decimal(said)
    decimals = len(said) - last - 1
    if decimals == 3 and len(said[:last]) > 0 and said[:last] != "0":
        return Decimal(re.sub(r"[.,]", "", said))
    whole = re.sub(r"[.,]", "", said[:last])
    return Decimal(f"{whole}.{said[last + 1 :]}")


def as_decimals(said: str) -> Decimal:
    """Return the value of a number whose only dot is a decimal point, as in an hourly rate of '$33.774'.

    >>> as_decimals("33.774")
    Decimal('33.774')
    """
    return Decimal(said.replace(",", "."))


def multiplier_of(said: str | None) -> int:
    """Return the factor a multiplier word stands for, 1 for none."""
    return MULTIPLIERS.get((said or "").lower(), 1)
