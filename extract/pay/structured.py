"""A source's own pay fields as pay."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from extract.pay.currencies import facts
from extract.pay.periods import CAPS
from extract.records import Pay

WORDS = {
    "year": "year yearly annual annually annum per_year",
    "month": "month monthly per_month",
    "week": "week weekly per_week",
    "day": "day daily per_day",
    "hour": "hour hourly per_hour",
}
PERIODS = {word: per for per, words in WORDS.items() for word in words.split()}
KINDS = frozenset({"base", "total", "ote", "bonus", "equity", "stipend"})


def from_structured(pay_said: Mapping[str, Any]) -> Pay | None:
    """Return the pay of a record {low, high, currency, per, kind, scope, said}; None without a believable amount.

    >>> from_structured({"low": "90000", "high": "120000", "currency": "eur", "per": "YEAR"}).currency
    'EUR'
    """
    low, high = _amount(pay_said.get("low")), _amount(pay_said.get("high"))
    if low is None and high is None:
        return None
    if low is not None and high is not None and low > high:
        low, high = high, low
    currency = str(pay_said.get("currency") or "").strip().upper() or None
    per = PERIODS.get(str(pay_said.get("per") or "").strip().lower())
    top = high if high is not None else low
    if top is None or not _is_believable(top, currency, per):
        return None
    kind = str(pay_said.get("kind") or "base")
    said = pay_said.get("said")
    return Pay(
        low=low,
        high=high,
        currency=currency,
        per=per,
        kind=kind if kind in KINDS else "base",
        scope=pay_said.get("scope") or None,
        said=str(said) if said else _words(low, high, currency, per),
        origin="structured",
    )


def outvoted(pays: Sequence[Pay]) -> tuple[Pay, ...]:
    """Return the pays without those of the text that repeat or contradict the source's own field.

    A range of the text that is tied to a place or level stays: the field has no room for it.
    """
    given = {(pay.kind, pay.currency) for pay in pays if pay.origin == "structured"}
    return tuple(
        pay for pay in pays if pay.origin == "structured" or pay.scope or (pay.kind, pay.currency) not in given
    )


def _amount(value: object) -> Decimal | None:
    """Return a positive amount; zero, negative and unreadable ones are unsaid."""
    if value is None or value == "":
        return None
    try:
        amount = Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount > 0 else None


def _is_believable(top: Decimal, currency: str | None, per: str | None) -> bool:
    return top / facts(currency).unit <= CAPS[per or "year"]


def _words(low: Decimal | None, high: Decimal | None, currency: str | None, per: str | None) -> str:
    parts = [
        f"{low}–{high}" if low is not None and high is not None else str(low if high is None else high),
        currency,
        per and f"per {per}",
    ]
    return " ".join(part for part in parts if part)
