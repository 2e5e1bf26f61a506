"""From measured numbers to a digest, and from a digest to files: what `jobtide digest` and the clock share."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from scheduler.alerting import update_alerts
from scheduler.mail.delivery import Press
from scheduler.mail.leaving import MARK, leaving
from scheduler.mail.message import compose, message_id
from scheduler.settings import Settings
from scheduler.sources import read_scope
from trends.archive import Archive, keep
from trends.digest import EVERYTHING, Choice, Digest, build
from trends.periods import Period

KIND = "digest"
"""Of its rows in `delivery`."""


def make_digest(settings: Settings, engine: Engine, period: Period, out: Path, choice: Choice = EVERYTHING) -> Digest:
    """Return the digest of a measured period; `out` is where its page will lie, beside exported tables.

    Raises JobtideError when the period was not measured.
    """
    tables = frozenset(file.name for file in out.glob(f"*_{period.every}.csv"))
    alerts = tuple(update_alerts(settings, engine, period))
    scope = replace(
        read_scope(engine, period),
        tables=tables,
        web=_archive(settings).web(period.key),
        reason=_reason(settings.mail.sender),
        alerts=alerts,
    )
    measure = settings.measure
    return build(settings.path(measure.mart), settings.path(measure.series), period, scope, choice)


def make_press(settings: Settings, engine: Engine, period: Period, out: Path, whole: Digest) -> Press:
    """Return what makes the digest of a subscriber's choices, each distinct choice once; without any it is `whole`."""
    made = {EVERYTHING: whole}

    def press(choices: Mapping[str, Any]) -> Digest:
        choice = Choice.of(choices)
        if choice not in made:
            made[choice] = make_digest(settings, engine, period, out, choice)
        return made[choice]

    return press


def write_digest(digest: Digest, period: Period, out: Path, settings: Settings, now: dt.datetime) -> list[Path]:
    """Write page, text, mail and chart into `out`; return their paths, the page first."""
    mail = settings.mail
    address = mail.to[0] if mail.to else mail.sender
    identifier = message_id(mail.sender, address, period.key, KIND)
    way_out = leaving(mail, None, address)
    message = compose(digest, sender=mail.sender, address=address, identifier=identifier, now=now, leaving=way_out)
    contents = {
        ".html": digest.page.encode(),
        ".txt": digest.text.encode(),
        ".eml": message.as_bytes(),
        ".png": digest.chart_png,
    }
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for suffix, content in contents.items():
        file = out / f"digest_{period.key}{suffix}"
        if content is None:
            # else the chart of an earlier measurement stays beside a digest that has none
            file.unlink(missing_ok=True)
        else:
            file.write_bytes(content)
            written.append(file)
    return written


def archive_digest(digest: Digest, period: Period, settings: Settings, now: dt.datetime) -> Path:
    """Put `digest` into the archive and return its page there.

    Raises JobtideError when the period was not measured.
    """
    return keep(_archive(settings), digest, settings.path(settings.measure.series), period, now)


def _archive(settings: Settings) -> Archive:
    own = settings.archive
    domain = parseaddr(settings.mail.sender)[1].rpartition("@")[2]
    return Archive(folder=settings.path(own.folder), url=own.public_url or "", authority=domain or "localhost")


def _reason(sender: str) -> str:
    address = parseaddr(sender)[1]
    return f"You get this because your address is on the list of {address}. To leave it: {MARK}"
