"""Follow redirects, but not away from the board: what answers there is not what the operator named."""

import re
from typing import Any
from urllib.parse import quote, urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from scrapers.crawl.diagnosis import NotAskedError
from scrapers.crawl.visit import Visit
from scrapers.health import FailureClass

FOR_GOOD = frozenset({301, 308})
LOGIN = re.compile(r"(?:^|[./])(?:log[-_]?in|sign[-_]?in|sso)(?:$|[./])", re.IGNORECASE)


class MovedError(NotAskedError):
    """The board has another address now."""

    failure = FailureClass.MOVED


class LoginError(NotAskedError):
    """The board is not public any more."""

    failure = FailureClass.BLOCKED


class EndlessError(NotAskedError):
    """Redirects that lead nowhere."""

    failure = FailureClass.ENDLESS


class Redirects(RedirectMiddleware):
    """As Scrapy's, but a board that moved for good, or that asks for a login, is not followed."""

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        """Return the next request; raise MovedError, LoginError or EndlessError instead."""
        try:
            following = super().process_response(request, response)
        except IgnoreRequest as error:
            raise EndlessError(f"{request.url} redirects on and on") from error
        visit: Visit | None = request.meta.get("visit")
        if isinstance(following, Request) and visit is not None:
            if LOGIN.search(following.url.partition("?")[0].partition("://")[2]):
                raise LoginError(f"{request.url} asks for a login at {following.url}")
            is_board = request.meta.get("is_first") and response.status in FOR_GOOD
            if is_board and is_elsewhere(request.url, following.url, visit.board.token):
                raise MovedError(f"{request.url} moved for good to {following.url}; name that in the panel")
        return following


def is_elsewhere(asked: str, answered: str, token: str) -> bool:
    """Tell whether an address is of another host, or of another board on the same one.

    >>> is_elsewhere("http://acme.example/jobs", "https://www.acme.example/careers", "http://acme.example/jobs")
    False
    >>> is_elsewhere("https://api.example/acme/jobs", "https://api.example/tide/jobs", "acme")
    True
    """
    if _host(asked) != _host(answered):
        return True
    names = {token.lower(), quote(token, safe="").lower()}
    was_named = any(name in asked.lower() for name in names) and "://" not in token
    return was_named and not any(name in answered.lower() for name in names)


def _host(url: str) -> str:
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}:{parts.port}" if parts.port not in (None, 80, 443) else host
