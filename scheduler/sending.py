"""Send a period's digest to its subscribers and channels: what `jobtide digest --send` and the clock share."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from scheduler.channels import Announced, Message, announce
from scheduler.mail.delivery import Delivered, Press, deliver
from scheduler.mail.subscribers import sync
from scheduler.saying import KIND
from scheduler.settings import Settings
from trends.alerts import read
from trends.digest import Digest
from trends.periods import Period

NOBODY = Delivered(sent=0, before=0, waiting=0, failed=0, again_at=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """How a digest stands with everyone."""

    mails: Delivered
    channels: Announced

    @property
    def waiting(self) -> int:
        """Mails and messages to be tried again."""
        return self.mails.waiting + self.channels.waiting

    @property
    def again_at(self) -> dt.datetime | None:
        """When the first of them may be tried again."""
        times = [time for time in (self.mails.again_at, self.channels.again_at) if time is not None]
        return min(times, default=None)


def has_receivers(settings: Settings) -> bool:
    """Whether there is a mail server or a channel to send to."""
    return settings.mail.host is not None or bool(settings.channels.urls)


def send_digest(
    settings: Settings, engine: Engine, digest: Digest, press: Press, period: Period, clock: Callable[[], dt.datetime]
) -> Sent:
    """Mail and announce what has not been sent yet; `press` makes the digest of a subscriber's choices.

    Raises JobtideError for settings that the mail server or a channel refuses.
    """
    mails = NOBODY
    if settings.mail.host is not None:
        sync(engine, settings.mail.to, clock())
        mails = deliver(engine, settings.mail, press, period=period.key, kind=KIND, clock=clock)
    message = Message.of(digest.subject, digest.lead, read(engine, [period]))
    channels = announce(engine, settings.channels, message, period=period.key, kind=KIND, clock=clock)
    return Sent(mails=mails, channels=channels)
