"""Obey robots.txt and Retry-After: what a site says about being visited, and how often."""

import asyncio
import datetime as dt
import logging
import time
from email.utils import parsedate_to_datetime
from typing import Any

from scrapy import Request
from scrapy.core.downloader import Downloader
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from scrapy.settings import BaseSettings

from scrapers.crawl.diagnosis import NotAskedError, OutOfTimeError, class_of
from scrapers.health import FailureClass

LONGEST_WAIT = 120.0
PLEASE_WAIT = frozenset({429, 503})


class ForbiddenError(NotAskedError):
    """robots.txt says no."""

    failure = FailureClass.FORBIDDEN


class RobotsDownError(NotAskedError):
    """robots.txt says nothing that may be taken for a yes."""

    failure = FailureClass.ROBOTS_DOWN


class RobotsSilentError(NotAskedError):
    """The host did not answer at all when asked for robots.txt."""

    def __init__(self, words: str, cause: Exception) -> None:
        super().__init__(words)
        self.failure = class_of(cause)


class _Silent:
    """Stands for rules that could not be had."""

    def __init__(self, error: IgnoreRequest) -> None:
        self.error = error


class Robots(RobotsTxtMiddleware):
    """As Scrapy's, but no answer is a no (RFC 9309 section 2.3.1.4 for 5xx, taken for 429 too), and a pace is kept."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.seconds = crawler.settings.getfloat("JOBTIDE_SECONDS")
        # A host that does not answer is in the result of each of its boards; a traceback says nothing more.
        logging.getLogger(RobotsTxtMiddleware.__module__).setLevel(logging.CRITICAL)

    async def process_request(self, request: Request, spider: Any = None) -> None:
        """Raise a NotAskedError where the rules, or their absence, forbid the request or its pace."""
        paced_as = getattr(self.crawler.spider, "paced_as", None)
        if request.meta.get("dont_obey_robotstxt") and paced_as:
            # The hosts of one platform are the same machines, also when they are asked for their rules.
            request.meta.setdefault(Downloader.DOWNLOAD_SLOT, paced_as)
        await super().process_request(request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == 429:
            raise RobotsDownError(f"robots.txt of {netloc} answers {response.status}, which counts as no")
        # Any other refusal means that there are no rules (section 2.3.1.3).
        await super()._parse_robots(response if response.status < 400 else response.replace(body=b""), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        waiting = self._parsers[netloc]
        silent: Any = _Silent(
            exc if isinstance(exc, IgnoreRequest) else RobotsSilentError(f"robots.txt of {netloc}: {_words(exc)}", exc)
        )
        self._parsers[netloc] = silent
        waiting.callback(silent)  # type: ignore[union-attr]  # a Deferred until here

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise ForbiddenError where the rules forbid the address, OutOfTimeError where their pace is too slow."""
        if isinstance(rp, _Silent):
            raise rp.error
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            raise ForbiddenError(f"robots.txt forbids {request.url}") from error
        delay = delay_asked(rp, self._robotstxt_useragent or "") if rp else 0.0
        if delay > self.seconds:
            words = f"robots.txt asks for {delay:g} s between requests, a crawl may take {self.seconds:g} s"
            raise OutOfTimeError(f"{request.url} was not asked: {words}")
        if delay:
            _slow_down(_downloader(self.crawler), request, delay)


def delay_asked(rules: RobotParser, name: str) -> float:
    """Return the seconds between two requests that robots.txt asks `name` for; zero where it asks for nothing."""
    rate = rules.rp.request_rate(name) if isinstance(rules, ProtegoRobotParser) else None
    by_rate = rate.seconds / rate.requests if rate and rate.requests else 0.0
    return max(rules.crawl_delay(name) or 0.0, by_rate)


def _slow_down(downloader: Downloader, request: Request, delay: float) -> None:
    """Widen the pause of the request's slot; the settings outlive a slot, which Scrapy drops when it is idle."""
    key = downloader.get_slot_key(request)
    kept = downloader.per_slot_settings.setdefault(key, {"delay": downloader.settings.getfloat("DOWNLOAD_DELAY")})
    if delay <= kept["delay"]:
        return
    downloader.per_slot_settings[key] = {"delay": delay, "jitter": 0.0, "concurrency": 1}
    if (slot := downloader.slots.get(key)) is not None:
        slot.delay, slot.jitter, slot.concurrency = delay, 0.0, 1


class PoliteRetry(RetryMiddleware):
    """As Scrapy's, but the whole host rests as long as Retry-After asks; a longer rest than ours ends the attempt."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self.rests_until: dict[str, float] = {}
        self.ends = time.monotonic() + settings.getfloat("JOBTIDE_SECONDS")

    async def process_request(self, request: Request) -> None:
        """Wait until the host wants to be asked again."""
        while (wait := self.rests_until.get(self._host(request), 0.0) - time.monotonic()) > 0:
            await asyncio.sleep(wait)

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        """Note the rest asked for, then retry as usual."""
        rest = rest_asked(response, time.time()) if response.status in PLEASE_WAIT else None
        if rest is not None:
            until = time.monotonic() + rest
            if rest > LONGEST_WAIT or until > self.ends:
                return response
            host = self._host(request)
            self.rests_until[host] = max(self.rests_until.get(host, 0.0), until)
        return super().process_response(request, response)

    def _host(self, request: Request) -> str:
        return _downloader(self.crawler).get_slot_key(request)


def seconds_asked(value: str, now: float) -> float | None:
    """Return the seconds that a Retry-After header asks for, given as a number or as a date.

    >>> seconds_asked("17", 0.0), seconds_asked("Thu, 01 Jan 1970 00:01:00 GMT", 0.0), seconds_asked("soon", 0.0)
    (17.0, 60.0, None)
    """
    if value.strip().isdecimal():
        return float(value)
    moment = _moment(value)
    return None if moment is None else max(0.0, moment - now)


def rest_asked(response: Response, now: float) -> float | None:
    """Return the rest asked for; a date is measured against the server's own clock, which may differ from ours."""
    asked, date = response.headers.get("Retry-After"), response.headers.get("Date")
    there = _moment(date.decode("latin-1")) if date else None
    return seconds_asked(asked.decode("latin-1"), now if there is None else there) if asked else None


def _moment(value: str) -> float | None:
    try:
        moment = parsedate_to_datetime(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None


def _downloader(crawler: Crawler) -> Downloader:
    assert crawler.engine is not None  # noqa: S101 - Scrapy makes it before the first request
    return crawler.engine.downloader


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__
