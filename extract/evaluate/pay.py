"""Pay of whole postings, of short texts, and of the pay strings of boards."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from extract.evaluate.scoring import Outcome
from extract.pay import read_pays
from extract.records import Pay
from extract.tagger import load_tagger

STATED_KINDS = frozenset({"base", "total", "ote"})
Said = tuple[Decimal | None, Decimal | None, str | None, str | None]
"""Low, high, currency, period."""
NUMBER = re.compile(r"(?P<digits>\d[\d,]*(?:\.\d+)?)\s?(?P<times>[KkMm]?)")
TIMES = {"": 1, "k": 1_000, "m": 1_000_000}
PERIODS = {
    "year": re.compile(r"annum|year|/yr", re.I),
    "month": re.compile(r"month", re.I),
    "week": re.compile(r"week", re.I),
    "day": re.compile(r"\bday|daily", re.I),
    "hour": re.compile(r"hour|/hr", re.I),
}


def of_posting(gold: list[dict[str, Any]], pays: tuple[Pay, ...]) -> Iterator[Outcome]:
    """Score every labelled range and every predicted one; a posting without pay must give none."""
    said = {_labelled(pay) for pay in gold}
    found = {_read(pay) for pay in pays}
    for pay in said:
        yield "pay: recall", pay in found
    for predicted in pays:
        if predicted.kind in STATED_KINDS:
            yield "pay: precision", _read(predicted) in said
    if not gold:
        yield "pay: invented", bool(pays)


def of_case(row: dict[str, Any]) -> Iterator[Outcome]:
    """Score a short text with one labelled range, perhaps others (`also`), or none."""
    pays = load_tagger().tag("", row["text"]).pays
    if row["min"] is None and row["max"] is None:
        yield "pay: invented", bool(pays)
        return
    wanted = _labelled(row)
    said = {wanted, *map(_labelled, row.get("also") or ())}
    yield "pay: recall", wanted in map(_read, pays)
    for pay in pays:
        yield "pay: precision", _read(pay) in said


def of_employers_field(row: dict[str, Any]) -> Iterator[Outcome]:
    """Score a description against the employer's own pay field, where its numbers stand in the text.

    The field has room for one range, so that of a posting with a range a level or a place holds the ends of them all.
    """
    if not row["said_in_text"]:
        return
    pays = load_tagger().tag(row["title"], row["text"]).pays
    wanted = _labelled(row)
    found = set(map(_read, pays))
    yield "pay: recall, one range", wanted in found
    yield "pay: recall", wanted in found or wanted in _spanned(pays)


def of_string(row: dict[str, Any]) -> Iterator[Outcome]:
    """Score a board's pay string: exactly the amounts that stand in it, and the period where it says one."""
    said = row["said"]
    amounts = _amounts(said)
    if not amounts:
        return
    pays = read_pays(said)
    found = {end for pay in pays for end in (pay.low, pay.high) if end is not None}
    yield "pay: amounts of the string", len(pays) == 1 and found in amounts
    period = next((per for per, words in PERIODS.items() if words.search(said)), None)
    if period:
        yield "pay: period where said", [pay.per for pay in pays] == [period]
    else:
        yield "pay: period from the size where unsaid", any(pay.per for pay in pays)


def _spanned(pays: Sequence[Pay]) -> set[Said]:
    """Return the ranges that the stated ranges of one kind, currency and period span together."""
    alike: dict[tuple[str, str | None, str | None], list[Pay]] = defaultdict(list)
    for pay in pays:
        if pay.kind in STATED_KINDS and pay.low is not None and pay.high is not None:
            alike[pay.kind, pay.currency, pay.per].append(pay)
    return {
        (min(pay.low for pay in some if pay.low), max(pay.high for pay in some if pay.high), currency, per)
        for (_, currency, per), some in alike.items()
    }


def _amounts(said: str) -> list[set[Decimal]]:
    """Return the numbers of a string, each with its own multiplier, or with the last one where it is said once.

    >>> [sorted(map(int, amounts)) for amounts in _amounts("$90 - $120K")]
    [[90, 120000], [90000, 120000]]
    """
    numbers = [
        (Decimal(found["digits"].replace(",", "")), TIMES[found["times"].lower()]) for found in NUMBER.finditer(said)
    ]
    if not numbers:
        return []
    last = numbers[-1][1]
    return [
        {value * times for value, times in numbers},
        {value * (last if times == 1 else times) for value, times in numbers},
    ]


def _labelled(pay: dict[str, Any]) -> Said:
    return _amount(pay["min"]), _amount(pay["max"]), pay["currency"], pay["period"]


def _read(pay: Pay) -> Said:
    return pay.low, pay.high, pay.currency, pay.per


def _amount(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))
