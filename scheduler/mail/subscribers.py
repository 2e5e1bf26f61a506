"""Who gets mail: the rows of `subscriber`, of which those named in the settings follow the settings."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from scheduler.tables import DeliveryRow, SubscriberRow

FAILURES = 3
"""Mails in a row that may fail before an address is left alone."""


def sync(engine: Engine, addresses: Sequence[str], now: dt.datetime) -> None:
    """Make the rows that stand for `[mail] to` agree with it; a paused address stays paused."""
    wanted = {address.strip().lower(): address.strip() for address in addresses}
    with Session(engine) as session, session.begin():
        rows = {row.address.lower(): row for row in session.scalars(select(SubscriberRow))}
        for folded, address in wanted.items():
            row = rows.get(folded)
            if row is None:
                session.add(SubscriberRow(address=address, state="active", choices={}, from_settings=True, since=now))
            elif row.state == "removed":
                row.state, row.from_settings, row.since = "active", True, now
        for folded, row in rows.items():
            if row.from_settings and folded not in wanted:
                row.from_settings = False
                row.state = row.state if row.state == "left" else "removed"


def pause_failing(engine: Engine) -> list[str]:
    """Pause every active address whose latest mails all failed for good; return those addresses."""
    with Session(engine) as session, session.begin():
        failed = select(DeliveryRow.subscriber_id).where(DeliveryRow.state == "failed")
        suspects = session.scalars(
            select(SubscriberRow).where(SubscriberRow.state == "active", SubscriberRow.id.in_(failed))
        ).all()
        paused = [row for row in suspects if _fails(session, row.id)]
        for row in paused:
            row.state = "paused"
        return [row.address for row in paused]


def _fails(session: Session, subscriber: int) -> bool:
    latest = (
        select(DeliveryRow.state)
        .where(DeliveryRow.subscriber_id == subscriber)
        .order_by(DeliveryRow.id.desc())
        .limit(FAILURES)
    )
    return list(session.scalars(latest)) == ["failed"] * FAILURES
