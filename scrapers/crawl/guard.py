"""Keep a crawl away from the operator's own machines.

Two nets, because each alone has a hole: the middleware sees addresses written as literals (also after a
redirect), the resolver sees the very address that a name is about to be connected to, so that a name which
answers differently the second time gains nothing. Origins that the operator named as overrides are trusted.
"""

import ipaddress
import socket
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

from scrapers.crawl.diagnosis import NotAskedError
from scrapers.health import FailureClass

INTERNAL_SUFFIXES = (".localhost", ".local", ".internal", ".lan", ".home.arpa")
WEB_PORTS = frozenset({80, 443})
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class RefusedError(NotAskedError):
    """The address is not one that a public board can have."""

    failure = FailureClass.REFUSED


def is_public(address: str) -> bool:
    """Tell whether an IP address is reachable from the open internet.

    >>> is_public("93.184.216.34"), is_public("169.254.169.254"), is_public("::ffff:10.0.0.1")
    (True, False, False)
    """
    parsed = ipaddress.ip_address(address)
    inner = parsed if isinstance(parsed, ipaddress.IPv4Address) else _carried(parsed) or parsed
    return inner.is_global and not inner.is_multicast


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that a gateway would take out of an IPv6 one: mapped, 6to4, or NAT64 (RFC 6052)."""
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def literal(host: str) -> str | None:
    """Return the IP address that a host name spells, in any form that the C library takes; None for a name.

    >>> literal("127.1"), literal("0x7f.3"), literal("2130706433"), literal("[::1]"), literal("acme.example")
    ('127.0.0.1', '127.0.0.3', '127.0.0.1', '::1', None)
    """
    bare = host.strip("[]").partition("%")[0]
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(bare))
    except OSError:
        return None


class PublicOnly:
    """Downloader middleware, first in the chain: redirects pass it again."""

    def __init__(self, trusted: frozenset[str], allow_private: bool) -> None:
        self.trusted = trusted
        self.allow_private = allow_private

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the settings that the runner makes from the crawl document."""
        settings = crawler.settings
        return cls(frozenset(settings.getlist("JOBTIDE_TRUSTED")), settings.getbool("JOBTIDE_ALLOW_PRIVATE"))

    def process_request(self, request: Request) -> None:
        """Raise RefusedError for an address that is not public."""
        parts = urlsplit(request.url)
        if self.allow_private or parts.netloc in self.trusted:
            return
        host = (parts.hostname or "").rstrip(".").lower()
        if parts.scheme not in ("http", "https") or (parts.port or 443) not in WEB_PORTS:
            raise RefusedError(f"refused {request.url}: neither http nor https on its usual port")
        address = literal(host)
        if address is not None and not is_public(address):
            raise RefusedError(f"refused {request.url}: {address} is not public")
        if address is None and ("." not in host or host.endswith(INTERNAL_SUFFIXES)):
            raise RefusedError(f"refused {request.url}: an internal name")

    def process_response(self, request: Request, response: Response) -> Response:
        """Refuse what came from inside all the same."""
        if self.allow_private or response.ip_address is None or urlsplit(request.url).netloc in self.trusted:
            return response
        if not is_public(str(response.ip_address)):
            raise RefusedError(f"refused {request.url}: it answered from {response.ip_address}")
        return response


class PublicResolver(CachingThreadedResolver):
    """Resolver that gives no internal address away; only the Twisted download handler asks it."""

    trusted: frozenset[str] = frozenset()
    allow_private = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        """Read the same settings as the middleware."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.trusted = frozenset(
            urlsplit(f"//{netloc}").hostname or "" for netloc in crawler.settings.getlist("JOBTIDE_TRUSTED")
        )
        resolver.allow_private = crawler.settings.getbool("JOBTIDE_ALLOW_PRIVATE")
        return resolver

    def getHostByName(self, name: str, timeout: Any = ()) -> Any:  # noqa: N802 - Twisted's name
        """Resolve `name`; fail with DNSLookupError when the answer is an internal address."""

        def check(address: str) -> str:
            if not self.allow_private and name not in self.trusted and not is_public(address):
                raise DNSLookupError(f"{name} is {address}, which is not public")
            return address

        return super().getHostByName(name, timeout).addCallback(check)
