"""Send a digest to every active subscriber exactly once, over restarts, refusals and broken connections.

The row of a mail is claimed before the server hears of it and settled after its answer, each in a transaction
of its own. Only a process that dies between the server's answer and the second one leaves a mail whose fate
nobody knows; it goes out again under the same Message-ID.
"""

import datetime as dt
import smtplib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Engine, Row, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from scheduler.mail import smtp
from scheduler.mail.leaving import leaving
from scheduler.mail.message import Mailable, compose, message_id
from scheduler.mail.smtp import Refused, Unreachable
from scheduler.mail.subscribers import pause_failing
from scheduler.retries import TRIES, again_at
from scheduler.settings import MailSettings
from scheduler.tables import DeliveryRow, SubscriberRow

log = structlog.get_logger()

BROKEN_LINES = 3
"""Conversations in a row that may break without a mail sent before the server is left alone for a while."""
LEASE = dt.timedelta(minutes=10)
"""How long one sender keeps others from a mail; longer than a conversation with the usual timeout can take."""

Clock = Callable[[], dt.datetime]
Press = Callable[[Mapping[str, Any]], Mailable]
"""Choices of a subscriber → the digest they get."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """How one digest stands with its subscribers."""

    sent: int
    """Mails that the server took in this go."""
    before: int
    """Mails sent earlier."""
    waiting: int
    """Mails to be tried again."""
    failed: int
    """Mails refused for good, or too often."""
    again_at: dt.datetime | None
    """When the first waiting mail may be tried again."""


@dataclass(slots=True, kw_only=True)
class _Round:
    """One digest on its way."""

    engine: Engine
    mail: MailSettings
    press: Press
    period: str
    kind: str
    clock: Clock
    progress: bool = field(default=False)
    """Whether the running conversation has carried a mail."""


def deliver(engine: Engine, mail: MailSettings, press: Press, *, period: str, kind: str, clock: Clock) -> Delivered:
    """Mail what `press` makes to every active subscriber that has not had it; who cannot be reached for long is paused.

    Raises JobtideError when the server refuses login or sender; the mails then wait for the next call.
    """
    this = _Round(engine=engine, mail=mail, press=press, period=period, kind=kind, clock=clock)
    _enrol(this)
    before = _states(this).get("sent", 0)
    broken = 0
    while broken < BROKEN_LINES and _waits(this, now=clock()):
        try:
            _converse(this)
        except Unreachable as error:
            log.warning("mail server lost", error=str(error))
            broken = 0 if this.progress else broken + 1
            if broken == BROKEN_LINES:
                _postpone_all(this, str(error))
    standing = _standing(this, before)
    for address in pause_failing(engine):
        log.warning("subscriber paused, as mail after mail failed", address=address)
    return standing


def deliver_one(
    mail: MailSettings, digest: Mailable, address: str, *, period: str, clock: Clock, kind: str = "test"
) -> None:
    """Mail `digest` to one address, whoever it belongs to, and keep no record.

    Raises JobtideError when the server cannot be reached or refuses it.
    """
    identifier = message_id(mail.sender, address, period, f"{kind}{clock():%H%M%S}")
    message = compose(
        digest,
        sender=mail.sender,
        address=address,
        identifier=identifier,
        now=clock(),
        leaving=leaving(mail, None, address),
    )
    try:
        with smtp.connection(mail) as server:
            smtp.send(server, message, mail.sender, address)
    except (Refused, Unreachable) as error:
        raise smtp.as_error(mail, error) from error


def _converse(this: _Round) -> None:
    """Send until nothing waits or the line breaks (Unreachable)."""
    this.progress = False
    with smtp.connection(this.mail) as server:
        while (row := _claim(this)) is not None:
            _send(this, server, row)


def _send(this: _Round, server: smtplib.SMTP, row: Row[Any]) -> None:
    try:
        smtp.send(server, _composed(this, row), this.mail.sender, row.address)
    except Refused as error:
        this.progress = True
        _settle(this, row.id, row.attempts, error=str(error), for_good=error.for_good)
    except Unreachable as error:
        if this.progress:  # Many servers take only so many mails a conversation: no fault of this one.
            _release(this, row.id)
        else:
            _settle(this, row.id, row.attempts, error=str(error), for_good=False)
        raise
    except BaseException:
        _release(this, row.id)
        raise
    else:
        this.progress = True
        _write(this, row.id, state="sent", sent_at=this.clock(), error=None)


def _composed(this: _Round, row: Row[Any]) -> EmailMessage:
    return compose(
        this.press(row.choices or {}),
        sender=this.mail.sender,
        address=row.address,
        identifier=row.message_id,
        now=this.clock(),
        leaving=leaving(this.mail, row.subscriber_id, row.address),
    )


def _settle(this: _Round, row: int, attempts: int, *, error: str, for_good: bool) -> None:
    next_try = None if for_good else again_at(attempts, this.clock())
    log.warning("mail not taken", delivery=row, error=error, again_at=str(next_try))
    if next_try is None:
        _write(this, row, state="failed", error=error)
    else:
        _write(this, row, not_before=next_try, error=error)


def _release(this: _Round, row: int) -> None:
    _write(this, row, attempts=DeliveryRow.attempts - 1, not_before=this.clock())


def _postpone_all(this: _Round, error: str) -> None:
    while (row := _claim(this)) is not None:
        _settle(this, row.id, row.attempts, error=error, for_good=False)


def _enrol(this: _Round) -> None:
    """Give every active subscriber a row for this mail."""
    insert = sqlite.insert if this.engine.dialect.name == "sqlite" else postgresql.insert
    with this.engine.begin() as connection:
        active = select(SubscriberRow.id, SubscriberRow.address).where(SubscriberRow.state == "active")
        rows = [
            {
                "subscriber_id": subscriber.id,
                "period": this.period,
                "kind": this.kind,
                "state": "pending",
                "attempts": 0,
                "not_before": this.clock(),
                "message_id": message_id(this.mail.sender, subscriber.address, this.period, this.kind),
            }
            for subscriber in connection.execute(active)
        ]
        if rows:
            connection.execute(insert(DeliveryRow).on_conflict_do_nothing(), rows)


def _ours(this: _Round) -> ColumnElement[bool]:
    active = select(SubscriberRow.id).where(SubscriberRow.state == "active")
    return (DeliveryRow.period == this.period) & (DeliveryRow.kind == this.kind) & DeliveryRow.subscriber_id.in_(active)


def _free(this: _Round, now: dt.datetime) -> ColumnElement[bool]:
    return (
        _ours(this)
        & (DeliveryRow.state == "pending")
        & (DeliveryRow.not_before <= now)
        & (DeliveryRow.attempts < TRIES)
    )


def _waits(this: _Round, now: dt.datetime) -> bool:
    with this.engine.connect() as connection:
        return connection.scalar(select(DeliveryRow.id).where(_free(this, now)).limit(1)) is not None


def _claim(this: _Round) -> Row[Any] | None:
    """Take the next mail, so that another sender passes it over; with its address and choices."""
    now = this.clock()
    # SQLite has one writer at a time and leaves `for update` out.
    chosen = select(DeliveryRow.id).where(_free(this, now)).order_by(DeliveryRow.id).limit(1)
    chosen = chosen.with_for_update(skip_locked=True)
    whose = SubscriberRow.id == DeliveryRow.subscriber_id
    statement = (
        update(DeliveryRow)
        .where(DeliveryRow.id == chosen.scalar_subquery())
        .values(attempts=DeliveryRow.attempts + 1, not_before=now + LEASE)
        .returning(
            DeliveryRow.id,
            DeliveryRow.attempts,
            DeliveryRow.message_id,
            DeliveryRow.subscriber_id,
            select(SubscriberRow.address).where(whose).scalar_subquery().label("address"),
            select(SubscriberRow.choices).where(whose).scalar_subquery().label("choices"),
        )
    )
    with this.engine.begin() as connection:
        return connection.execute(statement).one_or_none()


def _write(this: _Round, row: int, **values: object) -> None:
    with this.engine.begin() as connection:
        connection.execute(update(DeliveryRow).where(DeliveryRow.id == row).values(**values))


def _states(this: _Round) -> dict[str, int]:
    counts = select(DeliveryRow.state, func.count().label("mails")).where(_ours(this)).group_by(DeliveryRow.state)
    with this.engine.connect() as connection:
        return {row.state: row.mails for row in connection.execute(counts)}


def _standing(this: _Round, before: int) -> Delivered:
    spent = _ours(this) & (DeliveryRow.state == "pending") & (DeliveryRow.attempts >= TRIES)
    waiting = select(func.min(DeliveryRow.not_before)).where(_ours(this), DeliveryRow.state == "pending")
    with this.engine.begin() as connection:
        died = update(DeliveryRow).where(spent, DeliveryRow.not_before <= this.clock())
        connection.execute(died.values(state="failed", error="its sender died each time"))
        first = connection.scalar(waiting)
    states = _states(this)
    return Delivered(
        sent=states.get("sent", 0) - before,
        before=before,
        waiting=states.get("pending", 0),
        failed=states.get("failed", 0),
        again_at=first,
    )
