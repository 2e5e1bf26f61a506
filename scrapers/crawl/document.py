"""What a crawl is told, and what it answers."""

import datetime as dt
from dataclasses import dataclass

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from scrapers.health import FailureClass, Health
from scrapers.records import Board, CrawlState
from scrapers.store.logs import Form, Level

STRICT = ConfigDict(extra="forbid", frozen=True)


class Limits(BaseModel):
    """How far and how fast a crawl may go."""

    model_config = STRICT
    delay_seconds: float = Field(default=1.0, ge=0)
    """Pause between two requests to one host."""
    seconds: float = Field(default=1800, gt=0)
    """After this time nothing new is asked; boards still open end as partial."""
    answer_seconds: float = Field(default=30, gt=0)
    """Longest wait for one answer."""
    answer_bytes: int = Field(default=20_000_000, gt=0)
    """Largest answer, before and after decompression."""
    pages: int = Field(default=2000, gt=0)
    """Most requests for one board."""
    retries: int = Field(default=2, ge=0)
    """How often an answer that may be a passing fault is asked for again."""


class CrawlDocument(BaseModel):
    """One platform's crawl, whole: what a child process reads from stdin."""

    model_config = STRICT
    platform: str
    """Name of a module in `scrapers/spiders/`."""
    store_url: str
    """SQLAlchemy address of a migrated store."""
    now: AwareDatetime
    """The moment that every sighting is stamped with; its UTC day is the day of the crawl."""
    boards: tuple[Board, ...]
    """All of `platform`."""
    run: int | None = None
    """Number of the run in the store; null until `scrapers.crawl.begin` gives it one."""
    origin_overrides: dict[str, str] = {}
    """Origin of a platform → origin to ask instead."""
    limits: Limits = Limits()
    keys: dict[str, str] = Field(default={}, repr=False)
    """Name → value of what the platform gave the operator for asking it; empty for most."""
    contact_url: str | None = None
    """Where a site's owner reaches the operator; part of the user agent."""
    allow_private: bool = False
    """Permit addresses inside private networks."""
    log_form: Form = "json"
    """How the child writes its log."""
    log_level: Level = "warning"
    """What it leaves out."""

    @property
    def day(self) -> dt.date:
        """The UTC day that coverage is extended to."""
        return self.now.astimezone(dt.UTC).date()


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
