"""Healthy, suspect or down: what the latest crawls of a board say about it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from statistics import median

from scrapers.health.failures import LASTING, FailureClass
from scrapers.records import CrawlState

LATE = 2.5
"""A board is down when its last complete crawl is more than this many cadences old."""
PATIENCE = 3
"""Days in a row that failed after which a board is down."""
PATIENCE_WITH_LASTING = 2
"""The same for what seldom passes by itself."""
USUAL_OF = 10
"""Complete crawls that say what is usual."""
EMPTY_RUNS = 5
"""Complete crawls in a row without any posting that are doubted where a board had some before."""
RECENT = dt.timedelta(days=14)
"""How long a recovery is worth telling."""


class Health(StrEnum):
    """Whether a board can be trusted to be seen."""

    NEW = "new"
    """Not crawled yet."""
    HEALTHY = "healthy"
    """Seen whole the last time, and in time."""
    SUSPECT = "suspect"
    """Not seen whole the last time, but not long ago; or whole with a count that is hard to believe."""
    DOWN = "down"
    """Somebody has to look at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """One crawl of a board that is over."""

    day: dt.date
    """UTC day."""
    state: CrawlState
    """What it may be used for."""
    listed: int
    """Postings that it saw."""
    failure: FailureClass | None = None
    """Why it did not see the board whole."""
    error: str | None = None
    """The same in words."""

    @property
    def is_complete(self) -> bool:
        """Whether it saw the board whole."""
        return self.state is CrawlState.COMPLETE


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a board stands."""

    health: Health
    """Whether it can be trusted to be seen."""
    since: dt.date | None = None
    """First day of the crawls in a row that say so; where crawls stay away, the day of the last complete one."""
    failure: FailureClass | None = None
    """Class of the last failure, while the board is not healthy."""
    complete: dt.date | None = None
    """Day of the last complete crawl."""
    usual: int | None = None
    """Median listed by the latest complete crawls."""
    was: FailureClass | None = None
    """What it was down with, where it is healthy again since not long ago."""


def standing(crawls: Sequence[Crawl], today: dt.date, cadence: int = 1, healthy_min: int = 0) -> Standing:
    """Return how a board stands by its latest crawls, newest first; of several on one day the newest counts.

    >>> days = [dt.date(2026, 11, day) for day in (5, 4, 3)]
    >>> states = [CrawlState.BLOCKED, CrawlState.BLOCKED, CrawlState.COMPLETE]
    >>> crawls = [Crawl(day=day, state=state, listed=9) for day, state in zip(days, states, strict=True)]
    >>> found = standing(crawls, days[0])
    >>> str(found.health), str(found.since), str(found.complete)
    ('suspect', '2026-11-04', '2026-11-03')
    """
    daily = _last_of_each_day(crawls)
    if not daily:
        return Standing(health=Health.NEW)
    failed = list(takewhile(lambda crawl: not crawl.is_complete, daily))
    whole = [crawl for crawl in daily if crawl.is_complete]
    complete = whole[0].day if whole else None
    usual = round(median(crawl.listed for crawl in whole[:USUAL_OF])) if whole else None
    health, failure, since = _judged(daily, failed, whole, healthy_min)
    was = _was_down_with(daily, since, today) if health is Health.HEALTHY else None
    if complete is None or (today - complete).days > LATE * cadence:
        health, was = Health.DOWN, None
        since = failed[-1].day if failed or complete is None else complete
    return Standing(health=health, since=since, failure=failure, complete=complete, usual=usual, was=was)


def _last_of_each_day(newest_first: Sequence[Crawl]) -> list[Crawl]:
    days: dict[dt.date, Crawl] = {}
    for crawl in newest_first:
        days.setdefault(crawl.day, crawl)
    return list(days.values())


def _judged(
    daily: list[Crawl], failed: list[Crawl], whole: list[Crawl], healthy_min: int
) -> tuple[Health, FailureClass | None, dt.date]:
    """Return health, failure and since when, by streaks alone."""
    if failed:
        health = Health.DOWN if _is_down(failed) else Health.SUSPECT
        return health, failed[0].failure, failed[-1].day
    row = list(takewhile(lambda crawl: crawl.is_complete, daily))
    empty = list(takewhile(lambda crawl: crawl.listed == 0, row))
    if len(empty) >= EMPTY_RUNS and any(crawl.listed for crawl in whole):
        return Health.SUSPECT, FailureClass.EMPTY, empty[-1].day
    small = list(takewhile(lambda crawl: crawl.listed < healthy_min, row))
    if small:
        return Health.SUSPECT, FailureClass.DROPPED, small[-1].day
    return Health.HEALTHY, None, row[-1].day


def _is_down(failed: Sequence[Crawl]) -> bool:
    return len(failed) >= (PATIENCE_WITH_LASTING if failed[0].failure in LASTING else PATIENCE)


def _was_down_with(daily: list[Crawl], since: dt.date, today: dt.date) -> FailureClass | None:
    if today - since > RECENT:
        return None
    row = len(list(takewhile(lambda crawl: crawl.is_complete, daily)))
    failed = list(takewhile(lambda crawl: not crawl.is_complete, daily[row:]))
    return failed[0].failure if failed and _is_down(failed) else None
