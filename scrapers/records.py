"""What collecting hands on: boards and raw postings, exactly as the source said them."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any


class BoardKind(StrEnum):
    """Who advertises on a board."""

    EMPLOYER = "employer"
    MANY = "many"
    THREAD = "thread"


class CrawlState(StrEnum):
    """What one crawl of one board may be used for; only `COMPLETE` closes postings or extends coverage."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    BLOCKED = "blocked"
    SUSPECT = "suspect"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One place that lists postings: a platform's code module and the token it is addressed by."""

    platform: str
    """Name of the module in `scrapers/spiders/` that reads it."""
    token: str
    """What the platform calls this board; for JSON-LD pages the address of the listing or sitemap."""
    kind: BoardKind = BoardKind.EMPLOYER
    """`employer`, `many` (an aggregator) or `thread` (a periodic hiring thread)."""
    employer: str | None = None
    """Name of the one employer behind an employer board."""
    country: str | None = None
    """ISO 3166 alpha-2 code of most of its postings."""
    sector: str | None = None
    """Slug of the employer's sector."""
    cadence: int = 1
    """Days between two crawls."""
    healthy_min: int = 0
    """Fewest postings that a healthy crawl lists."""

    @property
    def name(self) -> str:
        """`platform/token`, the name used in tables, logs and on the command line."""
        return f"{self.platform}/{self.token}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaySaid:
    """A structured pay range as the source gives it, unconverted."""

    low: Decimal | None = None
    """Lower bound."""
    high: Decimal | None = None
    """Upper bound."""
    currency: str | None = None
    """ISO 4217 code."""
    per: str | None = None
    """`year`, `month`, `week`, `day` or `hour`."""
    kind: str = "base"
    """`base`, `total`, `ote`, `bonus`, `equity` or `stipend`."""
    scope: str | None = None
    """The place or level the range is for, where the source ties it to one."""
    said: str | None = None
    """The words or the JSON fragment it was read from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPosting:
    """One ad on one board, verbatim: nothing here is guessed."""

    platform: str
    """Name of the module that read it."""
    token: str
    """The board's token."""
    external_id: str
    """The source's own identifier, always a string."""
    url: str | None = None
    """Public page of the posting."""
    title: str
    """Job title as printed; for a comment without one, its first line."""
    employer: str | None = None
    """Employer's name as printed."""
    places_said: tuple[str, ...] = ()
    """Location strings, one an entry, unparsed."""
    html: str = ""
    """Body of the ad, HTML with entities resolved once."""
    posted_on: dt.date | None = None
    """UTC day of first publication; null where the source gives only a relative date."""
    updated_at: dt.datetime | None = None
    """Moment of the source's last edit."""
    valid_through: dt.date | None = None
    """Last day on which the ad is valid."""
    employment_said: str | None = None
    """Employment type as printed."""
    department: str | None = None
    """Department or team as printed."""
    remote_said: str | None = None
    """Work-place type as printed."""
    pay_said: tuple[PaySaid, ...] = ()
    """Structured pay, one entry a range."""
    requisition_id: str | None = None
    """The employer's own number for the opening."""
    raw: dict[str, Any] | None = None
    """The source's whole record, for replay; never part of the content hash."""
