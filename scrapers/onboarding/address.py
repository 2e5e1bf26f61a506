"""Tell the board from an address alone."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from scrapers.onboarding.forms import NAME, Form, known_forms
from scrapers.records import BoardKind

SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
WEB_PORTS = (None, 80, 443)
LONGEST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A board that an address or a page leads to."""

    platform: str
    """Name of the module that reads it."""
    token: str
    """As that module's spider takes it."""
    kind: BoardKind = BoardKind.EMPLOYER
    """Who advertises there."""
    said: str
    """The address or the words that it was told by."""

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from other boards; capitals only count where the platform counts them."""
        return same_board(self.platform, self.token)


def same_board(platform: str, token: str) -> tuple[str, str]:
    """Return what two ways of writing one board have in common.

    >>> same_board("ashby", "Acme") == same_board("ashby", "acme"), same_board("lever", "Acme")
    (True, ('lever', 'Acme'))
    """
    return platform, token if platform in known_forms().case_matters else token.casefold()


def board_at(address: str) -> Found | None:
    """Return the board that an address belongs to, None where the address does not tell.

    >>> found = board_at("HTTP://www.Jobs.EU.Lever.co/Acme/0a1b?lever-source=x")
    >>> found.platform, found.token
    ('lever', 'eu/Acme')
    >>> board_at("https://boards.greenhouse.io.example/acme") is None
    True
    """
    parts = _split(address)
    if parts is None:
        return None
    place, query = parts
    known = known_forms()
    for form in known.forms:
        pieces = _pieces(form, place, query)
        if pieces is None or pieces.get(NAME, "").casefold() in form.never:
            continue
        token = form.token.format_map({name: value or "" for name, value in pieces.items()})
        return Found(platform=form.platform, token=token, kind=known.kinds[form.platform], said=address)
    return None


def hinted_platform(address: str) -> str | None:
    """Return the platform whose scripts wrote a parameter of the address, though the address is the employer's own.

    >>> hinted_platform("https://acme.example/careers?gh_jid=4001")
    'greenhouse'
    """
    parts = _split(address)
    hints = known_forms().hints
    return next((hints[name] for name in parts[1] if name in hints), None) if parts else None


def host_of(address: str) -> str:
    """Return the host in small letters, without `www.`; empty where there is none."""
    parts = _split(address)
    return parts[0].partition("/")[0] if parts else ""


def web_address(text: str) -> str:
    """Return an address as a browser would complete it.

    >>> web_address(" acme.example/careers "), web_address("//acme.example")
    ('https://acme.example/careers', 'https://acme.example')
    """
    text = text.strip()
    if text.startswith("//"):
        return f"https:{text}"
    return text if "://" in text or (SCHEME.match(text) and not _is_host(text)) else f"https://{text}"


def _is_host(text: str) -> bool:
    """Tell `acme.example:443/jobs`, a host with its port, from `mailto:jobs@acme.example`."""
    host, _, port = text.partition("/")[0].rpartition(":")
    return "." in host and port.isdecimal()


def _split(address: str) -> tuple[str, dict[str, str]] | None:
    """Return `host/path` without whatever says nothing, and the parameters by their name in small letters."""
    try:
        parts = urlsplit(web_address(address)[:LONGEST])
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "." not in host or port not in WEB_PORTS:
        return None
    path = [unquote(part).replace("/", " ").strip() for part in parts.path.split("/")]
    place = "/".join([host.removeprefix("www."), *(part for part in path if part not in ("", ".", ".."))])
    if not place.isprintable():
        return None
    return place, {name.lower(): value.strip() for name, value in parse_qsl(parts.query)}


def _pieces(form: Form, place: str, query: dict[str, str]) -> dict[str, str] | None:
    match = form.place.match(place)
    if match is None:
        return None
    pieces = match.groupdict()
    for name, shape in form.query.items():
        value = shape.fullmatch(query.get(name, ""))
        if value is None:
            return None
        pieces |= value.groupdict()
    return pieces
