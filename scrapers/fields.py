"""Read single values of foreign records: odd ones become null, never a guess and never a crash."""

import datetime as dt
import html
import re
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from scrapers.answer import UnreadableError

EARLIEST = dt.datetime(1990, 1, 1, tzinfo=dt.UTC)
LATEST = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
LARGEST_PAY = Decimal(10**12)
NUL = "\x00"
IN_WORDS = re.compile(r"(\d{1,2})\.?\s+(?:de\s+)?([^\W\d]{3,})\.?\s+(?:de\s+)?(\d{4})")
COMMON_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"))
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
    """Return words whose HTML entities are resolved once, as `html.unescape` does in four times the time.

    >>> unescaped("&lt;p&gt;R&amp;D &amp;amp; more &ndash; it&#39;s&lt;/p&gt;")
    "<p>R&D &amp; more – it's</p>"
    """
    if "&" not in words:
        return words
    for entity, letter in COMMON_ENTITIES:
        words = words.replace(entity, letter)
    return "&".join(html.unescape(part) if "&" in part else part for part in words.split("&amp;"))


def label(value: Any) -> str | None:
    """Return the words of a value that is either plain or an object with a label or name.

    >>> label({"id": "11", "label": "Sales "}), label("Sales"), label({})
    ('Sales', 'Sales', None)
    """
    if isinstance(value, dict):
        return next(filter(None, (said(value.get(name)) for name in ("label", "name", "text", "value"))), None)
    return said(value)


def first_said(record: dict[str, Any], *names: str) -> str | None:
    """Return the words of the first of several fields that says anything.

    >>> first_said({"Category": " ", "JobFamily": "Rail"}, "Category", "JobFamily"), first_said({}, "Category")
    ('Rail', None)
    """
    return next(filter(None, (said(record.get(name)) for name in names)), None)


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
    """Return an ISO 8601, RFC 2822, epoch or "21 april 2026" moment in UTC; a time without a zone counts as UTC.

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
        match = IN_WORDS.fullmatch(words)
        if match is None:
            return parsedate_to_datetime(words)
    month = match[2].lower()
    number = MONTHS.get(month[:4]) or MONTHS.get(month[:3]) or MONTHS.get(month[:2], 0)
    return dt.datetime(int(match[3]), number, int(match[1]), tzinfo=dt.UTC)


def day(value: Any) -> dt.date | None:
    """Return the UTC day of a moment; a bare date keeps its day.

    >>> day("2026-02-24T23:46:10-05:00"), day("24 maj 2026"), day("3 de enero de 2026")
    (datetime.date(2026, 2, 25), datetime.date(2026, 5, 24), datetime.date(2026, 1, 3))
    """
    found = moment(value)
    return found.date() if found else None


def amount(value: Any) -> Decimal | None:
    """Return a positive sum of money given as a number or as digits; zero and nonsense mean that none is given.

    >>> amount("120000.00"), amount(0), amount(-5), amount("competitive")
    (Decimal('120000.00'), None, None, None)
    """
    words = said(value)
    if words is None:
        return None
    try:
        number = Decimal(words)
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
