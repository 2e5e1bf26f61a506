"""The forms of address that `addresses.toml` lists, made ready to be compared with."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from scrapers.records import BoardKind
from scrapers.store.errors import JobtideError

FILE = Path(__file__).parent / "addresses.toml"
NAME = "name"
TOKEN = "{name}"  # noqa: S105 - no password
LABEL = r"[a-z0-9](?:[\w-]*[a-z0-9])?"
PART = r"[^/]+"
PIECE = re.compile(r"\{(\w+)(\?)?\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One way in which addresses of a platform are written."""

    platform: str
    """Name of the platform's module."""
    place: re.Pattern[str]
    """Of the host and the beginning of the path; its named groups are the pieces."""
    query: Mapping[str, re.Pattern[str]]
    """Parameter, in small letters, → its value, whose named group is a piece."""
    token: str
    """What the pieces are put into."""
    never: frozenset[str]
    """Names, in small letters, that are the platform's own and no employer's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """All of `addresses.toml`."""

    forms: tuple[Form, ...]
    """In the order in which they are tried."""
    kinds: Mapping[str, BoardKind]
    """Platform → kind of its boards."""
    case_matters: frozenset[str]
    """Platforms on which tokens that differ in capitals are different boards."""
    hints: Mapping[str, str]
    """Parameter that a platform adds to the employer's own page → platform."""


@cache
def known_forms() -> Forms:
    """Return the forms that come with jobtide."""
    return read_forms(tomllib.loads(FILE.read_text(encoding="utf-8")), str(FILE))


def read_forms(values: Mapping[str, Any], place: str) -> Forms:
    """Return the forms of a decoded file; raise JobtideError for a form that is none, naming it and `place`."""
    shapes: dict[str, str] = values["shapes"]
    platforms: dict[str, dict[str, Any]] = values["platforms"]
    own = {part: frozenset(values["own"][part]) for part in ("hosts", "paths")}
    forms = [
        _form(platform, form, shapes, own[_where_named(form)] | set(one.get("never", ())), place)
        for platform, one in platforms.items()
        for form in one["forms"]
    ]
    return Forms(
        forms=tuple(forms),
        kinds={name: BoardKind(one.get("kind", BoardKind.EMPLOYER)) for name, one in platforms.items()},
        case_matters=frozenset(name for name, one in platforms.items() if one.get("case_matters")),
        hints=dict(values["hints"]),
    )


def _where_named(form: str) -> str:
    return "hosts" if TOKEN in form.partition("/")[0] else "paths"


def _form(platform: str, text: str, shapes: dict[str, str], never: frozenset[str], place: str) -> Form:
    address, _, token = text.partition(" -> ")
    where, _, query = address.partition("?") if "{locale?}" not in address else (address, "", "")
    host, *path = where.rstrip("/").split("/")
    try:
        form = Form(
            platform=platform,
            place=re.compile(_host(host, shapes) + "".join(_part(one, shapes) for one in path) + "(?=/|$)", re.I),
            query={key.lower(): re.compile(_pieces(value, PART, shapes)) for key, value in parse_qsl(query)},
            token=token or TOKEN,
            never=never,
        )
    except re.error as error:
        raise JobtideError(f"'{text}' cannot be read ({error})", place, "write it as the forms beside it") from error
    pieces = set(form.place.groupindex).union(*(one.groupindex for one in form.query.values()))
    missing = {name for name, _ in PIECE.findall(form.token)} - pieces
    if missing:
        raise JobtideError(f"'{text}' has no piece {{{missing.pop()}}}", place, "name it in the address too")
    return form


def _host(text: str, shapes: dict[str, str]) -> str:
    return _pieces(text, LABEL, shapes)


def _part(text: str, shapes: dict[str, str]) -> str:
    if text == "*":
        return f"/{PART}"
    part = f"/{_pieces(text, PART, shapes)}"
    return f"(?:{part})?" if text.endswith("?}") else part


def _pieces(text: str, otherwise: str, shapes: dict[str, str]) -> str:
    """Return literal text with its pieces as named groups; shapes keep their capitals.

    >>> _pieces("jobs.{name}.example", "[a-z]+", {})
    'jobs\\\\.(?P<name>[a-z]+)\\\\.example'
    """
    pattern, end = "", 0
    for piece in PIECE.finditer(text):
        shape = f"(?-i:{shapes[piece[1]]})" if piece[1] in shapes else otherwise
        pattern += f"{re.escape(text[end : piece.start()])}(?P<{piece[1]}>{shape})"
        end = piece.end()
    return pattern + re.escape(text[end:])
