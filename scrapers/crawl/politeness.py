"""Obey robots.txt and Retry-After: the two things that a site says about being visited."""

import asyncio
import logging
import time
from email.utils import parsedate_to_datetime
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.settings import BaseSettings

LONGEST_WAIT = 120.0
PLEASE_WAIT = frozenset({429, 503})


class ForbiddenError(IgnoreRequest):
    """robots.txt says no, or says nothing that may be taken for a yes."""


class RobotsDownError(IgnoreRequest):
    """The host did not answer at all when asked for robots.txt."""


class _Silent:
    """Stands for rules that could not be had."""

    def __init__(self, error: IgnoreRequest) -> None:
        self.error = error


class Robots(RobotsTxtMiddleware):
    """As Scrapy's, but no answer is a no: RFC 9309 section 2.3.1.4 for 5xx, taken for 429 too."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # A host that does not answer is in the result of each of its boards; a traceback says nothing more.
        logging.getLogger(RobotsTxtMiddleware.__module__).setLevel(logging.CRITICAL)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == 429:
            raise ForbiddenError(f"robots.txt of {netloc} answers {response.status}, which counts as no")
        # Any other refusal means that there are no rules (section 2.3.1.3).
        await super()._parse_robots(response if response.status < 400 else response.replace(body=b""), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        waiting = self._parsers[netloc]
        silent: Any = _Silent(
            exc if isinstance(exc, IgnoreRequest) else RobotsDownError(f"robots.txt of {netloc}: {_words(exc)}")
        )
        self._parsers[netloc] = silent
        waiting.callback(silent)  # type: ignore[union-attr]  # a Deferred until here

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise ForbiddenError where the rules forbid the address."""
        if isinstance(rp, _Silent):
            raise rp.error
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            raise ForbiddenError(f"robots.txt forbids {request.url}") from error


class PoliteRetry(RetryMiddleware):
    """As Scrapy's, but the whole host rests as long as Retry-After asks; a longer rest than ours ends the attempt."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self.rests_until: dict[str, float] = {}

    async def process_request(self, request: Request) -> None:
        """Wait until the host wants to be asked again."""
        while (wait := self.rests_until.get(self._host(request), 0.0) - time.monotonic()) > 0:
            await asyncio.sleep(wait)

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        """Note the rest asked for, then retry as usual."""
        asked = response.headers.get("Retry-After") if response.status in PLEASE_WAIT else None
        rest = seconds_asked(asked.decode("latin-1"), time.time()) if asked else None
        if rest is not None:
            if rest > LONGEST_WAIT:
                return response
            host = self._host(request)
            self.rests_until[host] = max(self.rests_until.get(host, 0.0), time.monotonic() + rest)
        return super().process_response(request, response)

    def _host(self, request: Request) -> str:
        engine = self.crawler.engine
        assert engine is not None  # noqa: S101 - Scrapy makes it before the first request
        return engine.downloader.get_slot_key(request)


def seconds_asked(value: str, now: float) -> float | None:
    """Return the seconds that a Retry-After header asks for, given as a number or as a date.

    >>> seconds_asked("17", 0.0), seconds_asked("Thu, 01 Jan 1970 00:01:00 GMT", 0.0), seconds_asked("soon", 0.0)
    (17.0, 60.0, None)
    """
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except (ValueError, TypeError):
        return None


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__
