"""Read moments and days of foreign records, in whichever way they are written; an odd one becomes null."""

import datetime as dt
import re
from collections.abc import Iterable
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from scrapers.fields import said

EARLIEST = dt.datetime(1990, 1, 1, tzinfo=dt.UTC)
LATEST = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
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
