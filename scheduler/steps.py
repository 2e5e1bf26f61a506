"""What the jobs do: each step calls one stage, may be run again for the same slot, and returns its counts."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Engine

from scheduler.settings import Settings

Counts = Mapping[str, int | str]


@dataclass(frozen=True, slots=True)
class StepInput:
    """All that a step may use."""

    settings: Settings
    """The operator's settings."""
    engine: Engine
    """The store."""
    slot: dt.datetime
    """The slot to run; for a period, the moment it closed."""
    clock: Callable[[], dt.datetime]
    """The time."""


Step = Callable[[StepInput], Counts]


class Unfinished(Exception):  # noqa: N818 - the step went well, as far as it went
    """The step did what could be done now; the rest waits for `again_at`."""

    def __init__(self, reason: str, again_at: dt.datetime) -> None:
        super().__init__(reason)
        self.again_at = again_at


def crawl(given: StepInput) -> Counts:
    """Visit every board that is due."""
    return {}


STEPS: Mapping[str, Step] = {"crawl": crawl}
