"""What a crawl is told, and what it answers.

Read by msgspec, as each child process of a crawl would spend a tenth of its start on loading pydantic.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

import msgspec
from msgspec import Meta

from scrapers.health import FailureClass, Health
from scrapers.records import Board, CrawlState
from scrapers.store.errors import JobtideError
from scrapers.store.logs import Form, Level


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far and how fast a crawl may go."""

    delay_seconds: Annotated[float, Meta(ge=0)] = 1.0
    """Pause between two requests to one host."""
    seconds: Annotated[float, Meta(gt=0)] = 1800.0
    """After this time nothing new is asked; boards still open end as partial."""
    answer_seconds: Annotated[float, Meta(gt=0)] = 30.0
    """Longest wait for one answer."""
    answer_bytes: Annotated[int, Meta(gt=0)] = 20_000_000
    """Largest answer, before and after decompression."""
    pages: Annotated[int, Meta(gt=0)] = 2000
    """Most requests for one board."""
    retries: Annotated[int, Meta(ge=0)] = 2
    """How often an answer that may be a passing fault is asked for again."""


class CrawlDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One platform's crawl, whole: what a child process reads from stdin."""

    platform: str
    """Name of a module in `scrapers/spiders/`."""
    store_url: str
    """SQLAlchemy address of a migrated store."""
    now: Annotated[dt.datetime, Meta(tz=True)]
    """The moment that every sighting is stamped with; its UTC day is the day of the crawl."""
    boards: tuple[Board, ...]
    """All of `platform`."""
    run: int | None = None
    """Number of the run in the store; null until `scrapers.crawl.begin` gives it one."""
    origin_overrides: dict[str, str] = {}
    """Origin of a platform → origin to ask instead."""
    limits: Limits = Limits()
    keys: dict[str, str] = {}
    """Name → value of what the platform gave the operator for asking it; empty for most."""
    contact_url: str | None = None
    """Where a site's owner reaches the operator; part of the user agent."""
    allow_private: bool = False
    """Permit addresses inside private networks."""
    log_form: Form = "json"
    """How the child writes its log."""
    log_level: Level = "warning"
    """What it leaves out."""

    def __repr__(self) -> str:
        """Leave out what may be secret: the keys, and the address of the store."""
        return f"CrawlDocument({self.platform!r}, {len(self.boards)} boards)"

    @property
    def day(self) -> dt.date:
        """The UTC day that coverage is extended to."""
        return self.now.astimezone(dt.UTC).date()

    def to_json(self) -> bytes:
        """Return what `from_json` reads."""
        return msgspec.json.encode(self)

    @classmethod
    def from_json(cls, text: bytes) -> "CrawlDocument":
        """Return the document; raise JobtideError for what is none.

        >>> CrawlDocument.from_json(b'{"platform": "lever", "limits": {"pages": 0}}')
        Traceback (most recent call last):
        ...
        scrapers.store.errors.JobtideError: crawl document, $.limits.pages: Expected `int` >= 1; send one CrawlDocument
        """
        try:
            return msgspec.json.decode(text, type=cls)
        except msgspec.DecodeError as error:
            what, _, where = str(error).partition(" - at ")
            place = f"crawl document, {where.strip('`')}" if where else "crawl document"
            raise JobtideError(what, place, "send one CrawlDocument") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardResult:
    """What one crawl saw of one board."""

    board: str
    """`platform/token`."""
    state: CrawlState
    """What the crawl may be used for."""
    listed: int = 0
    """Postings seen."""
    new: int = 0
    """Of these never seen before."""
    gone: int = 0
    """Postings that this crawl closed."""
    usual: int | None = None
    """Median listed by its latest complete crawls; null where there is none."""
    failure: FailureClass | None = None
    """Why it is not complete."""
    error: str | None = None
    """The same in words."""
    health: Health = Health.DOWN
    """How the board stands now; down where its crawl did not come to an end."""
