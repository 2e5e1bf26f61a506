"""Tell the week in chats and hooks: one message a channel and period, over restarts and errors, by Apprise."""

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy import Engine, Row, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from scheduler.retries import TRIES, again_at
from scheduler.settings import ChannelSettings
from scheduler.tables import ChannelRow
from scrapers.store.errors import JobtideError
from trends.alerts import Alert
from trends.alerts.wording import lines

log = structlog.get_logger()

LEASE = dt.timedelta(minutes=10)
"""How long one sender keeps others from a message."""
HARMLESS = str.maketrans({"<": "‹", ">": "›", "@": "＠"})
"""Chats read <!channel> and @everyone as orders, also where they stand in the name of an employer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a channel gets."""

    title: str
    body: str

    @classmethod
    def of(cls, subject: str, lead: str, alerts: Sequence[Alert]) -> "Message":
        """Return the finding and at most ten alerts, without anything that a chat would act on."""
        body = "\n".join([lead, *(["", *(f"• {line}" for line in lines(alerts))] if alerts else [])])
        return cls(title=" ".join(subject.split()).translate(HARMLESS), body=body.translate(HARMLESS))


Posts = dict[str, Callable[[Message], bool]]
"""Name of a channel → how to post there; False where it was not taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """How one message stands with its channels."""

    sent: int = 0
    """In this go."""
    waiting: int = 0
    """To be tried again."""
    failed: int = 0
    """Tried too often."""
    again_at: dt.datetime | None = None
    """When the first waiting one may be tried again."""


def announce(
    engine: Engine,
    channels: ChannelSettings,
    message: Message,
    *,
    period: str,
    kind: str,
    clock: Callable[[], dt.datetime],
) -> Announced:
    """Post `message` to every channel that has not had it; a process that dies in between may post it once more.

    Raises JobtideError when Apprise is missing or does not know an address.
    """
    posts = {name(url.get_secret_value()): _open(url.get_secret_value()) for url in channels.urls}
    if not posts:
        return Announced()
    _enrol(engine, posts, period, kind, clock())
    sent = 0
    while (row := _claim(engine, posts, period, kind, clock())) is not None:
        is_sent = posts[row.channel](message)
        _settle(engine, row, is_sent, clock())
        sent += is_sent
    return _standing(engine, posts, period, kind, sent)


def name(url: str) -> str:
    """Return what a channel is called in the store and in logs: its scheme and a hash, as its address is a secret.

    >>> name("slack://token/channel")
    'slack:edffdf149889'
    """
    return f"{url.partition(':')[0].lower()[:20]}:{hashlib.sha256(url.encode()).hexdigest()[:12]}"


def _open(url: str) -> Callable[[Message], bool]:
    try:
        import apprise
    except ModuleNotFoundError as error:
        raise JobtideError("Apprise is not installed", "[channels] urls", "pip install apprise") from error
    post = apprise.Apprise()
    if not post.add(url):
        raise JobtideError(
            f"Apprise does not understand the address of {name(url)}", "[channels] urls", "see appriseit.com/services"
        )
    return lambda message: bool(post.notify(body=message.body, title=message.title, body_format="text"))


def check(channels: ChannelSettings) -> int:
    """Return the number of channels; raises JobtideError as `announce` would."""
    return len([_open(url.get_secret_value()) for url in channels.urls])


def _enrol(engine: Engine, posts: Posts, period: str, kind: str, now: dt.datetime) -> None:
    insert = sqlite.insert if engine.dialect.name == "sqlite" else postgresql.insert
    fixed = {"period": period, "kind": kind, "state": "pending", "attempts": 0, "not_before": now}
    with engine.begin() as connection:
        connection.execute(insert(ChannelRow).on_conflict_do_nothing(), [fixed | {"channel": one} for one in posts])


def _claim(engine: Engine, posts: Posts, period: str, kind: str, now: dt.datetime) -> Row[int, str, int] | None:
    free = (
        (ChannelRow.period == period)
        & (ChannelRow.kind == kind)
        & ChannelRow.channel.in_(posts)
        & (ChannelRow.state == "pending")
        & (ChannelRow.not_before <= now)
        & (ChannelRow.attempts < TRIES)
    )
    chosen = select(ChannelRow.id).where(free).order_by(ChannelRow.id).limit(1).with_for_update(skip_locked=True)
    statement = (
        update(ChannelRow)
        .where(ChannelRow.id == chosen.scalar_subquery())
        .values(attempts=ChannelRow.attempts + 1, not_before=now + LEASE)
        .returning(ChannelRow.id, ChannelRow.channel, ChannelRow.attempts)
    )
    with engine.begin() as connection:
        return connection.execute(statement).one_or_none()


def _settle(engine: Engine, row: Row[int, str, int], is_sent: bool, now: dt.datetime) -> None:
    next_try = again_at(row.attempts, now)
    if is_sent:
        values: dict[str, object] = {"state": "sent", "sent_at": now}
    else:
        log.warning("channel did not take the message", channel=row.channel, again_at=str(next_try))
        values = {"not_before": next_try} if next_try else {"state": "failed"}
    with engine.begin() as connection:
        connection.execute(update(ChannelRow).where(ChannelRow.id == row.id).values(**values))


def _standing(engine: Engine, posts: Posts, period: str, kind: str, sent: int) -> Announced:
    statement = (
        select(ChannelRow.state, func.count().label("number"), func.min(ChannelRow.not_before).label("first"))
        .where(ChannelRow.period == period, ChannelRow.kind == kind, ChannelRow.channel.in_(posts))
        .group_by(ChannelRow.state)
    )
    with engine.connect() as connection:
        states = {row.state: row for row in connection.execute(statement)}
    waiting = states.get("pending")
    return Announced(
        sent=sent,
        waiting=waiting.number if waiting else 0,
        failed=states["failed"].number if "failed" in states else 0,
        again_at=waiting.first if waiting else None,
    )
