"""One row of `posting` as a sighting gives it."""

import datetime as dt
from typing import Any, NamedTuple, Self

from sqlalchemy import Row

from scrapers.ingest.content import content_hash, said
from scrapers.records import RawPosting

FACTS = ("employer_id", "requisition_id", "posted_on", "valid_through", "closed_on", "missed")


class Seen(NamedTuple):
    """One posting ready to be written."""

    posting: RawPosting
    employer_id: int | None
    said: dict[str, Any]
    content_hash: bytes
    moment: dt.datetime
    """Of the sighting in a crawl."""
    ended: tuple[dt.date | None] | None = None
    """The day an import says it closed on, inside a tuple (none there: open); none where nothing is said."""

    @classmethod
    def of(
        cls,
        posting: RawPosting,
        employer_id: int | None,
        moment: dt.datetime,
        ended: tuple[dt.date | None] | None = None,
    ) -> Self:
        """Add what is derived from the posting alone."""
        saying = said(posting)
        digest = content_hash(posting.title, posting.html, saying)
        return cls(posting, employer_id, saying, digest, moment, ended)


class NewRow(NamedTuple):
    """The columns that a sighting writes, in their order in the table."""

    board_id: int
    external_id: str
    employer_id: int | None
    requisition_id: str | None
    title: str
    url: str | None
    content_hash: bytes
    posted_on: dt.date | None
    valid_through: dt.date | None
    first_seen: dt.datetime
    last_seen: dt.datetime
    missed: int
    closed_on: dt.date | None

    @classmethod
    def of(cls, seen: Seen, before: Row[Any] | None, board_id: int, first: dt.datetime, last: dt.datetime) -> Self:
        """Return the row of a posting that is listed now; `before` is its row as it stands in the store."""
        posting = seen.posting
        return cls(
            board_id,
            posting.external_id,
            seen.employer_id,
            posting.requisition_id,
            posting.title,
            posting.url,
            seen.content_hash,
            # The first date a source gave stands: many boards renew it to lift an old ad to the top.
            (before and before.posted_on) or posting.posted_on,
            posting.valid_through,
            first,
            last,
            0,
            _still_expired(posting, before, seen.moment) if before is not None else None,
        )


def facts_differ(seen: Seen, before: Row[Any]) -> bool:
    """Tell whether a column outside the content changed; link parameters of the url change by themselves."""
    row = NewRow.of(seen, before, before.board_id, before.first_seen, before.last_seen)
    return any(getattr(before, name) != getattr(row, name) for name in FACTS) or _page(before.url) != _page(row.url)


def _still_expired(posting: RawPosting, before: Row[Any], now: dt.datetime) -> dt.date | None:
    """Return the day an ad was closed on when it is past its validity, though listed: it is not reopened."""
    is_expired = posting.valid_through is not None and posting.valid_through < now.date()
    closed_on: dt.date | None = before.closed_on if is_expired else None
    return closed_on


def _page(url: str | None) -> str | None:
    return url and url.partition("#")[0].partition("?")[0]
