"""Tables that running writes: who gets what, what was sent, what ran."""

import datetime as dt
from typing import Any

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scrapers.store.base import Base, key, refers


class SubscriberRow(Base):
    """One address and what it asked for."""

    __tablename__ = "subscriber"
    id: Mapped[int] = key()
    address: Mapped[str] = mapped_column(String(320), unique=True)
    state: Mapped[str] = mapped_column(String(10))
    """`pending` (not confirmed), `active`, `paused`, `left` (of their own will) or `removed` (from the settings)."""
    choices: Mapped[dict[str, Any]]
    """Topics, roles, places and sections chosen; empty means all."""
    from_settings: Mapped[bool] = mapped_column(default=False)
    """Stands in `[mail] to`, and so goes when it is taken out there."""
    since: Mapped[dt.datetime]


class DeliveryRow(Base):
    """One message to one subscriber; the unique key is what keeps a restart from mailing twice."""

    __tablename__ = "delivery"
    __table_args__ = (UniqueConstraint("subscriber_id", "period", "kind"),)
    id: Mapped[int] = key()
    subscriber_id: Mapped[int] = refers("subscriber.id")
    period: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    """`pending`, `sent` or `failed`."""
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[dt.datetime]
    """Next moment at which it may be tried: the end of a sender's lease, or of the pause after an error."""
    message_id: Mapped[str] = mapped_column(String(200))
    sent_at: Mapped[dt.datetime | None]
    error: Mapped[str | None] = mapped_column(Text)


class ChannelRow(Base):
    """One message to one channel of `[channels] urls`; unique, so that a restart posts nothing twice."""

    __tablename__ = "channel_message"
    __table_args__ = (UniqueConstraint("channel", "period", "kind"),)
    id: Mapped[int] = key()
    channel: Mapped[str] = mapped_column(String(40))
    """Scheme and hash of its address, which itself holds secrets and is kept nowhere."""
    period: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    """`pending`, `sent` or `failed`."""
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[dt.datetime]
    """As of a delivery."""
    sent_at: Mapped[dt.datetime | None]


class RunClaimRow(Base):
    """The only truth about what ran: one row for each slot of each job."""

    __tablename__ = "run_claim"
    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    slot: Mapped[dt.datetime] = mapped_column(primary_key=True)
    """00:00 UTC of the day it stands for; for a period, of the day after its last."""
    state: Mapped[str] = mapped_column(String(10))
    """`running`, `waiting` (handed back), `done` or `failed`."""
    worker: Mapped[str] = mapped_column(String(100))
    lease_until: Mapped[dt.datetime]
    """Until then nobody else may take it; afterwards a slot that is not done is free."""
    attempts: Mapped[int] = mapped_column(default=1)
    summary: Mapped[str | None] = mapped_column(Text)
    """Counts of what it did, or why it failed."""
