"""Rows of `import csv` as postings."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from scrapers.moments import day
from scrapers.pages.html import as_html
from scrapers.records import PaySaid, RawPosting

REQUIRED = ("board", "external_id", "title", "posted_on")
OPTIONAL = ("employer", "place", "closed_on", "url", "text", "pay")
MARKUP = re.compile(r"<(?:p|br|div|ul|ol|li|h[1-6]|table|span|strong|b|em|i|a)\b[^<>]*/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ad:
    """One row: the posting and when it ended."""

    posting: RawPosting
    posted_on: dt.date
    closed_on: dt.date | None

    @property
    def board(self) -> tuple[str, str]:
        """Platform and token."""
        return self.posting.platform, self.posting.token


def board_key(name: str) -> tuple[str, str]:
    """Return platform and token of a board as a file names it; without a platform it is one of `csv`.

    >>> board_key("greenhouse/acme"), board_key("Acme"), board_key("https://acme.example/jobs")
    (('greenhouse', 'acme'), ('csv', 'Acme'), ('csv', 'https://acme.example/jobs'))
    """
    platform, slash, token = name.partition("/")
    return (platform, token) if slash and token and re.fullmatch(r"[a-z0-9_-]{1,40}", platform) else ("csv", name)


def read_ad(row: Mapping[str, str], today: dt.date) -> Ad | str:
    """Return the row's posting, or what is wrong with the row."""
    empty = [name for name in REQUIRED if not row.get(name)]
    if empty:
        return f"no {empty[0]}"
    posted_on, closed_on = day(row["posted_on"]), day(row.get("closed_on"))
    wrong = _wrong_dates(row, posted_on, closed_on, today)
    if posted_on is None or wrong:
        return wrong or "no posted_on"
    platform, token = board_key(row["board"])
    text = row.get("text", "")
    posting = RawPosting(
        platform=platform,
        token=token,
        external_id=row["external_id"],
        url=row.get("url") or None,
        title=row["title"],
        employer=row.get("employer") or None,
        places_said=(row["place"],) if row.get("place") else (),
        html=text if MARKUP.search(text) else as_html(text),
        posted_on=posted_on,
        pay_said=(PaySaid(said=row["pay"]),) if row.get("pay") else (),
    )
    return Ad(posting=posting, posted_on=posted_on, closed_on=closed_on)


def _wrong_dates(
    row: Mapping[str, str], posted_on: dt.date | None, closed_on: dt.date | None, today: dt.date
) -> str | None:
    if posted_on is None:
        return f"posted_on '{row['posted_on'][:40]}' is no date; write it as 2026-11-22"
    if row.get("closed_on") and closed_on is None:
        return f"closed_on '{row['closed_on'][:40]}' is no date; write it as 2026-11-22"
    if posted_on > today:
        return f"posted_on {posted_on} is in the future"
    if closed_on and closed_on < posted_on:
        return f"closed_on {closed_on} is before posted_on {posted_on}"
    return None
