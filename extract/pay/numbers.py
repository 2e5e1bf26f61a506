"""Numbers as people write them in pay: grouped, decimal, and multiplied by k, lakh or 万."""

import re
from decimal import Decimal

GROUP = "[,.'’ \u00a0\u2009\u202f]"
NUMBER = re.compile(
    r"(?:\d{1,2}(?:,\d{2}){1,4},\d{3}(?!\d)"
    rf"|\d{{1,3}}(?P<sep>{GROUP})\d{{3}}(?:(?P=sep)\d{{3}}){{0,4}}(?!\d)(?:[.,]\d{{1,2}}(?!\d))?"
    r"|\d{1,15}(?!\d)(?:[.,]\d{1,3}(?!\d))?)"
)
"""Indian grouping, groups of three with one and the same separator, or plain with at most three decimals."""

WORDS = {
    1_000: "k tys tys. t€ mil thousand tsd tsd. 千",
    10_000: "万 萬 만",
    100_000: "lpa lakh lakhs lac lacs l",
    1_000_000: "m mm mio million millions jt juta",
    10_000_000: "cr crore crores",
    10**9: "b bn billion",
    10**12: "tn trillion",
}
MULTIPLIERS = {word: times for times, words in WORDS.items() for word in words.split()}
INDIAN = frozenset({"lpa", "lakh", "lakhs", "lac", "lacs", "cr", "crore", "crores"})
LARGE = 1_000_000
"""From this multiplier on a figure is company money unless its currency is a small one."""
MULTIPLIER = (
    r"(?:(?i:thousand|millions?|billion|trillion|lakhs?|lacs?|crores?|juta|tsd\.?|tys\.?|mio|lpa)(?!\w)"
    r"|[kK](?![A-Za-z0-9])|[kK](?=EUR|USD|GBP|CHF|/)|[kK](?=[A-Z][a-z])|L(?=PA\b)"
    r"|(?:MM|mm|M|m|bn|Bn|BN|B|b|Cr|cr|jt|mil)(?![A-Za-z0-9])|[万萬만千])"
)


def plain_value(said: str) -> Decimal:
    """Return the value of a number, deciding between grouping and decimals by its shape.

    >>> [str(plain_value(said)) for said in ("60.000", "18,00,000", "120'000", "45,50", "33.5", "1.234,56")]
    ['60000', '1800000', '120000', '45.50', '33.5', '1234.56']
    """
    said = re.sub(r"[\s'’]", "", said)
    last = max(said.rfind("."), said.rfind(","))
    if last < 0:
        return Decimal(said)
    if len(said) - last == 4 and said[:last] != "0":
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
