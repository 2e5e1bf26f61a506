"""A sender in a process of its own, for tests that kill it: `python -m tests.scheduler.sending URL PORT NOW`."""

import datetime as dt
import sys
from dataclasses import dataclass

from scheduler.mail.delivery import deliver
from scheduler.settings import MailSettings
from scrapers.store.engine import open_engine


@dataclass(frozen=True, kw_only=True)
class Digest:
    subject: str = "Data engineer +34% on the year (week 46)"
    html: str = "<p>Tide</p>"
    text: str = "Tide\n"
    chart_png: bytes | None = b"\x89PNG" + b"x" * 20_000


def main(url: str, port: str, now: str) -> None:
    mail = MailSettings(host="127.0.0.1", port=int(port), security="none", sender="tides@example.org")
    engine = open_engine(url)
    moment = dt.datetime.fromisoformat(now)
    deliver(engine, mail, lambda _choices: Digest(), period="2026-W46", kind="digest", clock=lambda: moment)


if __name__ == "__main__":
    main(*sys.argv[1:])
