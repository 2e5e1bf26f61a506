"""Which runs of a job there are: a slot is the day or the end of the period that a run stands for.

The hour of a run is not part of its slot, so that another hour or another time zone in the settings never
makes the same day or week run twice.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from scheduler.settings import ScheduleSettings

Every = Literal["day", "week", "month", "quarter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One thing that `jobtide run` does again and again."""

    name: str
    """Name in claims, logs and `status`."""
    every: Every
    """How often it has a slot."""
    at: Literal["crawl_at", "digest_at"]
    """The setting that holds its local hour."""
    after: str | None = None
    """The job that must be through with all its slots first."""
    makes_up: bool = False
    """Whether each missed slot is run later; otherwise only the newest, as yesterday's boards cannot be crawled."""


JOBS = (
    Job(name="crawl", every="day", at="crawl_at"),
    Job(name="extract", every="day", at="crawl_at", after="crawl"),
    Job(name="measure-week", every="week", at="digest_at", after="extract", makes_up=True),
    Job(name="measure-month", every="month", at="digest_at", after="extract", makes_up=True),
    Job(name="measure-quarter", every="quarter", at="digest_at", after="extract", makes_up=True),
    Job(name="digest", every="week", at="digest_at", after="measure-week"),
)
"""In the order in which they run when several are due."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Slot:
    """One run of a job."""

    due: dt.datetime
    """Moment from which it may run."""
    key: dt.datetime
    """00:00 UTC of the day it stands for; for a period, of the day after its last."""


def slots(job: Job, schedule: ScheduleSettings, since: dt.datetime, until: dt.datetime) -> list[Slot]:
    """Return the slots of `job` from key `since` on that are due by `until`, oldest first."""
    days = _days(job.every, since.date(), until.date() + dt.timedelta(days=1))
    found = [_slot(job, schedule, day) for day in days]
    return [slot for slot in found if slot.key >= since and slot.due <= until]


def next_slot(job: Job, schedule: ScheduleSettings, now: dt.datetime) -> Slot:
    """Return the first slot of `job` that is due after `now`."""
    ahead = slots(job, schedule, now - dt.timedelta(days=2), now + dt.timedelta(days=95))
    return next(slot for slot in ahead if slot.due > now)


def _slot(job: Job, schedule: ScheduleSettings, day: dt.date) -> Slot:
    key = dt.datetime.combine(day, dt.time(), dt.UTC)
    hour = dt.time.fromisoformat(getattr(schedule, job.at))
    due = dt.datetime.combine(day, hour, ZoneInfo(schedule.timezone)).astimezone(dt.UTC)
    # East of Greenwich the local morning may come before the period has closed.
    return Slot(due=due if job.every == "day" else max(due, key), key=key)


def _days(every: Every, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    day = first
    while day <= last:
        if _opens(every, day):
            yield day
        day += dt.timedelta(days=1)


def _opens(every: Every, day: dt.date) -> bool:
    """Whether a period starts on `day`, and so the one before has closed."""
    if every == "day":
        return True
    if every == "week":
        return day.isoweekday() == 1
    return day.day == 1 and (every == "month" or day.month % 3 == 1)
