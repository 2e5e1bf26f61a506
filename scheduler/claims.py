"""Claims on slots: whoever writes the row of a job's slot may run it, and nobody else.

A claim is held by a lease that the worker keeps extending; every later write names worker and attempt, so a
worker that lost its lease can no longer change anything.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, and_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from scheduler.retries import TRIES, again_at
from scheduler.tables import RunClaimRow

LEASE = dt.timedelta(minutes=5)
"""How long a dead worker's slot stays blocked; ten heartbeats long, because a busy SQLite file may miss some."""
HEARTBEAT = LEASE / 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The right to run one slot of one job."""

    job: str
    """Name of the job."""
    slot: dt.datetime
    """Which run of it; see `scheduler.slots`."""
    worker: str
    """Who holds it: host, process and a random part."""
    attempt: int
    """1 for the first try."""


def take(engine: Engine, job: str, slot: dt.datetime, worker: str, now: dt.datetime) -> Claim | None:
    """Claim a slot that nobody ran, whose worker died, or whose failure may be tried again; None if it is not free."""
    insert = sqlite.insert if engine.dialect.name == "sqlite" else postgresql.insert
    lease = now + LEASE
    statement = (
        insert(RunClaimRow)
        .values(job=job, slot=slot, state="running", worker=worker, lease_until=lease, attempts=1)
        .on_conflict_do_update(
            index_elements=["job", "slot"],
            set_={
                "state": "running",
                "worker": worker,
                "lease_until": lease,
                "attempts": RunClaimRow.attempts + 1,
            },
            where=and_(RunClaimRow.state != "done", RunClaimRow.lease_until <= now, RunClaimRow.attempts < TRIES),
        )
        .returning(RunClaimRow.attempts)
    )
    with engine.begin() as connection:
        attempt = connection.execute(statement).scalar_one_or_none()
    return Claim(job=job, slot=slot, worker=worker, attempt=attempt) if attempt is not None else None


def extend(engine: Engine, claim: Claim, now: dt.datetime) -> bool:
    """Keep the lease alive; False when the claim is no longer ours."""
    return _write(engine, claim, {"lease_until": now + LEASE})


def finish(engine: Engine, claim: Claim, summary: str, now: dt.datetime) -> bool:
    """Record that the slot ran; False when the claim was no longer ours."""
    return _write(engine, claim, {"state": "done", "lease_until": now, "summary": summary})


def fail(engine: Engine, claim: Claim, summary: str, now: dt.datetime) -> bool:
    """Record a failure; the slot is free again after a pause, unless it was the last try."""
    free_at = again_at(claim.attempt, now) or now
    return _write(engine, claim, {"state": "failed", "lease_until": free_at, "summary": summary})


def hand_back(engine: Engine, claim: Claim, summary: str, free_at: dt.datetime) -> bool:
    """Give the slot back unfinished, to be taken from `free_at` on; this attempt does not count."""
    values = {"state": "waiting", "lease_until": free_at, "summary": summary, "attempts": claim.attempt - 1}
    return _write(engine, claim, values)


def bury(engine: Engine, now: dt.datetime) -> None:
    """Mark as failed what died in its last try, so that it shows."""
    dead = and_(RunClaimRow.state == "running", RunClaimRow.lease_until <= now, RunClaimRow.attempts >= TRIES)
    with engine.begin() as connection:
        connection.execute(update(RunClaimRow).where(dead).values(state="failed", summary="its process died each time"))


def recent(engine: Engine, since: dt.datetime) -> dict[tuple[str, dt.datetime], RunClaimRow]:
    """Return the claims on slots from `since` on, by job and slot."""
    with Session(engine) as session:
        rows = session.scalars(select(RunClaimRow).where(RunClaimRow.slot >= since))
        return {(row.job, row.slot): row for row in rows}


def is_settled(row: RunClaimRow) -> bool:
    """Whether nothing more will happen to this slot: it is done, or failed for the last time."""
    return row.state == "done" or (row.state == "failed" and row.attempts >= TRIES)


def _write(engine: Engine, claim: Claim, values: Mapping[str, Any]) -> bool:
    mine = and_(
        RunClaimRow.job == claim.job,
        RunClaimRow.slot == claim.slot,
        RunClaimRow.state == "running",
        RunClaimRow.worker == claim.worker,
        RunClaimRow.attempts == claim.attempt,
    )
    with engine.begin() as connection:
        return connection.execute(update(RunClaimRow).where(mine).values(**values)).rowcount == 1
