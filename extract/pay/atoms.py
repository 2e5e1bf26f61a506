"""Single amounts: a number with whatever currency, multiplier and plus sign is attached to it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extract.pay.currencies import AFTER, BEFORE, code_of
from extract.pay.numbers import INDIAN, MULTIPLIER, NUMBER, multiplier_of, plain_value

TAIL = re.compile(
    rf"(?:[.,][-–—]{{1,2}})?[ \u00a0]?(?P<mult>{MULTIPLIER})?(?:[.,][-–—]{{1,2}})?(?P<plus>\+)?[ \u00a0]?(?P<mark>{AFTER})?"
    r"(?P<dash>-(?=/))?(?P<plus2>\+)?"
)
UNIT_AHEAD = re.compile(r"\s?(?:/\s?(?:hr|hour|h\b)|(?:per|an)\s(?:hour|hr)|hr\b|hourly)", re.IGNORECASE)
NOT_MONEY_AHEAD = re.compile(r"\s?[%°]|(?i:[ -]?(?:st|nd|rd|th|x|years?|yrs?|months?|weeks?|days?|hours?|hrs|minutes?|mins|am|pm|gb|tb|mb|ms|km|mi|lbs?|kg|ft|bps|rpm)\b)|[-‑][A-Za-z]|[A-Za-z]{2}|:\d|/\d|_|@")
NEGATIVE = re.compile(r"(?:[-−–]\s?\S{1,3}|[^\s\w]\s?[-−–])$")
WINDOW = 8
"""Characters before a number in which its currency stands."""
CURRENCY_ENDS = frozenset("$£€₹¥￥₩₪₽₺₫฿₱₦₴¬/.  \u00a0RrDFYPKNMSLQABCEHIZTpoufsmhltłcčw")


@dataclass(frozen=True, slots=True, kw_only=True)
class Atom:
    """One amount in a text."""

    start: int
    end: int
    """End of everything attached to the number."""
    number: str
    """The digits as written."""
    value: Decimal
    """Without the multiplier."""
    times: int
    """The multiplier."""
    currency: str | None
    is_plain_dollar: bool
    """The currency is a bare '$', which a code nearby may make another dollar."""
    plus: bool
    """Followed by a plus sign: an open end."""
    is_grouped: bool
    """Written with separators between thousands."""
    has_hours: bool
    """A word for hours follows directly."""

    @property
    def amount(self) -> Decimal:
        """The value with its multiplier."""
        return self.value * self.times


def atoms(text: str, country: str | None) -> Iterator[Atom]:
    """Yield every number that could be money: with a currency, a multiplier, thousands, or a word for hours behind it."""
    for match in NUMBER.finditer(text):
        atom = _atom(text, match, country)
        if atom is not None:
            yield atom


def _atom(text: str, match: re.Match[str], country: str | None) -> Atom | None:
    start, end = match.span()
    left = text[start - 1] if start else " "
    before = BEFORE.search(text, max(0, start - WINDOW), start) if left in CURRENCY_ENDS else None
    if before is None and (left.isalnum() or left in "_#@&=.,:/\\" and not left.isspace() and left not in ":"):
        return None
    tail = TAIL.match(text, end)
    assert tail is not None  # every part of it is optional  # noqa: S101
    mark = tail["mark"]
    if before is None and mark is None and not _is_candidate(text, match, tail):
        return None
    if tail.end() == end and NOT_MONEY_AHEAD.match(text, end) and not UNIT_AHEAD.match(text, end):
        return None
    if text[tail.end() : tail.end() + 1] == "%":
        return None
    return Atom(
        start=before.start() if before else start,
        end=tail.end(),
        number=match[0],
        value=plain_value(match[0]),
        times=multiplier_of(tail["mult"]),
        currency=_currency(before, mark, tail["mult"], country),
        is_plain_dollar={"$"} == {said.strip() for said in (mark, before and before["first"], before and before["last"]) if said},
        plus=bool(tail["plus"] or tail["plus2"]),
        is_grouped=match["sep"] is not None or "," in match[0],
        has_hours=UNIT_AHEAD.match(text, tail.end()) is not None,
    )


def _is_candidate(text: str, match: re.Match[str], tail: re.Match[str]) -> bool:
    """Tell whether a number without currency deserves a look: thousands, a multiplier, or hours behind it."""
    return bool(
        tail["mult"] or match["sep"] or len(match[0]) >= 4 or UNIT_AHEAD.match(text, match.end()) or text[match.end() : match.end() + 2].strip()[:1] in {"-", "–", "—", "t"}
    )


def _currency(before: re.Match[str] | None, mark: str | None, mult: str | None, country: str | None) -> str | None:
    """Prefer a code to a symbol: in '$120,000 CAD' the code says which dollar it is."""
    marks = [mark, before["first"] if before else None, before["last"] if before else None]
    said = [found for found in marks if found]
    codes = [found for found in said if len(found.strip()) == 3 and found.strip().isupper()]
    for found in codes + said:
        code = code_of(found, country)
        if code:
            return code
    return "INR" if (mult or "").lower() in INDIAN else None
