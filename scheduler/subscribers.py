"""People on the list: who asked, who confirmed, who left, and what they want to read."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from pydantic import SecretStr
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from scheduler.mail import tokens
from scheduler.mail.tokens import Token
from scheduler.tables import DeliveryRow, SubscriberRow
from scrapers.store.errors import JobtideError
from trends.digest.choice import Choice

ADDRESS = re.compile(r"[A-Za-z0-9][^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]*@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
"""What may stand in a header and on a command line; a first letter or digit keeps formulas out of tables."""
LONGEST = 254
TO_CONFIRM = dt.timedelta(days=14)
"""How long a link to confirm works."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """One address on the list."""

    id: int
    address: str
    state: str
    """`pending`, `active`, `paused`, `left` or `removed`."""
    choice: Choice
    from_settings: bool
    """Stands in `[mail] to`."""
    since: dt.datetime
    """When it was added, confirmed or changed its state."""


def listed(engine: Engine) -> list[Subscriber]:
    """Return everyone, by address."""
    with Session(engine) as session:
        return [_subscriber(row) for row in session.scalars(select(SubscriberRow).order_by(SubscriberRow.address))]


def add(engine: Engine, address: str, choice: Choice, now: dt.datetime) -> Subscriber:
    """Put an address on the list: pending until it confirms, unless it is active already or the operator's own.

    An address that is there gets the new choices. Raises JobtideError for what is no address.
    """
    address = address.strip()
    if len(address) > LONGEST or not ADDRESS.fullmatch(address):
        raise JobtideError(f"{address[:80]!r} is no address", "subscribers add", "write it as you@example.org")
    with Session(engine, expire_on_commit=False) as session, session.begin():
        row = _find(session, address)
        if row is None:
            row = SubscriberRow(address=address, state="pending", choices={}, from_settings=False, since=now)
            session.add(row)
        elif row.state != "active":
            row.state, row.since = "active" if row.from_settings and row.state == "paused" else "pending", now
        row.choices = choice.as_dict()
        session.flush()
        return _subscriber(row)


def pause(engine: Engine, address: str, now: dt.datetime) -> None:
    """Send an active address nothing more until it is added again; raises JobtideError when it is not on the list."""
    with Session(engine) as session, session.begin():
        row = _known(session, address)
        if row.state != "active":
            raise JobtideError(f"{row.address} is {row.state}", "subscribers pause", "only active ones can be paused")
        row.state, row.since = "paused", now


def remove(engine: Engine, address: str) -> None:
    """Forget an address and what was sent to it; raises JobtideError when the settings would bring it back."""
    with Session(engine) as session, session.begin():
        row = _known(session, address)
        if row.from_settings and row.state != "removed":
            raise JobtideError(f"{row.address} stands in the settings", "[mail] to", "take it out there")
        session.execute(delete(DeliveryRow).where(DeliveryRow.subscriber_id == row.id))
        session.delete(row)


def confirmation(secret: SecretStr, subscriber: Subscriber) -> str:
    """Return the token by which a pending subscriber confirms; it is void once used, or when they are added anew."""
    return tokens.sign(secret, "confirm", subscriber.id, _about(subscriber))


def find(engine: Engine, secret: SecretStr, text: str, now: dt.datetime) -> tuple[Token, Subscriber] | None:
    """Return what a genuine token stands for; None for any other, and for a confirmation that came too late."""
    token = tokens.read(text)
    if token is None:
        return None
    with Session(engine) as session:
        row = session.get(SubscriberRow, token.subscriber)
        if row is None:
            return None
        subscriber = _subscriber(row)
    about = subscriber.address.lower() if token.purpose == "leave" else _about(subscriber)
    is_late = token.purpose == "confirm" and now - subscriber.since > TO_CONFIRM
    return (token, subscriber) if tokens.is_genuine(secret, token, about) and not is_late else None


def act(engine: Engine, secret: SecretStr, text: str, now: dt.datetime) -> Subscriber | None:
    """Do what a genuine token asks for, once or again; return how the subscriber then stands, None for any other."""
    found = find(engine, secret, text, now)
    if found is None:
        return None
    token, subscriber = found
    wanted = "left" if token.purpose == "leave" else "active"
    with Session(engine) as session, session.begin():
        row = session.get_one(SubscriberRow, subscriber.id)
        if token.purpose == "leave" or row.state == "pending":
            # `since` stays, so that a link to confirm that is pressed twice is still genuine
            row.state = wanted
        state = row.state
    return replace(subscriber, state=state)


def _about(subscriber: Subscriber) -> str:
    return f"{subscriber.address.lower()} {subscriber.since.astimezone(dt.UTC).isoformat()}"


def _find(session: Session, address: str) -> SubscriberRow | None:
    folded = address.strip().lower()
    return next((row for row in session.scalars(select(SubscriberRow)) if row.address.lower() == folded), None)


def _known(session: Session, address: str) -> SubscriberRow:
    row = _find(session, address)
    if row is None:
        raise JobtideError(f"{address} is not on the list", "subscribers", "see `jobtide subscribers list`")
    return row


def _subscriber(row: SubscriberRow) -> Subscriber:
    return Subscriber(
        id=row.id,
        address=row.address,
        state=row.state,
        choice=Choice.of(row.choices or {}),
        from_settings=row.from_settings,
        since=row.since,
    )
