"""The gate before the store: what no database takes is mended or refused, and counted."""

import dataclasses
import datetime as dt
from collections import Counter
from operator import attrgetter
from typing import Any

from scrapers.answer import Parsed
from scrapers.records import PaySaid, RawPosting

LONGEST_ID = 400
LONGEST_REQUISITION = 200
EARLIEST = dt.date(1990, 1, 1)
REQUIRED_TEXTS = ("external_id", "title", "html")
OPTIONAL_TEXTS = ("url", "employer", "employment_said", "department", "remote_said", "requisition_id")
PAY_TEXTS = ("currency", "per", "kind", "scope", "said")
TEXTS_OF = attrgetter("external_id", "title", *OPTIONAL_TEXTS)
TEXTS_OF_PAY = attrgetter(*PAY_TEXTS)


def refusal(posting: RawPosting) -> str | None:
    """Return why a posting cannot be stored, or None; a cut identifier could be another posting's."""
    if not posting.external_id.strip():
        return "no id"
    if len(posting.external_id) > LONGEST_ID:
        return "id too long"
    return None


def accepted(parsed: Parsed) -> Parsed:
    """Return what was read with the identifiers that the store will have; what it would refuse counts as unread."""
    kept: dict[str, RawPosting] = {}
    refused: Counter[str] = Counter()
    for posting in parsed.postings:
        name = storable_text(posting.external_id)
        posting = posting if name == posting.external_id else dataclasses.replace(posting, external_id=name)
        reason = refusal(posting)
        if reason:
            refused[reason] += 1
        else:
            kept.setdefault(name, posting)
    repeated = parsed.repeated + len(parsed.postings) - len(kept) - refused.total()
    unread = (*parsed.unread, *(f"{count} refused: {reason}" for reason, count in refused.items()))
    return dataclasses.replace(parsed, postings=list(kept.values()), unread=unread, repeated=repeated)


def mend(posting: RawPosting, today: dt.date, mended: Counter[str]) -> RawPosting:
    """Return the posting with storable text and plausible dates, counting each kind of repair in `mended`."""
    changes: dict[str, Any] = {}
    if not _is_storable(posting):
        mended["unstorable characters"] += 1
        changes |= _mended_texts(posting)
    posted_on, valid_through = plausible_day(posting.posted_on, today, mended), _day(posting.valid_through)
    if posted_on is not posting.posted_on or valid_through is not posting.valid_through:
        changes |= {"posted_on": posted_on, "valid_through": valid_through}
    if len(changes.get("requisition_id", posting.requisition_id) or "") > LONGEST_REQUISITION:
        changes["requisition_id"] = None
        mended["requisition id too long"] += 1
    return dataclasses.replace(posting, **changes) if changes else posting


def _is_storable(posting: RawPosting) -> bool:
    """Tell whether no text of a posting needs a repair; nearly all need none, and one look at all of them is quick.

    The body is looked at by itself, for joining would copy it.
    """
    texts = [*TEXTS_OF(posting), *posting.places_said]
    for pay in posting.pay_said:
        texts += TEXTS_OF_PAY(pay)
    text = "\n".join(filter(None, texts))
    return storable_text(text) is text and storable_text(posting.html) is posting.html


def _mended_texts(posting: RawPosting) -> dict[str, Any]:
    texts: dict[str, Any] = {name: storable_text(getattr(posting, name)) for name in REQUIRED_TEXTS}
    texts |= {name: (value := getattr(posting, name)) and storable_text(value) for name in OPTIONAL_TEXTS}
    texts["places_said"] = tuple(map(storable_text, posting.places_said))
    texts["pay_said"] = tuple(map(_mend_pay, posting.pay_said))
    return texts


def storable_text(text: str) -> str:
    """Return `text` without NUL, which PostgreSQL refuses, and without half surrogate pairs, which nobody encodes.

    >>> storable_text("a\\x00b\\ud83d\\ude00c\\ud800")
    'ab😀c�'
    """
    text = text.replace("\0", "") if "\0" in text else text
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _mend_pay(pay: PaySaid) -> PaySaid:
    words: dict[str, Any] = {name: (value := getattr(pay, name)) and storable_text(value) for name in PAY_TEXTS}
    return dataclasses.replace(pay, **words)


def plausible_day(day: dt.date | None, today: dt.date, mended: Counter[str]) -> dt.date | None:
    """Return the day of publication, or None (counted) when no ad can be of that day."""
    day = _day(day)
    if day is None or EARLIEST <= day <= today + dt.timedelta(days=1):
        return day
    mended["impossible date"] += 1
    return None


def _day(day: dt.date | None) -> dt.date | None:
    # A datetime is a date to Python, but not to a DATE column. A naive one is taken as UTC.
    if not isinstance(day, dt.datetime):
        return day
    return (day.astimezone(dt.UTC) if day.tzinfo else day).date()
