"""Respect a reservation of text and data mining: the protocol that W3C's community group TDMRep settled on.

It is said in a header, in a page, or for a whole site in a file. Headers and pages count wherever they come from. The
file is asked for only where a platform's pages are a site's own (`BoardSpider.is_website`): a documented API for
reading postings is an offer to read them, and a file on its host speaks of the vendor's own pages.
Source: https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/
"""

import asyncio
import json
import re
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import JsonResponse, Response, TextResponse
from scrapy.http.request import NO_CALLBACK

from scrapers.crawl.diagnosis import NOT_HAD, NotAskedError
from scrapers.health import FailureClass

FILE = "/.well-known/tdmrep.json"
SIGN = b"tdm-reservation"
META = re.compile(rb"<meta\b[^>]*>", re.IGNORECASE)
NAME = re.compile(rb"""name\s*=\s*["']?tdm-reservation["'\s/>]""", re.IGNORECASE)
RESERVED = re.compile(rb"""content\s*=\s*["']?\s*1\s*["'\s/>]""", re.IGNORECASE)
ONCE = {"dont_obey_robotstxt": True, "dont_retry": True}


class ReservedError(NotAskedError):
    """The site does not want its text mined."""

    failure = FailureClass.RESERVED


class Reservation:
    """Downloader middleware: nothing of a reserved answer is kept."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.rules: dict[str, asyncio.Task[list[Any]]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Keep the crawler: it asks for the file."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise ReservedError for an address that the file of a website reserves."""
        if not getattr(self.crawler.spider, "is_website", False) or "dont_obey_robotstxt" in request.meta:
            return
        parts = urlsplit(request.url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self.rules:
            self.rules[site] = asyncio.ensure_future(self._ask(site + FILE))
        if is_reserved(await self.rules[site], parts.path or "/"):
            raise ReservedError(f"{site}{FILE} reserves text and data mining for {parts.path or '/'}")

    def process_response(self, request: Request, response: Response) -> Response:
        """Raise ReservedError for an answer that says so itself."""
        if "dont_obey_robotstxt" in request.meta:  # the site's rules, of which nothing is kept
            return response
        is_page = isinstance(response, TextResponse) and not isinstance(response, JsonResponse)
        if says_reserved(response) or (is_page and page_is_reserved(response.body)):
            raise ReservedError(f"{response.url} reserves text and data mining")
        return response

    async def _ask(self, url: str) -> list[Any]:
        assert self.crawler.engine is not None  # noqa: S101 - Scrapy makes it before the first request
        request = Request(url, callback=NO_CALLBACK, meta=dict(ONCE), priority=1000)
        try:
            response = await self.crawler.engine.download_async(request)
            rules = json.loads(response.body) if response.status == 200 else []
        except (*NOT_HAD, ValueError, RecursionError):  # a file that cannot be had, or read, reserves nothing
            return []
        return rules if isinstance(rules, list) else []


def says_reserved(response: Response) -> bool:
    """Tell whether the header reserves the answer."""
    return (response.headers.get("tdm-reservation") or b"").strip() == b"1"


def page_is_reserved(body: bytes) -> bool:
    """Tell whether a page's own head reserves it.

    >>> page_is_reserved(b'<meta name="tdm-reservation" content="1">')
    True
    >>> page_is_reserved(b'<meta content=0 name="TDM-Reservation">')
    False
    """
    if SIGN not in body and SIGN not in body.lower():
        return False
    return any(NAME.search(tag) and RESERVED.search(tag) for tag in META.findall(body))


def is_reserved(rules: list[Any], path: str) -> bool:
    """Tell whether a file's rules reserve a path; of several that match the first counts.

    >>> rules = [{"location": "/jobs/*.json$", "tdm-reservation": 0}, {"location": "/jobs", "tdm-reservation": 1}]
    >>> is_reserved(rules, "/jobs/7"), is_reserved(rules, "/jobs/7.json"), is_reserved(rules, "/")
    (True, False, False)
    """
    for rule in rules:
        location = rule.get("location") if isinstance(rule, dict) else None
        if isinstance(location, str) and _pattern(location).match(unquote(path)):
            return rule.get("tdm-reservation") in (1, "1")
    return False


def _pattern(location: str) -> re.Pattern[str]:
    """Return the pattern in the form of robots.txt: `*` for anything, `$` for the end."""
    body, end = (location[:-1], r"\Z") if location.endswith("$") else (location, "")
    # Several stars in a row mean one; as several they would be slow to try.
    return re.compile(".*".join(map(re.escape, re.split(r"\*+", unquote(body)))) + end)
