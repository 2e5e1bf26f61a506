"""Read single values of foreign records: odd ones become null, never a guess and never a crash."""

import datetime as dt
import html
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime
from pathlib import Path
from pyexpat import ExpatError, ParserCreate
from typing import Any
from urllib.parse import urlsplit

from scrapers.answer import UnreadableError

EARLIEST = dt.datetime(1990, 1, 1, tzinfo=dt.UTC)
LATEST = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
LARGEST_PAY = Decimal(10**12)
NUL = "\x00"
PLAIN_ADDRESS = re.compile(r"https?://[\w.-]+(?:/|$)")
DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})(?:\.|er|º|st|nd|rd|th)?\s+(?:de\s+)?(?P<month>[^\W\d]{3,})\.?\s+(?:de\s+)?(?P<year>\d{4})"
)
MONTH_FIRST = re.compile(r"(?P<month>[^\W\d]{3,})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})")
IN_DIGITS = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})|(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.(?P<y>\d{4})"
)
"""Year first, or with dots: slashes before a year at the end mean one thing here and another there."""
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b")
EPOCH = re.compile(r"\d{10}|\d{13}")
MONTHS = {
    stem: number
    for number, line in enumerate((Path(__file__).parent / "months.txt").read_text(encoding="utf-8").splitlines(), 1)
    for stem in line.split()
}
"""How month names begin in the languages of European boards → number."""


def said(value: Any) -> str | None:
    """Return the words of a string or number, stripped; None for anything else and for nothing.

    >>> said("  Berlin, Germany "), said(7), said(""), said({"name": "x"})
    ('Berlin, Germany', '7', None, None)
    """
    if type(value) is str:
        return (value.replace(NUL, "") if NUL in value else value).strip() or None
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return str(value).replace(NUL, "").strip() or None


def needed(value: Any, name: str) -> str:
    """Return the words of a field without which there is no posting.

    Raises UnreadableError naming the field.
    """
    words = said(value)
    if words is None:
        raise UnreadableError(f"no {name}")
    return words


def unescaped(words: str) -> str:
    """Return words whose HTML entities are resolved once, as `html.unescape` does in six times the time.

    >>> unescaped("&lt;p&gt;R&amp;D &amp;amp; more &ndash; it&#39;s&lt;/p&gt;")
    "<p>R&D &amp; more – it's</p>"
    """
    if "&" not in words:
        return words
    # What knows no entities but XML's five and holds no tag is XML, which is read much faster, line ends excepted.
    if "<" not in words and "\r" not in words:
        parts: list[str] = []
        parser = ParserCreate()
        parser.CharacterDataHandler = parts.append
        parser.buffer_text = True
        try:
            parser.Parse(f"<x>{words}</x>", True)
        except ExpatError:
            return html.unescape(words)
        return "".join(parts)
    return html.unescape(words)


def web_address(value: Any) -> str | None:
    """Return what may lead to a page, whole or relative; None for another scheme and for what is no address.

    >>> [web_address(words) for words in (" https://acme.example/7 ", "/jobs/7", "javascript:void(0)", "//[x")]
    ['https://acme.example/7', '/jobs/7', None, None]
    """
    words = said(value)
    if words is not None and PLAIN_ADDRESS.match(words):
        return words
    try:
        return words if urlsplit(words or "").scheme in ("", "http", "https") else None
    except ValueError:
        return None


def label(value: Any) -> str | None:
    """Return the words of a value that is either plain or an object with a label or name.

    >>> label({"id": "11", "label": "Sales "}), label("Sales"), label({})
    ('Sales', 'Sales', None)
    """
    return first_said(value, "label", "name", "text", "value") if isinstance(value, dict) else said(value)


def first_said(record: dict[str, Any], *names: str) -> str | None:
    """Return the words of the first of several fields that says anything.

    >>> first_said({"Category": " ", "JobFamily": "Rail"}, "Category", "JobFamily"), first_said({}, "Category")
    ('Rail', None)
    """
    for name in names:
        words = said(record.get(name))
        if words is not None:
            return words
    return None


