"""A mail server on loopback that keeps what it takes, and refuses what a test wants refused."""

import asyncio
import datetime as dt
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Literal

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Server:
    """Takes mail, or answers as `answers` says: address → answers, used up one by one."""

    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    rcpt: dict[str, list[str]] = field(default_factory=dict)
    data: dict[str, list[str]] = field(default_factory=dict)
    mail_from: list[str] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    """The mails as they came over the line."""
    port: int = 0
    secured: list[bool] = field(default_factory=list)
    """For each mail, whether the line was encrypted."""
    events: int = 0
    """Commands heard so far."""
    thinks: float = 0.0
    """Seconds between taking a mail and saying so."""

    async def handle_MAIL(  # noqa: N802 - the name that aiosmtpd calls - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.events += 1
        if self.mail_from:
            return self.mail_from.pop(0)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.events += 1
        if self.rcpt.get(address):
            return self.rcpt[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the name that aiosmtpd calls
        self.events += 1
        address = envelope.rcpt_tos[0]
        if self.data.get(address):
            answer = self.data[address].pop(0)
            if answer == "drop":
                assert server.transport is not None
                server.transport.abort()
            if answer == "silence":
                await asyncio.sleep(1)
            return answer
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append((address, message))
        self.raw.append(envelope.content)
        self.secured.append(
            session.ssl is not None
            or (isinstance(server.transport, asyncio.Transport) and bool(server.transport.get_extra_info("sslcontext")))
        )
        self.events += 1
        await asyncio.sleep(self.thinks)
        return "250 taken"

    @property
    def addresses(self) -> list[str]:
        return [address for address, _message in self.taken]


def login(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"tide", b"secret"), handled=False)


@dataclass(frozen=True)
class Certificate:
    """A certificate for 127.0.0.1 that only its own file vouches for."""

    file: Path
    key: Path

    def context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file, self.key)
        return context


def make_certificate(folder: Path) -> Certificate:
    """Write a self-signed certificate and its key into `folder`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    made = Certificate(file=folder / "certificate.pem", key=folder / "key.pem")
    made.file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    made.key.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return made


@contextmanager
def mail_server(
    security: Literal["none", "starttls", "tls"] = "none", certificate: Certificate | None = None
) -> Iterator[Server]:
    """Run a server until the block ends; with `security` it takes mail on an encrypted line only."""
    handler = Server()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        handler.port = probe.getsockname()[1]
    context = certificate.context() if certificate else None
    controller = Controller(
        handler,
        hostname="127.0.0.1",
        port=handler.port,
        ssl_context=context if security == "tls" else None,
        tls_context=context if security == "starttls" else None,
        require_starttls=security == "starttls",
        authenticator=login,
        auth_require_tls=security == "starttls",
        auth_required=False,
    )
    controller.start()
    yield handler
    controller.stop()
