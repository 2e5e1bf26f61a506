"""A mail server on loopback that keeps what it takes, and refuses what a test wants refused."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


@dataclass
class Server:
    """Takes mail, or answers as `answers` says: address → answers, used up one by one."""

    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    rcpt: dict[str, list[str]] = field(default_factory=dict)
    data: dict[str, list[str]] = field(default_factory=dict)
    mail_from: list[str] = field(default_factory=list)
    port: int = 0

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.mail_from:
            return self.mail_from.pop(0)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt.get(address):
            return self.rcpt[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        address = envelope.rcpt_tos[0]
        if self.data.get(address):
            answer = self.data[address].pop(0)
            if answer == "drop":
                assert server.transport is not None
                server.transport.abort()
            return answer
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append((address, message))
        return "250 taken"

    @property
    def addresses(self) -> list[str]:
        return [address for address, _message in self.taken]


def login(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"tide", b"secret"), handled=False)


@contextmanager
def mail_server() -> Iterator[Server]:
    """Run a server until the block ends."""
    handler = Server()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        handler.port = probe.getsockname()[1]
    controller = Controller(
        handler,
        hostname="127.0.0.1",
        port=handler.port,
        authenticator=login,
        auth_require_tls=False,
        auth_required=False,
    )
    controller.start()
    yield handler
    controller.stop()
