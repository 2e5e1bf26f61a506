"""`jobtide run`: APScheduler wakes it when a slot is due, the claims say what is left to do.

Jobs are made from the settings at each start and kept in memory; they only wake `work`, which computes due slots
from the claims. A wake-up that is missed, doubled or late therefore changes nothing.
"""

import datetime as dt
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import Engine

from scheduler import claims
from scheduler.claims import Claim
from scheduler.due import Due, ready
from scheduler.settings import ScheduleSettings, Settings
from scheduler.slots import JOBS, Job, next_slot
from scheduler.worker import Order

log = structlog.get_logger()

LOOK_AROUND = dt.timedelta(minutes=1)
"""Pause between two looks for retries, dead workers and slots missed while the machine slept."""
WORKER = (sys.executable, "-m", "scheduler.worker")
PATIENCE_AFTER_TERM = 5.0
"""Seconds between asking a process to end and ending it."""

Clock = Callable[[], dt.datetime]


class SlotTrigger(BaseTrigger):  # type: ignore[misc]  # APScheduler ships no types
    """Fires when the next slot of a job is due."""

    def __init__(self, job: Job, schedule: ScheduleSettings) -> None:
        self.job = job
        self.schedule = schedule

    def get_next_fire_time(self, previous: dt.datetime | None, now: dt.datetime) -> dt.datetime:
        """Return the moment, in UTC, of the first slot after `now` (APScheduler's interface)."""
        return next_slot(self.job, self.schedule, max(previous or now, now)).due


@dataclass(frozen=True, slots=True, kw_only=True)
class Daemon:
    """One running `jobtide run`."""

    settings: Settings
    """What to do and when."""
    file: Path | None
    """The settings file, where one was named; worker processes read it anew."""
    engine: Engine
    """The store."""
    stop: threading.Event
    """Set when the process should end."""
    clock: Clock = lambda: dt.datetime.now(dt.UTC)
    """The time; tests bring their own."""
    command: Sequence[str] = WORKER
    """How a worker process is started."""


def serve(daemon: Daemon) -> None:
    """Run due slots until `daemon.stop` is set; on SIGTERM or Ctrl-C finish or hand back the running one."""
    _stop_on_signals(daemon.stop)
    schedule = daemon.settings.schedule
    scheduler = BackgroundScheduler(
        timezone=dt.UTC,
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for job in JOBS:
        scheduler.add_job(work, SlotTrigger(job, schedule), args=[daemon], id=job.name)
    every = IntervalTrigger(seconds=LOOK_AROUND.total_seconds(), timezone=dt.UTC)
    scheduler.add_job(work, every, args=[daemon], id="look around", next_run_time=daemon.clock())
    scheduler.start()
    log.info("running", next=_agenda(schedule, daemon.clock()))
    daemon.stop.wait()
    log.info("stopping", grace_seconds=schedule.stop_seconds)
    scheduler.shutdown(wait=True)


def work(daemon: Daemon) -> None:
    """Run one ready slot after another until none is left."""
    while not daemon.stop.is_set():
        claims.bury(daemon.engine, daemon.clock())
        claim = _take_first(daemon, ready(daemon.engine, daemon.settings.schedule, daemon.clock()))
        if claim is None:
            return
        _run(daemon, claim)


def _take_first(daemon: Daemon, found: Sequence[Due]) -> Claim | None:
    """Claim the first slot that no other daemon has taken in the meantime."""
    worker = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    for due in found:
        claim = claims.take(daemon.engine, due.job.name, due.slot.key, worker, daemon.clock())
        if claim is not None:
            return claim
    return None


def _run(daemon: Daemon, claim: Claim) -> None:
    order = Order(claim=claim, settings=daemon.file)
    # A session of its own: Ctrl-C reaches the daemon alone, and the whole group can be ended.
    process = subprocess.Popen(daemon.command, stdin=subprocess.PIPE, text=True, start_new_session=True)  # noqa: S603 - our own module
    _hand_over(process, order.to_json())
    if _ended(process, daemon):
        if process.returncode != 0:
            claims.fail(daemon.engine, claim, f"its process ended with {process.returncode}", daemon.clock())
    else:
        _end(process)
        claims.hand_back(daemon.engine, claim, "handed back when jobtide stopped", daemon.clock())
        log.info("handed back", job=claim.job, slot=f"{claim.slot:%Y-%m-%d}")


def _hand_over(process: subprocess.Popen[str], text: str) -> None:
    stdin = process.stdin
    if stdin is not None:
        with suppress(BrokenPipeError), stdin:  # It died at once; its exit code tells.
            stdin.write(text)


def _ended(process: subprocess.Popen[str], daemon: Daemon) -> bool:
    """Wait for the process; False when it still runs at the end of the grace after a stop."""
    left = daemon.settings.schedule.stop_seconds
    while left > 0 or not daemon.stop.is_set():
        try:
            process.wait(timeout=0.2)
        except subprocess.TimeoutExpired:
            left -= 0.2 if daemon.stop.is_set() else 0
        else:
            return True
    return process.poll() is not None


def _end(process: subprocess.Popen[str]) -> None:
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=PATIENCE_AFTER_TERM)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _stop_on_signals(stop: threading.Event) -> None:
    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)


def _agenda(schedule: ScheduleSettings, now: dt.datetime) -> dict[str, str]:
    return {job.name: f"{next_slot(job, schedule, now).due:%Y-%m-%d %H:%M}" for job in JOBS}
