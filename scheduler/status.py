"""How the boards and the jobs stand: the operator's one page."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from scheduler.claims import is_settled
from scheduler.retries import TRIES
from scheduler.settings import Settings
from scheduler.slots import JOBS, next_slot
from scheduler.tables import DeliveryRow, RunClaimRow
from scrapers.boards import is_waiting
from scrapers.health import Crawl, FailureClass, Health, standing
from scrapers.health.reading import crawls_since
from scrapers.records import Board
from scrapers.tables import BoardRow

REMEMBERED = dt.timedelta(days=60)
"""How far back crawls count."""
FAILURES_SHOWN = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardStatus:
    """One board of the panel."""

    board: str
    """`platform/token`."""
    crawled: dt.date | None
    """Day of the last crawl; null before the first."""
    state: str
    """What that crawl could be used for, `new` before the first, `waits` where its platform is not built."""
    listed: int | None
    """Postings it listed."""
    usual: int | None
    """Median of the latest complete crawls."""
    complete: dt.date | None
    """Day of the last complete crawl."""
    health: Health
    """Whether it can be trusted to be seen."""
    since: dt.date | None
    """Since when it is so."""
    failure: FailureClass | None
    """What the last crawls failed with, while the board is not healthy."""
    was: FailureClass | None
    """What it was down with, where it is healthy again since not long ago."""
    is_down: bool
    """Whether somebody has to look at it."""
    error: str | None
    """Why it is not complete."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobStatus:
    """One job of `jobtide run`."""

    job: str
    """Its name."""
    slot: dt.date | None
    """The newest slot that was taken."""
    state: str
    """`done`, `running`, `waiting`, `died`, `failed`, or `never ran`."""
    attempts: int
    """How often that slot was tried."""
    summary: str
    """Its counts, or what went wrong."""
    next_due: dt.datetime
    """When the next slot is due."""
    is_down: bool
    """Whether it failed for good, or its worker died."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A slot that failed for good, newest first."""

    job: str
    """Its job."""
    slot: dt.date
    """Which one."""
    reason: str
    """What went wrong the last time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Everything that `jobtide status` shows."""

    boards: Sequence[BoardStatus]
    """In the order of the panel."""
    jobs: Sequence[JobStatus]
    """In the order in which they run."""
    failures: Sequence[Failure]
    """Slots of the last weeks that failed for good."""
    mails: dict[str, int]
    """Mails of the newest digest by state: `sent`, `pending`, `failed`."""
    store_bytes: int
    """Size of the database."""
    measured: dict[str, str | None] = field(default_factory=dict)
    """Newest measured period for `week`, `month` and `quarter`."""

    @property
    def is_down(self) -> bool:
        """Whether anything needs a person."""
        return (
            bool(self.failures) or any(board.is_down for board in self.boards) or any(job.is_down for job in self.jobs)
        )


def status(settings: Settings, engine: Engine, panel: Sequence[Board], now: dt.datetime) -> Status:
    """Return how everything stands at `now`."""
    return Status(
        boards=_boards(engine, panel, now.date()),
        jobs=_jobs(engine, settings, now),
        failures=_failures(engine, now),
        mails=_mails(engine),
        store_bytes=_store_bytes(engine),
        measured=_measured(settings.path(settings.measure.series)),
    )


def _boards(engine: Engine, panel: Sequence[Board], today: dt.date) -> list[BoardStatus]:
    with engine.connect() as connection:
        rows = connection.execute(select(BoardRow.id, BoardRow.platform, BoardRow.token))
        ids = {f"{row.platform}/{row.token}": row.id for row in rows}
        crawls = crawls_since(connection, today - REMEMBERED)
    return [_board(board, crawls.get(ids.get(board.name, 0), []), today) for board in panel]


def _board(board: Board, crawls: Sequence[Crawl], today: dt.date) -> BoardStatus:
    last = crawls[0] if crawls else None
    stands = standing(crawls, today, board.cadence, board.healthy_min)
    return BoardStatus(
        board=board.name,
        crawled=last.day if last else None,
        state=last.state if last else ("waits" if is_waiting(board) else "new"),
        listed=last.listed if last else None,
        usual=stands.usual,
        complete=stands.complete,
        health=stands.health,
        since=stands.since,
        failure=stands.failure,
        was=stands.was,
        is_down=stands.health is Health.DOWN,
        error=last.error if last else None,
    )


def _jobs(engine: Engine, settings: Settings, now: dt.datetime) -> list[JobStatus]:
    newest = select(RunClaimRow.job, func.max(RunClaimRow.slot).label("slot")).group_by(RunClaimRow.job).subquery()
    statement = select(RunClaimRow).join(
        newest, (RunClaimRow.job == newest.c.job) & (RunClaimRow.slot == newest.c.slot)
    )
    with Session(engine) as session:
        last = {row.job: row for row in session.scalars(statement)}
    return [_job(job.name, last.get(job.name), now, next_slot(job, settings.schedule, now).due) for job in JOBS]


def _job(name: str, row: RunClaimRow | None, now: dt.datetime, next_due: dt.datetime) -> JobStatus:
    if row is None:
        return JobStatus(
            job=name, slot=None, state="never ran", attempts=0, summary="", next_due=next_due, is_down=False
        )
    has_died = row.state == "running" and row.lease_until < now
    return JobStatus(
        job=name,
        slot=row.slot.date(),
        state="died" if has_died else row.state,
        attempts=row.attempts,
        summary=_words(row.summary),
        next_due=next_due,
        is_down=has_died or (row.state == "failed" and is_settled(row)),
    )


def _failures(engine: Engine, now: dt.datetime) -> list[Failure]:
    statement = (
        select(RunClaimRow)
        .where(RunClaimRow.state == "failed", RunClaimRow.attempts >= TRIES, RunClaimRow.slot >= now - FAILURES_SHOWN)
        .order_by(RunClaimRow.slot.desc(), RunClaimRow.job)
    )
    with Session(engine) as session:
        return [
            Failure(job=row.job, slot=row.slot.date(), reason=_words(row.summary)) for row in session.scalars(statement)
        ]


def _mails(engine: Engine) -> dict[str, int]:
    newest = select(DeliveryRow.period).order_by(DeliveryRow.id.desc()).limit(1).scalar_subquery()
    statement = (
        select(DeliveryRow.state, func.count().label("mails"))
        .where(DeliveryRow.period == newest)
        .group_by(DeliveryRow.state)
    )
    with engine.connect() as connection:
        return {row.state: row.mails for row in connection.execute(statement)}


def _words(summary: str | None) -> str:
    """Return counts as `boards 61, new 2911`; other words as they are.

    >>> _words('{"boards": 61, "new": 2911}'), _words("no answer"), _words(None)
    ('boards 61, new 2911', 'no answer', '')
    """
    try:
        counts = json.loads(summary or "")
    except ValueError:
        return summary or ""
    return ", ".join(f"{name} {count}" for name, count in counts.items()) if isinstance(counts, dict) else str(counts)


def _store_bytes(engine: Engine) -> int:
    sizes = {
        "sqlite": "select page_count * page_size from pragma_page_count(), pragma_page_size()",
        "postgresql": "select pg_database_size(current_database())",
    }
    with engine.connect() as connection:
        return int(connection.execute(text(sizes[engine.dialect.name])).scalar_one())


def _measured(series: Path) -> dict[str, str | None]:
    def newest(every: str) -> str | None:
        found = sorted((series / f"every={every}").glob("period=*.parquet"))
        return found[-1].stem.partition("=")[2] if found else None

    return {every: newest(every) for every in ("week", "month", "quarter")}
