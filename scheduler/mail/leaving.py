"""How a subscriber leaves the list: by link where we answer links, by mail otherwise."""

from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import quote

from scheduler.mail import tokens
from scheduler.settings import MailSettings

MARK = "https://unsubscribe.invalid/"
"""Stands in a digest where each subscriber's own way out is to be written."""
LEAVE_PATH = "u"
CONFIRM_PATH = "c"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """The ways out of the list for one subscriber."""

    mailto: str
    """`mailto:` address with the subject that the operator acts on."""
    url: str | None
    """Link that acts at one click (RFC 8058); null where nobody answers it."""

    @property
    def best(self) -> str:
        """What a reader is offered."""
        return self.url or self.mailto


def leaving(mail: MailSettings, subscriber: int | None, address: str) -> Leaving:
    """Return how `address` leaves; without a subscriber or a secret a plain mail has to do."""
    if subscriber is None or mail.secret is None:
        return Leaving(mailto=mailto(mail, "unsubscribe"), url=None)
    token = tokens.sign(mail.secret, "leave", subscriber, address.lower())
    url = link(mail, LEAVE_PATH, token) if mail.public_url else None
    return Leaving(mailto=mailto(mail, f"unsubscribe {token}"), url=url)


def link(mail: MailSettings, path: str, token: str) -> str:
    """Return the address at which the endpoint takes a token."""
    return f"{(mail.public_url or '').rstrip('/')}/{path}/{token}"


def mailto(mail: MailSettings, subject: str) -> str:
    """Return a link that opens a mail to the operator."""
    return f"mailto:{parseaddr(mail.sender)[1]}?subject={quote(subject)}"
