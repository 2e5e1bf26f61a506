"""Amounts joined to ranges: 'a to b', 'between a and b', 'min a, max b', 'from a', 'up to b', 'a+'."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.pay.atoms import Atom
from extract.pay.periods import said_after
from extract.pay.words import AT_LEAST, AT_MOST, OPEN_AFTER, UNIT

JOINT = re.compile(
    rf"[\s\u00ad\u200b]*(?P<unit>(?:USD\s)?{UNIT}\.?)?\s*(?:\([^()]{{0,40}}\))?\s*"
    r"(?:(?P<dash>[-‐-―−~〜～]{1,3})|(?P<to>to|through|bis|à|até|hasta|al?|do|till|tot|til|up to|"
    r"/(?=\s?[£$€]))|(?P<and>and|&|und|et|y|e|en|och))"
    r"\s*(?:USD\s?)?(?:(?:a |an )?(?:max(?:imum)?(?: of)?|up to|approximately)\s*)?",
    re.IGNORECASE,
)
LABELLED = re.compile(r"\W{0,4}(?:[a-z]+\W{1,2}){0,3}max(?:imum)?\b(?:\s[a-z]+){0,3}\W{0,4}", re.IGNORECASE)
MINIMUM = re.compile(r"\bmin(?:imum)?\b[\w\s]{0,25}\W{0,4}$", re.IGNORECASE)
BETWEEN = re.compile(r"\b(?:between|from|rang\w+|zwischen|entre|tra|mellan|tussen|minimum)\b[^.]{0,60}$", re.IGNORECASE)
APART = re.compile(r"[^.;\n\d]{1,48}\s(?:and|to)\s(?:up to\s)?", re.IGNORECASE)
OPENED = re.compile(r"\b(?:between|from)\s(?:\w+\s){0,2}$", re.IGNORECASE)
"""'between A in the smallest market and B in the largest': words may stand apart."""
GAP = 64
"""Most characters between the two ends of a range."""
SHORT_END = re.compile(r"\s?[-–—]\s?(?P<number>\d{2,3}(?:\.\d\d)?)(?![\w,.%:+/-]|[ -](?!per|an? )[a-z])")
"""A second end of two or three digits, which alone is no amount: '$18-24'."""
SHORT_SPREAD = 4
"""Such an end is at most so many times the first."""
SPREAD = 10
"""A multiplier said once holds for both ends when they then lie within this ratio."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """One or two amounts read as one statement."""

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    currency: str | None
    first: Atom
    last: Atom
    unit: str | None = None
    """Period said between the two ends."""

    @property
    def top(self) -> Decimal:
        """The larger amount."""
        return max(amount for amount in (self.low, self.high) if amount is not None)

    @property
    def is_pair(self) -> bool:
        """Whether two ends were said."""
        return self.first is not self.last

    @property
    def is_multiplied(self) -> bool:
        """Whether an end carries a multiplier such as 'k'."""
        return max(self.first.times, self.last.times) > 1

    @property
    def is_bare(self) -> bool:
        """Whether no currency was said."""
        return self.currency is None


def ranges(text: str, found: Sequence[Atom]) -> Iterator[Range]:
    """Yield every amount once, joined with its neighbour where words or dashes join them."""
    position = 0
    while position < len(found):
        first = found[position]
        second = found[position + 1] if position + 1 < len(found) else None
        pair = _pair(text, first, second) if second is not None else None
        yield pair or _with_short_end(text, first) or _single(text, first)
        position += 2 if pair else 1


def _pair(text: str, first: Atom, second: Atom) -> Range | None:
    gap = text[first.end : second.start]
    if len(gap) > GAP or not _same_money(first, second):
        return None
    joint = JOINT.fullmatch(gap)
    if joint is None and not _is_far_pair(text, gap, first):
        return None
    if joint is not None and joint["and"] and not BETWEEN.search(text, max(0, first.start - 80), first.start):
        return None
    low, high = _spread(first, second)
    if low > high:
        if high * 2 < low and not (joint and joint["dash"]):
            return None
        low, high = high, low
    unit = said_after(joint["unit"])[0] if joint and joint["unit"] else None
    currency = second.currency if first.is_plain_dollar else first.currency
    return Range(
        start=first.start,
        end=second.end,
        low=low,
        high=high,
        currency=currency or first.currency or second.currency,
        first=first,
        last=second,
        unit=unit,
    )


def _with_short_end(text: str, first: Atom) -> Range | None:
    """Return the range whose second end is too short to be an amount of its own."""
    found = SHORT_END.match(text, first.end) if first.currency and first.times == 1 and first.amount < 1000 else None
    if found is None or not first.amount < Decimal(found["number"]) <= first.amount * SHORT_SPREAD:
        return None
    last = replace(
        first, start=found.start("number"), end=found.end(), number=found["number"], value=Decimal(found["number"])
    )
    return Range(
        start=first.start,
        end=last.end,
        low=first.amount,
        high=last.amount,
        currency=first.currency,
        first=first,
        last=last,
    )


def _is_far_pair(text: str, gap: str, first: Atom) -> bool:
    """Tell whether words join two amounts that stand apart: 'minimum A, maximum B', 'between A in X and B in Y'."""
    left = text[max(0, first.start - 50) : first.start]
    return bool((LABELLED.fullmatch(gap) and MINIMUM.search(left)) or (APART.fullmatch(gap) and OPENED.search(left)))


def _same_money(first: Atom, second: Atom) -> bool:
    said = {first.currency, second.currency} - {None}
    return len(said) < 2 or first.is_plain_dollar or second.is_plain_dollar


def _spread(first: Atom, second: Atom) -> tuple[Decimal, Decimal]:
    """Return both amounts, a multiplier said once holding for both where that makes sense ('120-150k', '$85k-105')."""
    low, high = first.amount, second.amount
    if first.times == 1 and second.times > 1 and not first.is_grouped:
        spread = first.value * second.times
        if spread <= high * 2 and spread * SPREAD >= high:
            return spread, high
    if second.times == 1 and first.times > 1 and not second.is_grouped:
        spread = second.value * first.times
        if low <= spread <= low * SPREAD:
            return low, spread
    return low, high


def _single(text: str, atom: Atom) -> Range:
    left = text[max(0, atom.start - 24) : atom.start]
    right = text[atom.end : atom.end + 24]
    low: Decimal | None = atom.amount
    high: Decimal | None = atom.amount
    start = atom.start
    if at_most := AT_MOST.search(left):
        low = None
        start -= len(left) - at_most.start()
    elif at_least := AT_LEAST.search(left):
        high = None
        start -= len(left) - at_least.start()
    elif (
        atom.plus and not right.lower().lstrip().startswith(("vat", "bonus", "equity", "commission"))
    ) or OPEN_AFTER.match(right):
        high = None
    return Range(start=start, end=atom.end, low=low, high=high, currency=atom.currency, first=atom, last=atom)
