"""Read the pay fields of foreign records: ranges in numbers, periods in any spelling, and ranges in a few words."""

import re
from dataclasses import replace
from typing import Any

from scrapers.fields import amount, inside, said
from scrapers.pages.salary import CURRENCY, NUMBER, PER, SYMBOLS, read_salary
from scrapers.records import PaySaid

SEVERAL = frozenset({"bi", "semi", "half", "quarter"})
BELOW = frozenset({"up", "max", "maximum", "under"})
ABOVE = frozenset({"from", "min", "minimum", "starting", "least"})
CONNECTING = frozenset({"to", "and", "per", "a", "an", "at", "between", "k"})
DOLLARS = {"US$": "USD", "CA$": "CAD", "C$": "CAD", "AU$": "AUD", "A$": "AUD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD"}
SHARED_SIGNS = frozenset("$¥")
"""Signs of several currencies."""
SIGNS = {**DOLLARS, **{sign: code for sign, code in SYMBOLS.items() if sign not in SHARED_SIGNS}}


def pay_range(low: Any, high: Any, currency: Any = None, per: Any = None, **rest: Any) -> PaySaid | None:
    """Return a range as the source gives it; None where neither bound is a positive sum.

    >>> pay_range("5000", 0, "EUR", "monthly")
    PaySaid(low=Decimal('5000'), high=None, currency='EUR', per='month', kind='base', scope=None, said=None)
    """
    bounds = amount(low), amount(high)
    if bounds == (None, None):
        return None
    return PaySaid(low=bounds[0], high=bounds[1], currency=_code(currency), per=period(per), **rest)


def _code(currency: Any) -> str | None:
    """Return the ISO 4217 code in whatever case it was written, or of a sign that only one currency has."""
    words = said(currency) or ""
    return words.upper() if re.fullmatch("[A-Za-z]{3}", words) else SIGNS.get(words)


def range_of(given: Any, low: str, high: str, currency: str, per: str = "", **rest: Any) -> tuple[PaySaid, ...]:
    """Return the range that an object holds under the names given; nothing for anything but such an object.

    >>> [(one.low, one.per) for one in range_of({"min": 34, "unit": "HOURLY"}, "min", "max", "currency", "unit")]
    [(Decimal('34'), 'hour')]
    """
    pay = pay_range(*(inside(given, name) for name in (low, high, currency, per)), **rest)
    return (pay,) if pay else ()


def period(words: Any) -> str | None:
    """Return `year`, `month`, `week`, `day` or `hour` for the ways in which a source spells it.

    >>> period("1 YEAR"), period("per-hour-wage"), period("p.a."), period("2 WEEK"), period("bi-weekly")
    ('year', 'hour', 'year', None, None)
    """
    line = (said(words) or "").strip(". ").lower()
    parts = re.findall(r"[^\W\d_]+|\d+", line)
    if line in PER or any(part in SEVERAL or (part.isdigit() and part != "1") for part in parts):
        return PER.get(line)
    return next((PER[part] for part in parts if part in PER), None)


def pay_in_words(text: Any) -> tuple[PaySaid, ...]:
    """Return the range in a field that is meant for pay; nothing where the field says anything else.

    A bare dollar sign names no currency: the same field is used in several countries.

    >>> [(one.low, one.high, one.currency, one.per) for one in pay_in_words("$25 – $27 / hour")]
    [(Decimal('25'), Decimal('27'), None, 'hour')]
    >>> pay_in_words("Competitive"), pay_in_words("401k match"), pay_in_words("$500 after 90 days")
    ((), (), ())
    """
    line = said(text) or ""
    dollars = next((code for sign, code in DOLLARS.items() if sign in line), None)
    bare = re.sub(r"[A-Z]{1,2}(?=\$)", "", line)
    words = set(re.findall(r"[^\W\d_]+", CURRENCY.sub("", NUMBER.sub(" ", bare)).lower()))
    if not words <= PER.keys() | BELOW | ABOVE | CONNECTING or len(NUMBER.findall(bare)) > 2:
        return ()
    return tuple(_bounded(one, words, line, dollars) for one in read_salary(bare))


def _bounded(pay: PaySaid, words: set[str], line: str, dollars: str | None) -> PaySaid:
    is_single = pay.low == pay.high
    is_named = dollars or CURRENCY.search(line) or not SHARED_SIGNS & set(line)
    return replace(
        pay,
        low=None if is_single and words & BELOW else pay.low,
        high=None if is_single and (words & ABOVE or "+" in line) else pay.high,
        currency=dollars or (pay.currency if is_named else None),
        said=line,
    )
