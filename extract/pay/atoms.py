"""Single amounts: a number with whatever currency, multiplier and plus sign is attached to it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extract.pay.currencies import AFTER, BEFORE, BEFORE_ENDS, CODE, NO_WORD, code_of
from extract.pay.numbers import INDIAN, MULTIPLIER, NUMBER, multiplier_of, plain_value

TAIL = re.compile(
    rf"(?:[.,][-–—]{{1,2}})?(?:[ \u00a0]?(?P<mult>{MULTIPLIER}))?(?:[.,][-–—]{{1,2}})?(?P<plus>\+)?"
    rf"(?:[ \u00a0]?(?P<mark>{AFTER}))?(?:[ \u00a0]?(?P<code>{CODE}){NO_WORD})?(?:-(?=/))?(?P<plus2>\+)?"
)
UNIT_AHEAD = re.compile(r"\s?(?:/\s?(?:hr|hour|h\b)|(?:per|an)\s(?:hour|hr)|hrs?(?!(?-i:[a-z]))|hourly)", re.IGNORECASE)
NOT_MONEY_AHEAD = re.compile(
    r"\s?[%°]|(?i:[ -]?(?:st|nd|rd|th|x|years?|yrs?|months?|weeks?|days?|hours?|hrs|minutes?|mins|am|"
    r"pm|gb|tb|mb|ms|km|mi|lbs?|kg|ft|bps|rpm)\b)|[-‑][A-Za-z]|[a-z]{2}|[A-Z]{2}[\dA-Z]|:\d|/\d|_|@"
)
NEGATIVE = re.compile(r"[$£€₹¥]\s?[-−]$")
RETIREMENT = frozenset({"401", "403", "457"})
RETIREMENT_PLAN = re.compile(r"\s?\(?[kKbB]\b")
"""American retirement plans are named after paragraphs: 401(k), 403b."""
ZIP_BEFORE = re.compile(r"(?<![A-Za-z])[A-Z]{2}\s$")
"""A state in front of a postal code: 'Boise, ID 83702'."""
CANDIDATE = re.compile(
    r"[\d$£€₹¥￥₩₪₽₺₫฿₱₦₴¬](?:(?<=\d)(?:\d{3,8}(?!\d)|\d{0,2}(?=[,.'’ \u00a0\u2009\u202f]\d{2,3}(?!\d)|"
    r"[.,]\d|[ \u00a0]?(?:[kKmMlLcCbBtT€$£₹万千만萬元円원z/–—−-]|[A-Z]{2}|to |an|pe|hr|ho|eu|do|po|kr|ru)))|"
    r"(?<!\d)(?P<mark>[ \u00a0]?)(?=\d))"
)
"""The quick scan: digits behind a mark, four and more, or fewer before thousands, a multiplier, a mark, hours."""
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
    """Yield every number that could be money: with a currency, a multiplier, thousands, or hours behind it."""
    reached = 0
    for spot in CANDIDATE.finditer(text):
        start = spot.end("mark") if spot["mark"] is not None else spot.start()
        if start < reached or text[start - 1 : start].isdigit():
            continue
        match = NUMBER.match(text, start)
        atom = _atom(text, match, country) if match else None
        if atom is not None:
            reached = atom.end
            yield atom
        elif match is not None:
            reached = match.end()


def _atom(text: str, match: re.Match[str], country: str | None) -> Atom | None:
    start, end = match.span()
    left = text[start - 1] if start else " "
    before = None
    if left in CURRENCY_ENDS and (left != " " or text[start - 2 : start - 1] in BEFORE_ENDS):
        before = BEFORE.search(text, max(0, start - WINDOW), start)
    if before is None and (_is_letter(left) or left in "_#@&=.,/\\"):
        return None
    if match[0] in RETIREMENT and RETIREMENT_PLAN.match(text, end):
        return None
    tail = TAIL.match(text, end)
    if tail is None or (before is None and tail["mark"] is None and not _is_candidate(text, match, tail)):
        return None
    if tail.end() == end and NOT_MONEY_AHEAD.match(text, end) and not UNIT_AHEAD.match(text, end):
        return None
    if text[tail.end() : tail.end() + 1] == "%":
        return None
    marks = _marks(before, tail)
    return Atom(
        start=before.start() if before else start,
        end=tail.end(),
        number=match[0],
        value=plain_value(match[0]),
        times=multiplier_of(tail["mult"]),
        currency=_currency(marks, tail, country),
        is_plain_dollar=bool(marks) and all(said.strip() == "$" for said in marks),
        plus=bool(tail["plus"] or tail["plus2"]),
        is_grouped=match["sep"] is not None or "," in match[0],
        has_hours=UNIT_AHEAD.match(text, tail.end()) is not None,
    )


def _is_candidate(text: str, match: re.Match[str], tail: re.Match[str]) -> bool:
    """Tell whether a number without currency deserves a look: thousands, a multiplier, or hours behind it."""
    if (
        len(match[0]) == 5
        and match[0].isdigit()
        and not tail["mult"]
        and ZIP_BEFORE.search(text, max(0, match.start() - 4), match.start())
    ):
        return False
    return bool(
        tail["mult"]
        or match["sep"]
        or len(match[0]) >= 4
        or UNIT_AHEAD.match(text, match.end())
        or text[match.end() : match.end() + 2].strip()[:1] in {"-", "–", "—", "t"}
    )


def _is_letter(character: str) -> bool:
    """Tell whether a letter or digit makes the number part of a word; Chinese and Japanese set no blanks."""
    return character.isalnum() and ord(character) < 0x2E80


def _marks(before: re.Match[str] | None, tail: re.Match[str]) -> list[str]:
    marks = [tail["code"], tail["mark"], before["first"] if before else None, before["last"] if before else None]
    return [mark for mark in marks if mark]


def _currency(said: list[str], tail: re.Match[str], country: str | None) -> str | None:
    """Prefer a code to a symbol: in '$120,000 CAD' the code says which dollar it is."""
    codes = [found for found in said if len(found.strip()) == 3 and found.strip().isupper()]
    for found in codes + said:
        code = code_of(found, country)
        if code:
            return code
    return "INR" if (tail["mult"] or "").lower() in INDIAN else None
