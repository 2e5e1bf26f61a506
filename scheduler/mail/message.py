"""One digest as one mail: text, HTML and the chart inside it."""

import datetime as dt
import hashlib
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Protocol

CHART = "chart"
"""The digest's HTML shows the chart as `cid:chart`."""


class Mailable(Protocol):
    """What of a digest goes into the mail."""

    @property
    def subject(self) -> str:
        """The finding, in one line."""

    @property
    def html(self) -> str:
        """Page whose styles are inline and whose chart is `cid:chart`."""

    @property
    def text(self) -> str:
        """The same for readers without HTML."""

    @property
    def chart_png(self) -> bytes | None:
        """The chart; null where there is nothing to draw."""


def message_id(sender: str, address: str, period: str, kind: str) -> str:
    """Return an identifier that the same mail to the same address always has, so that a second copy is recognised.

    >>> message_id("Tides <tides@example.org>", "ann@example.com", "2026-W46", "digest")
    '<2026-W46.digest.71d4f55f72fa128d@example.org>'
    """
    who = hashlib.sha256(address.lower().encode()).hexdigest()[:16]
    return f"<{period}.{kind}.{who}@{_domain(sender)}>"


def compose(digest: Mailable, *, sender: str, address: str, identifier: str, now: dt.datetime) -> EmailMessage:
    """Return multipart/alternative: plain text, then HTML related to its chart (RFC 2387, 2919, 3834)."""
    message = EmailMessage(policy=SMTP)
    # A line break in a title must not start a new header.
    message["Subject"] = " ".join(digest.subject.split())
    message["From"] = sender
    message["To"] = address
    message["Date"] = format_datetime(now)
    message["Message-ID"] = identifier
    message["Auto-Submitted"] = "auto-generated"
    message["List-Id"] = f"jobtide digest <digest.jobtide.{_domain(sender)}>"
    message["List-Unsubscribe"] = f"<mailto:{parseaddr(sender)[1]}?subject=unsubscribe>"
    message.set_content(digest.text, cte="quoted-printable")
    message.add_alternative(digest.html, subtype="html", cte="quoted-printable")
    if digest.chart_png is not None:
        _text, page = message.iter_parts()
        assert isinstance(page, EmailMessage)  # noqa: S101 - as made two lines above
        page.add_related(digest.chart_png, "image", "png", cid=f"<{CHART}>", filename="chart.png", disposition="inline")
    return message


def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"
