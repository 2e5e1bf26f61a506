"""The conversation with the mail server, and what its refusals mean."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from scheduler.settings import MailSettings
from scrapers.store.errors import JobtideError


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error of ours
    """The server took the conversation, but not this one message."""

    def __init__(self, answer: str, *, for_good: bool) -> None:
        super().__init__(answer)
        self.for_good = for_good


class Unreachable(Exception):  # noqa: N818 - as above
    """There is no conversation, or it broke; nothing is known about any address."""


@contextmanager
def connection(mail: MailSettings) -> Iterator[smtplib.SMTP]:
    """Open a conversation, secured and logged in as the settings say.

    Raises Unreachable for what may pass by itself, JobtideError for what only a change of settings mends.
    """
    try:
        server = _open(mail)
    except smtplib.SMTPAuthenticationError as error:
        if error.smtp_code < 500:
            raise Unreachable(_answer(error.smtp_code, error.smtp_error)) from error
        answer = _answer(error.smtp_code, error.smtp_error)
        raise JobtideError(f"login refused ({answer})", _where(mail), "check [mail] user and password") from error
    except smtplib.SMTPNotSupportedError as error:
        raise JobtideError(str(error), _where(mail), "check [mail] security, user and port") from error
    except ssl.SSLError as error:
        raise JobtideError(
            f"no trusted TLS ({error.reason})", _where(mail), "check [mail] host, port and security"
        ) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable(f"{_where(mail)}: {_text(error)}") from error
    try:
        yield server
    finally:
        _close(server)


def send(server: smtplib.SMTP, message: EmailMessage, sender: str, address: str) -> None:
    """Hand one message to the server; returning means that it took responsibility for it.

    Raises Refused, Unreachable, or JobtideError when the sender itself is refused for good.
    """
    try:
        server.send_message(message, sender, [address])
    except smtplib.SMTPSenderRefused as error:
        answer = _answer(error.smtp_code, error.smtp_error)
        if error.smtp_code < 500:
            raise Unreachable(answer) from error
        raise JobtideError(f"sender refused ({answer})", sender, "check [mail] sender") from error
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise Refused(_answer(code, said), for_good=code >= 500) from error
    except smtplib.SMTPDataError as error:
        raise Refused(_answer(error.smtp_code, error.smtp_error), for_good=error.smtp_code >= 500) from error
    except smtplib.SMTPNotSupportedError as error:
        raise Refused(str(error), for_good=True) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable(_text(error)) from error


def as_error(mail: MailSettings, error: Refused | Unreachable) -> JobtideError:
    """Return what a person should read where nothing is tried again by itself."""
    return JobtideError(str(error), _where(mail), "see [mail], or try again later")


def _open(mail: MailSettings) -> smtplib.SMTP:
    host = mail.host or "localhost"
    if mail.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, mail.port, timeout=mail.timeout_seconds, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, mail.port, timeout=mail.timeout_seconds)
    try:
        if mail.security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if mail.user is not None:
            server.login(mail.user, mail.password.get_secret_value() if mail.password else "")
    except BaseException:
        server.close()
        raise
    return server


def _close(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()


def _where(mail: MailSettings) -> str:
    return f"mail server {mail.host}:{mail.port}"


def _text(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return str(error) or type(error).__name__


def _answer(code: int, said: bytes | str) -> str:
    return f"{code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
