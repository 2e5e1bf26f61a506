"""What the jobs do: each step calls one stage, may be run again for the same slot, and returns its counts."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Engine

from scheduler.retries import WAITS
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
    """Visit every board that has not been seen completely for as long as its cadence."""
    from scheduler.collecting import collect
    from scheduler.panel import boards_due

    now = given.clock()
    names = boards_due(given.settings, given.engine, now.date())
    if not names:
        return {"boards": 0}
    results = collect(given.settings, now, names).results
    return {
        "boards": len(results),
        "complete": sum(result.state == "complete" for result in results),
        "listed": sum(result.listed for result in results),
        "new": sum(result.new for result in results),
        "gone": sum(result.gone for result in results),
    }


def extract(given: StepInput) -> Counts:
    """Tag what is new, and bring the mart up to it."""
    from extract.stage import extract_new
    from trends.mart import refresh

    extracted = extract_new(given.engine, given.clock())
    refreshed = refresh(given.engine, given.settings.path(given.settings.measure.mart))
    return {"read": extracted.read, "tagged": extracted.tagged, "months": len(refreshed.months)}


def measure(every: Literal["week", "month", "quarter"]) -> Step:
    """Return the step that measures the period which closed with the slot."""

    def step(given: StepInput) -> Counts:
        from scheduler.alerting import update_alerts
        from trends.measure import measure as write_series
        from trends.periods import Every, Period

        period = Period.last_closed(Every(every), given.slot.date())
        folders = given.settings.measure
        write_series(given.settings.path(folders.mart), given.settings.path(folders.series), period)
        alerts = update_alerts(given.settings, given.engine, period)
        return {"period": period.key, "alerts": sum(alert.state == "new" for alert in alerts)}

    return step


def digest(given: StepInput) -> Counts:
    """Write the closed week's tables and digest, archive it, and mail it to whoever has not had it.

    Raises Unfinished while mails wait to be tried again.
    """
    from scheduler.saying import archive_digest, make_digest, make_press, write_digest
    from scheduler.sending import has_receivers, send_digest
    from trends.exports.csv_files import write_csv
    from trends.periods import Every, Period

    settings, engine, now = given.settings, given.engine, given.clock()
    period = Period.last_closed(Every.WEEK, given.slot.date())
    out = settings.path(settings.out)
    write_csv(settings.path(settings.measure.series), period, out)
    made = make_digest(settings, engine, period, out)
    write_digest(made, period, out, settings, now)
    archive_digest(made, period, settings, now)
    if not has_receivers(settings):
        return {"period": period.key, "mail": "no server set"}
    done = send_digest(settings, engine, made, make_press(settings, engine, period, out, made), period, given.clock)
    if done.waiting:
        raise Unfinished(f"{period.key}: {done.waiting} mails wait", done.again_at or now + WAITS[0])
    mails = done.mails
    return {
        "period": period.key,
        "sent": mails.sent + mails.before,
        "failed": mails.failed + done.channels.failed,
        "channels": len(settings.channels.urls),
    }


STEPS: Mapping[str, Step] = {
    "crawl": crawl,
    "extract": extract,
    "measure-week": measure("week"),
    "measure-month": measure("month"),
    "measure-quarter": measure("quarter"),
    "digest": digest,
}
"""By name of the job."""
