"""What is to be run now, computed from the settings and the claims alone."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Engine, func, select

from scheduler.claims import is_settled, recent
from scheduler.settings import ScheduleSettings
from scheduler.slots import JOBS, Job, Slot, slots
from scheduler.tables import RunClaimRow

HORIZON = dt.timedelta(days=400)
"""How far back a missed period is made up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A slot that may be claimed now."""

    job: Job
    """Which job."""
    slot: Slot
    """Which run of it."""


def ready(engine: Engine, schedule: ScheduleSettings, now: dt.datetime) -> list[Due]:
    """Return the slots that are due, free, and not waiting for another job; in the order of running.

    Slots before the first claim ever made belong to a time when jobtide did not run here.
    """
    since = _start(engine, schedule, now)
    claims = recent(engine, since)
    found: list[Due] = []
    busy: set[str] = set()
    for job in JOBS:
        for slot in _open_slots(job, schedule, claims, since, now):
            claim = claims.get((job.name, slot.key))
            if job.after not in busy and (claim is None or claim.lease_until <= now):
                found.append(Due(job=job, slot=slot))
            busy.add(job.name)
        if job.after in busy:
            busy.add(job.name)
    return found


def _start(engine: Engine, schedule: ScheduleSettings, now: dt.datetime) -> dt.datetime:
    with engine.connect() as connection:
        first = connection.scalar(select(func.min(RunClaimRow.slot)))
    if first is None:
        first = slots(JOBS[0], schedule, now - dt.timedelta(days=2), now)[-1].key
    return max(first, now - HORIZON)


def _open_slots(
    job: Job,
    schedule: ScheduleSettings,
    claims: dict[tuple[str, dt.datetime], RunClaimRow],
    since: dt.datetime,
    now: dt.datetime,
) -> list[Slot]:
    passed = slots(job, schedule, since, now)
    wanted = passed if job.makes_up else passed[-1:]
    return [slot for slot in wanted if not _is_over(claims.get((job.name, slot.key)))]


def _is_over(claim: RunClaimRow | None) -> bool:
    return claim is not None and is_settled(claim)
