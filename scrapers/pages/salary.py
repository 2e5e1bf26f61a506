"""Read the pay of a schema.org JobPosting in each of the shapes that sites write."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from scrapers.fields import amount, said
from scrapers.records import PaySaid

NUMBER = re.compile(r"(\d[\d.,'’\u00a0\u202f ]*\d|\d)\s*([kK])?(?![\w%])")
UNITS = {
    "year": ("year", "yr", "annum", "annual", "yearly", "annually", "p1y", "p.a", "jahr", "ann", "pa"),
    "month": ("month", "mon", "monthly", "p1m", "mo", "monat"),
    "week": ("week", "wee", "weekly", "wk", "p1w", "woche"),
    "day": ("day", "daily", "p1d", "diem", "tag"),
    "hour": ("hour", "hur", "hourly", "hr", "pt1h", "stunde", "h"),
}
PER = {word: per for per, words in UNITS.items() for word in words}
SYMBOLS = {"$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY"}
CURRENCY = re.compile(r"\b[A-Z]{3}\b")


def read_salary(value: Any, currency: str | None = None) -> tuple[PaySaid, ...]:
    """Return every range in a `baseSalary`; `currency` is the posting's `salaryCurrency`.

    >>> [(one.low, one.high, one.currency, one.per) for one in read_salary("€60k–€80k a year")]
    [(Decimal('60000'), Decimal('80000'), 'EUR', 'year')]
    >>> read_salary("Competitive"), read_salary({"value": {"minValue": 0, "maxValue": 0}})
    ((), ())
    """
    return tuple(_ranges(value, _code(currency), None, 0))


def _ranges(value: Any, currency: str | None, per: str | None, depth: int) -> Iterator[PaySaid]:
    if depth > 4:
        return
    if isinstance(value, list):
        for one in value:
            yield from _ranges(one, currency, per, depth + 1)
    elif isinstance(value, dict):
        yield from _of_object(value, currency, per, depth)
    else:
        yield from _of_words(said(value) or "", currency, per)


def _of_object(value: dict[str, Any], currency: str | None, per: str | None, depth: int) -> Iterator[PaySaid]:
    currency = _code(said(value.get("currency")) or said(value.get("salaryCurrency"))) or currency
    per = _per(said(value.get("unitText")) or said(value.get("unitCode")) or said(value.get("duration"))) or per
    low = _sum(value.get("minValue", value.get("percentile10")))
    high = _sum(value.get("maxValue", value.get("percentile90")))
    if low is not None or high is not None:
        inner = value.get("value")
        if per is None and isinstance(inner, dict):
            per = _per(said(inner.get("unitText")))
        yield PaySaid(low=low, high=high, currency=currency, per=per)
    elif "value" in value:
        yield from _ranges(value["value"], currency, per, depth + 1)
    elif "median" in value:
        yield from _ranges(value["median"], currency, per, depth + 1)


def _of_words(words: str, currency: str | None, per: str | None) -> Iterator[PaySaid]:
    found = [(number, bool(thousand)) for number, thousand in NUMBER.findall(words)]
    sums = [one for one in (_number(number, thousand) for number, thousand in found[:2]) if one is not None]
    if not sums:
        return
    if len(found) == 2 and found[1][1] and not found[0][1] and sums[0] < 1000:
        sums[0] *= 1000  # "60–80k" means both
    stated = next((SYMBOLS[sign] for sign in words if sign in SYMBOLS), None) or _code(words)
    named = next((PER[word] for word in re.findall(r"[a-z][a-z0-9.]*", words.lower()) if word.strip(".") in PER), None)
    yield PaySaid(
        low=min(sums),
        high=max(sums),
        currency=currency or stated,
        per=per or named,
        said=words if len(words) < 200 else None,
    )


def _sum(value: Any) -> Decimal | None:
    if isinstance(value, (int, float)):
        return amount(value)
    words = said(value)
    match = NUMBER.search(words) if words else None
    return _number(match.group(1), bool(match.group(2))) if match else None


def _number(digits: str, thousand: bool) -> Decimal | None:
    """Return a sum whose separators follow any custom: a last group of three digits is thousands, else decimals."""
    compact = re.sub(r"['’\s\u00a0\u202f]", "", digits)
    whole, mark, rest = _split_at_last_mark(compact)
    without = re.sub("[.,]", "", whole if mark and len(rest) != 3 else compact)
    compact = f"{without}.{rest}" if mark and len(rest) != 3 else without
    found = amount(compact)
    return found * 1000 if found is not None and thousand else found


def _split_at_last_mark(compact: str) -> tuple[str, str, str]:
    at = max(compact.rfind("."), compact.rfind(","))
    return (compact[:at], compact[at], compact[at + 1 :]) if at >= 0 else (compact, "", "")


def _per(words: str | None) -> str | None:
    return PER.get((words or "").strip(". ").lower())


def _code(words: str | None) -> str | None:
    match = CURRENCY.search(words or "")
    return match.group() if match else SYMBOLS.get((words or "").strip())
