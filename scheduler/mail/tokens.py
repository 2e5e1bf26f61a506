"""Signed tokens by which a subscriber confirms or leaves; nothing of them is stored."""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Literal

from pydantic import SecretStr

Purpose = Literal["confirm", "leave"]
LETTERS: dict[str, Purpose] = {"c": "confirm", "u": "leave"}
SIGNED_BYTES = 16
SHAPE = re.compile(r"([cu])([1-9]\d{0,17})-([A-Za-z0-9_-]{22})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a token says, before its signature is checked."""

    purpose: Purpose
    subscriber: int
    signature: str


def sign(secret: SecretStr, purpose: Purpose, subscriber: int, about: str) -> str:
    """Return the token of a subscriber; `about` is what it must still be true of, such as the address.

    >>> sign(SecretStr("sixteen letters!"), "leave", 12, "ann@example.com")
    'u12-HSwWnyk5fAV6Vq6JcZ3wyg'
    """
    letter = next(letter for letter, name in LETTERS.items() if name == purpose)
    said = f"{letter}{subscriber}"
    key = secret.get_secret_value().encode()
    digest = hmac.digest(key, f"{said} {about}".encode(), hashlib.sha256)[:SIGNED_BYTES]
    return f"{said}-{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def read(text: str) -> Token | None:
    """Return what a token says; None where it has not even the shape of one."""
    match = SHAPE.fullmatch(text.strip())
    return Token(purpose=LETTERS[match[1]], subscriber=int(match[2]), signature=match[3]) if match else None


def is_genuine(secret: SecretStr, token: Token, about: str) -> bool:
    """Whether we signed the token about this."""
    expected = sign(secret, token.purpose, token.subscriber, about).partition("-")[2]
    return hmac.compare_digest(expected, token.signature)
