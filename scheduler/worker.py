"""One slot in a process of its own: `python -m scheduler.worker`, its claim as JSON on stdin.

The process keeps its own lease alive and records its own end, so a slot is neither lost nor run twice when the
daemon that started it dies. Memory that a step took goes back to the system with it.
"""

import datetime as dt
import json
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from scheduler import claims
from scheduler.claims import Claim
from scheduler.log import start_logging
from scheduler.settings import read_settings
from scheduler.steps import STEPS, Step, StepInput, Unfinished
from scrapers.store.engine import open_engine
from scrapers.store.errors import JobtideError

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the daemon hands to the process."""

    claim: Claim
    """The slot to run."""
    settings: Path | None
    """The settings file, where one was named."""

    def to_json(self) -> str:
        """Return the text for stdin."""
        claim = {
            "job": self.claim.job,
            "slot": self.claim.slot.isoformat(),
            "worker": self.claim.worker,
            "attempt": self.claim.attempt,
        }
        return json.dumps({"claim": claim, "settings": str(self.settings) if self.settings else None})

    @classmethod
    def from_json(cls, text: str) -> "Order":
        """Read what `to_json` wrote."""
        read = json.loads(text)
        claim = read["claim"] | {"slot": dt.datetime.fromisoformat(read["claim"]["slot"])}
        return cls(claim=Claim(**claim), settings=Path(read["settings"]) if read["settings"] else None)


def main(steps: Mapping[str, Step] = STEPS) -> None:
    """Run the slot that stdin names; exit code 0 once its end, good or bad, is recorded."""
    order = Order.from_json(sys.stdin.read())
    settings = read_settings(order.settings)
    start_logging(settings.log)
    engine = open_engine(settings.store_url())
    with structlog.contextvars.bound_contextvars(job=order.claim.job, slot=f"{order.claim.slot:%Y-%m-%d}"):
        _run(engine, order.claim, steps[order.claim.job], StepInput(settings, engine, order.claim.slot, _now))


def _run(engine: Engine, claim: Claim, step: Step, given: StepInput) -> None:
    log.info("step started", attempt=claim.attempt)
    with _heartbeat(engine, claim):
        try:
            counts = step(given)
        except Unfinished as unfinished:
            log.info("step to be continued", again_at=str(unfinished.again_at), reason=str(unfinished))
            claims.hand_back(engine, claim, str(unfinished), unfinished.again_at)
        except JobtideError as error:
            log.error("step failed", error=str(error))
            claims.fail(engine, claim, str(error), _now())
        except Exception as error:
            log.exception("step failed")
            claims.fail(engine, claim, f"{type(error).__name__}: {error}", _now())
        else:
            log.info("step done", **counts)
            claims.finish(engine, claim, json.dumps(counts), _now())


@contextmanager
def _heartbeat(engine: Engine, claim: Claim) -> Iterator[None]:
    over = threading.Event()
    thread = threading.Thread(target=_beat, args=(engine, claim, over), name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _beat(engine: Engine, claim: Claim, over: threading.Event) -> None:
    while not over.wait(claims.HEARTBEAT.total_seconds()):
        try:
            ours = claims.extend(engine, claim, _now())
        except OperationalError as error:  # A locked SQLite file; the lease outlives nine missed beats.
            log.warning("heartbeat missed", error=str(error.orig))
            continue
        if not ours and not over.is_set():
            log.error("lease lost, giving up", attempt=claim.attempt)
            os.killpg(os.getpgrp(), signal.SIGTERM)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


if __name__ == "__main__":
    main()
