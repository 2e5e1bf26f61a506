"""One digest as one mail: text, HTML and the chart inside it."""

import datetime as dt
import hashlib
import html
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from typing import Protocol

from scheduler.mail.leaving import MARK, Leaving

CHART = "chart"
"""The digest's HTML shows the chart as `cid:chart`."""


class LinkPolicy(EmailPolicy):
    """Leaves links in headers whole: Python would turn one that is longer than a line into encoded words."""

    def fold(self, name: str, value: str) -> str:
        """Return a header's lines (EmailPolicy's interface)."""
        if name.lower() == "list-unsubscribe":
            return f"{name}: {str(value).strip()}{self.linesep}".replace(", ", f",{self.linesep} ")
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: str) -> bytes:
        """Return the same as bytes."""
        if name.lower() == "list-unsubscribe":
            return self.fold(name, value).encode("ascii")
        return super().fold_binary(name, value)


POLICY = LinkPolicy(linesep="\r\n")


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


def compose(
    digest: Mailable, *, sender: str, address: str, identifier: str, now: dt.datetime, leaving: Leaving
) -> EmailMessage:
    """Return multipart/alternative: plain text, then HTML related to its chart (RFC 2369, 2387, 2919, 3834, 8058)."""
    message = EmailMessage(policy=POLICY)
    # A line break in a title must not start a new header.
    message["Subject"] = " ".join(digest.subject.split())
    message["From"] = sender
    message["To"] = address
    message["Date"] = format_datetime(now)
    message["Message-ID"] = identifier
    message["Auto-Submitted"] = "auto-generated"
    message["List-Id"] = f"jobtide digest <digest.jobtide.{_domain(sender)}>"
    if leaving.url is not None:
        message["List-Unsubscribe"] = f"<{leaving.url}>, <{leaving.mailto}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    else:
        message["List-Unsubscribe"] = f"<{leaving.mailto}>"
    way_out = html.escape(leaving.best)
    page_text = digest.html.replace(MARK, f'<a href="{way_out}">{way_out}</a>')
    message.set_content(digest.text.replace(MARK, leaving.best), cte="quoted-printable")
    message.add_alternative(page_text, subtype="html", cte="quoted-printable")
    if digest.chart_png is not None:
        _text, page = message.iter_parts()
        assert isinstance(page, EmailMessage)  # noqa: S101 - as made two lines above
        page.add_related(digest.chart_png, "image", "png", cid=f"<{CHART}>", filename="chart.png", disposition="inline")
    return message


def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"