def objects(value: Any) -> list[dict[str, Any]]:
    """Return the objects of an array; nothing for any other value."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def each(value: Any) -> list[Any]:
    """Return a list as it is, a single value as a list of one, and nothing as an empty one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def joined(*parts: Any) -> str | None:
    """Return a place in one line from its parts, empty and repeated ones left out.

    >>> joined("Lyon", "", None, "France"), joined("Singapore", None, "Singapore"), joined(None)
    ('Lyon, France', 'Singapore', None)
    """
    return ", ".join(dict.fromkeys(filter(None, map(label, parts)))) or None


def distinct(*values: str | None) -> tuple[str, ...]:
    """Return the values that say something, each once, in their order."""
    return tuple(dict.fromkeys(filter(None, values)))


def moment(value: Any) -> dt.datetime | None:
    """Return an ISO 8601, RFC 2822, epoch, "21 april 2026" or 21.4.2026 moment in UTC; without a zone it counts as UTC.

    >>> moment("2026-02-24T04:46:10-05:00")
    datetime.datetime(2026, 2, 24, 9, 46, 10, tzinfo=datetime.timezone.utc)
    >>> moment(1483395096)
    datetime.datetime(2017, 1, 2, 22, 11, 36, tzinfo=datetime.timezone.utc)
    >>> moment("yesterday"), moment("9999-99-99")
    (None, None)
    """
    if value is None:
        return None
    try:
        if isinstance(value, str) and value.isdigit() and EPOCH.fullmatch(value):
            value = int(value)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            found = dt.datetime.fromtimestamp(value / 1000 if value > 10**11 else value, dt.UTC)
        else:
            found = _moment_of_words(said(value) or "")
        found = found.replace(tzinfo=dt.UTC) if found.tzinfo is None else found.astimezone(dt.UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    return found if EARLIEST <= found < LATEST else None


def _moment_of_words(words: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(words.removesuffix(" UTC"))
    except ValueError:
        digits = IN_DIGITS.fullmatch(words)
        if digits is not None:
            year, month, number = (int(digits[name] or digits[name[0]]) for name in ("year", "month", "day"))
            return dt.datetime(year, month, number, tzinfo=dt.UTC)
        match = DAY_FIRST.fullmatch(words) or MONTH_FIRST.fullmatch(words)
        if match is None:
            return parsedate_to_datetime(words)
    name = match["month"].lower()
    found = MONTHS.get(name[:4]) or MONTHS.get(name[:3]) or MONTHS.get(name[:2], 0)
    return dt.datetime(int(match["year"]), found, int(match["day"]), tzinfo=dt.UTC)


def day(value: Any) -> dt.date | None:
    """Return the UTC day of a moment; a bare date keeps its day.

    >>> day("2026-02-24T23:46:10-05:00"), day("24 maj 2026"), day("January 3, 2026"), day("3.1.2026")
    (datetime.date(2026, 2, 25), datetime.date(2026, 5, 24), datetime.date(2026, 1, 3), datetime.date(2026, 1, 3))
    """
    found = moment(value)
    return found.date() if found else None


def slashed_day(value: Any, beside: Iterable[Any] = ()) -> dt.date | None:
    """Return a date such as 4/21/2026, month first unless one of those `beside` it cannot be.

    >>> slashed_day("4/3/2026 10:00 AM"), slashed_day("04/03/26", ["21/04/26"]), slashed_day("soon")
    (datetime.date(2026, 4, 3), datetime.date(2026, 3, 4), None)
    """
    found = SLASHED.match(said(value) or "")
    if found is None:
        return None
    others = [SLASHED.match(said(one) or "") for one in beside]
    is_day_first = int(found[1]) > 12 or any(int(one[1]) > 12 for one in others if one)
    number, month = (found[1], found[2]) if is_day_first else (found[2], found[1])
    year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
    return day(f"{year}-{int(month):02}-{int(number):02}")


def amount(value: Any) -> Decimal | None:
    """Return a positive sum of money given as a number or as digits; zero and nonsense mean that none is given.

    >>> amount("120000.00"), amount(0), amount(-5), amount("competitive")
    (Decimal('120000.00'), None, None, None)
    """
    try:
        number = Decimal(value if type(value) is int else said(value) or "")
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 < number < LARGEST_PAY else None


def inside(value: Any, *path: str) -> Any:
    """Return what nested objects hold under a path of names; None where the path breaks off.

    >>> inside({"company": {"name": "Acme"}}, "company", "name"), inside({"company": None}, "company", "name")
    ('Acme', None)
    """
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value
