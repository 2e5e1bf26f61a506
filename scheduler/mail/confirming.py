"""The mail that asks whether an address really wants the digest (double opt-in)."""

import html
from dataclasses import dataclass
from email.utils import parseaddr

from scheduler.mail.leaving import CONFIRM_PATH, link, mailto
from scheduler.settings import MailSettings
from scheduler.subscribers import TO_CONFIRM


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A short mail without a chart."""

    subject: str
    html: str
    text: str
    chart_png: bytes | None = None


def question(mail: MailSettings, token: str, choice: str) -> Question:
    """Return the mail; nobody who does not act on it hears from us again."""
    way = link(mail, CONFIRM_PATH, token) if mail.public_url else mailto(mail, f"confirm {token}")
    deed = "open this link and press the button" if mail.public_url else "send the mail that this link opens"
    opening = f"Somebody, hopefully you, asked {parseaddr(mail.sender)[1]} to send the weekly jobtide digest here."
    what = f" {choice}" if choice else ""
    ask = f"To get it, {deed} within {TO_CONFIRM.days} days:"
    closing = "If it was not you, do nothing: no further mail will come."
    return Question(
        subject="Do you want the jobtide digest?",
        text=f"{opening}{what}\n\n{ask}\n{way}\n\n{closing}\n",
        html=(
            '<!doctype html><html lang="en"><head><title>Do you want the jobtide digest?</title></head><body>'
            f"<p>{html.escape(opening + what)}</p><p>{html.escape(ask)}<br>"
            f'<a href="{html.escape(way)}">{html.escape(way)}</a></p><p>{html.escape(closing)}</p></body></html>\n'
        ),
    )
