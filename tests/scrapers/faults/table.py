"""What a server may do wrong, one entry a fault: what it answers, and what the crawl has to say about that."""

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scrapers.health import FailureClass as Class
from scrapers.records import CrawlState
from tests.scrapers.crawling import JSON, listing
from tests.scrapers.faults.sites import (
    DETAILS,
    FEED,
    FULL,
    HTML,
    LIST,
    PAGES,
    WEBSITE,
    XML,
    Site,
    ad_page,
    as_json,
    feed_of,
    page_of_ads,
    position,
    sitemap,
)
from tests.scrapers.server import Answer, Route

WHOLE = listing(FULL)
ZIPPED = gzip.compress(WHOLE.body)
GZIP = JSON | {"Content-Encoding": "gzip"}
OTHER_BOARD = "/v1/boards/tide/jobs?content=true&pay_transparency=true"
OTHERS = "*"
"""Stands for every address that has no answer of its own."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    failure: Class | None
    """What the crawl has to call it; none where the board was seen whole all the same."""
    state: CrawlState
    answers: Route | Mapping[str, Route | Callable[[str], Answer | None]]
    """In place of the board's own address, or path → answer."""
    says: str = ""
    """Words of the reason."""
    site: Site = LIST
    limits: Mapping[str, Any] = field(default_factory=dict)
    extra: int = 0
    """Postings that it brings beside the ten."""
    closes: frozenset[str] = frozenset()
    """Postings that its two days rightly close."""


def partial(failure: Class, answers: Any, says: str = "", **more: Any) -> Fault:
    return Fault(failure=failure, state=CrawlState.PARTIAL, answers=answers, says=says, **more)


def suspect(failure: Class, answers: Any, says: str = "", **more: Any) -> Fault:
    return Fault(failure=failure, state=CrawlState.SUSPECT, answers=answers, says=says, **more)


def blocked(failure: Class, answers: Any, says: str = "", **more: Any) -> Fault:
    return Fault(failure=failure, state=CrawlState.BLOCKED, answers=answers, says=says, **more)


def gone(failure: Class, answers: Any, says: str = "", **more: Any) -> Fault:
    return Fault(failure=failure, state=CrawlState.GONE, answers=answers, says=says, **more)


def harmless(answers: Any, **more: Any) -> Fault:
    return Fault(failure=None, state=CrawlState.COMPLETE, answers=answers, **more)


def to(place: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"Location": place})


def jobs(*changed: dict[str, Any], keep: int = 10) -> Answer:
    """Return the list with these fields in its first records."""
    records = json.loads(WHOLE.body)["jobs"][:keep]
    for record, change in zip(records, changed, strict=False):
        record |= change
    return as_json({"jobs": records, "meta": {"total": len(records)}})


def later_page(path: str) -> Answer | None:
    """Return twenty more, on whatever page."""
    if not path.startswith("/jobs/api/search?page="):
        return None
    page = int(path.removeprefix("/jobs/api/search?page=").partition("&")[0])
    return page_of_ads(range(page * 20, page * 20 + 20), 10**6)


def first_page_again(path: str) -> Answer | None:
    return page_of_ads(FULL, 200) if path.startswith("/jobs/api/") else None


PAGE_ONE = "/jobs/api/search?page=1&country=DE"
DETAIL = "/v1/companies/acme/postings/{}"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHING = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "lol">{LAUGHS}]>'
SECRET = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
SITE = "https://acme.example"
DEEP = "[" * 200_000
TEN_JOBS = WHOLE.body.removesuffix(b"}") + b', "padding": "'
FIFTY_MEGABYTES = TEN_JOBS + b" " * 50_000_000 + b'"}'
QUICK = {"answer_seconds": 0.8, "retries": 0}

FAULTS = {
    # The server refuses.
    "401": blocked(Class.BLOCKED, Answer(status=401), "answers 401"),
    "403": blocked(Class.BLOCKED, Answer(status=403), "answers 403"),
    "429 with Retry-After 0": blocked(Class.BLOCKED, Answer(status=429, headers={"Retry-After": "0"}), "answers 429"),
    "429 with Retry-After of an hour": blocked(Class.BLOCKED, Answer(status=429, headers={"Retry-After": "3600"})),
    "a login page after a redirect": blocked(
        Class.BLOCKED, {LIST.first: to("/users/sign_in"), "/users/sign_in": Answer(b"<form>", headers=HTML)}, "login"
    ),
    "404": gone(Class.NOT_FOUND, Answer(status=404), "answers 404"),
    "410": gone(Class.NOT_FOUND, Answer(status=410), "answers 410"),
    "a permanent redirect to another board": gone(Class.MOVED, to(OTHER_BOARD, 301), "moved for good to"),
    "a permanent redirect to another host": gone(Class.MOVED, to("https://parent.example/jobs", 308), "parent.example"),
    # robots.txt and reservations.
    "robots.txt forbids": blocked(
        Class.FORBIDDEN, {"/robots.txt": Answer(b"User-agent: *\nDisallow: /xml")}, "forbids", site=FEED
    ),
    "robots.txt answers 503": blocked(
        Class.ROBOTS_DOWN, {"/robots.txt": Answer(b"<p>oops", 503)}, "counts as no", site=FEED
    ),
    "robots.txt hangs": partial(Class.SLOW, {"/robots.txt": Answer(wait=3)}, "robots.txt", site=FEED, limits=QUICK),
    "robots.txt redirects on and on": partial(
        Class.ENDLESS, {"/robots.txt": to("/robots.txt")}, "on and on", site=FEED
    ),
    "robots.txt asks for a day between requests": partial(
        Class.SLOW, {"/robots.txt": Answer(b"User-agent: *\nCrawl-delay: 86400")}, "86400 s", site=FEED
    ),
    "robots.txt is a page": harmless({"/robots.txt": Answer(b"<html>Welcome", headers=HTML)}, site=FEED),
    "a header reserves text mining": blocked(
        Class.RESERVED, Answer(WHOLE.body, headers=JSON | {"TDM-Reservation": "1"}), "reserves text"
    ),
    "a page reserves text mining": blocked(
        Class.RESERVED, {"/jobs/3": ad_page(3, '<META content="1" NAME="tdm-reservation">')}, "jobs/3", site=WEBSITE
    ),
    "the site's file reserves text mining": blocked(
        Class.RESERVED,
        {"/.well-known/tdmrep.json": as_json([{"location": "/jobs/*", "tdm-reservation": 1}])},
        "tdmrep.json reserves",
        site=WEBSITE,
    ),
    # The server is ill.
    "500": partial(Class.SERVER_ERROR, Answer(b"oops", 500), "answers 500"),
    "503 with a long Retry-After": partial(
        Class.SERVER_ERROR, Answer(status=503, headers={"Retry-After": "Wed, 01 Jan 2098 00:00:00 GMT"}), "503"
    ),
    "304 without being asked": partial(Class.UNEXPECTED, Answer(status=304), "304"),
    "418": partial(Class.UNEXPECTED, Answer(status=418), "418"),
    "a hang": partial(Class.SLOW, Answer(wait=3), "longer than 0.8 seconds", limits=QUICK),
    "a slow drip of bytes": partial(Class.SLOW, Answer(WHOLE.body, headers=JSON, drip=0.05), limits=QUICK),
    "no answer at all": partial(Class.UNREACHABLE, Answer(raw=b"")),
    "no HTTP": partial(Class.UNREACHABLE, Answer(raw=b"\x00\x01\x02 SSH-2.0\r\n\r\n")),
    "a redirect to itself": partial(Class.ENDLESS, to(LIST.first), "on and on"),
    "a redirect to a cloud's secrets": suspect(
        Class.REFUSED, to("http://169.254.169.254/latest/meta-data/"), "169.254.169.254 is not public"
    ),
    "a redirect to loopback in IPv6": suspect(Class.REFUSED, to("http://[::ffff:127.0.0.1]/"), "127.0.0.1"),
    "a redirect to a port inside": suspect(Class.REFUSED, to("http://127.0.0.1:1/"), "usual port"),
    "a redirect to a file": partial(Class.UNEXPECTED, to("file:///etc/passwd"), "302"),
    "a page that refreshes to a cloud's secrets": suspect(
        Class.REFUSED,
        {"/jobs/3": Answer(b'<meta http-equiv="refresh" content="0; url=http://169.254.169.254/">', headers=HTML)},
        site=WEBSITE,
    ),
    # The answer is damaged.
    "a connection that breaks in the body": partial(Class.CUT_OFF, Answer(WHOLE.body, headers=JSON, cut_at=200)),
    "a Content-Length too long": partial(Class.CUT_OFF, Answer(WHOLE.body, headers=JSON, length=len(WHOLE.body) + 9)),
    "a Content-Length too short": partial(Class.CUT_OFF, Answer(WHOLE.body, headers=JSON, cut_at=300, length=300)),
    "gzip cut in the middle": partial(Class.CUT_OFF, Answer(ZIPPED[:-40], headers=GZIP), "was cut off"),
    "gzip of which the checksum is wrong": partial(
        Class.CUT_OFF, Answer(ZIPPED[:-8] + bytes(4) + ZIPPED[-4:], headers=GZIP), "was cut off"
    ),
    "gzip that is none": partial(Class.CUT_OFF, Answer(WHOLE.body, headers=GZIP), "no gzip"),
    "JSON cut in the middle": partial(Class.CUT_OFF, Answer(WHOLE.body[:300], headers=JSON), "ends in the middle"),
    "a feed cut in the middle": partial(
        Class.CUT_OFF, Answer(feed_of(position(1)).body[:-20], headers=XML), "the XML ends before", site=FEED
    ),
    "a sitemap cut in the middle": partial(
        Class.CUT_OFF, Answer(sitemap(SITE).body[:-200], headers=XML), "the sitemap ends", site=WEBSITE
    ),
    "a bomb": partial(
        Class.TOO_LARGE,
        Answer(gzip.compress(b" " * 3_000_000), headers=GZIP),
        "more than the limit",
        limits={"answer_bytes": 1_000_000},
    ),
    "50 MB of JSON": partial(Class.TOO_LARGE, Answer(FIFTY_MEGABYTES, headers=JSON)),
    "50 MB of JSON that do not say so": partial(Class.TOO_LARGE, Answer(FIFTY_MEGABYTES, headers=JSON, length=-1)),
    "deep JSON": suspect(Class.SCHEMA_CHANGED, Answer(DEEP.encode(), headers=JSON), "nested too deeply"),
    "deep JSON in a page": partial(
        Class.UNREAD,
        {"/jobs/3": Answer(f'<script type="application/ld+json">"JobPosting" {DEEP}</script>'.encode(), headers=HTML)},
        site=WEBSITE,
    ),
    "a charset that is not the one it names": suspect(
        Class.SCHEMA_CHANGED,
        Answer('{"jobs": [{"id": 1, "title": "Schweißer"}]}'.encode("latin-1"), headers=JSON),
        "UTF-8",
    ),
    # The answer is another one.
    "a page instead of JSON": suspect(Class.SCHEMA_CHANGED, Answer(b"<html>We'll be back", headers=HTML), "no JSON"),
    "a page instead of a feed": suspect(
        Class.SCHEMA_CHANGED, Answer(b"<html>We'll be back", headers=HTML), "no XML", site=FEED
    ),
    "an empty body": suspect(Class.SCHEMA_CHANGED, Answer(headers=JSON), "no JSON"),
    "204": suspect(Class.SCHEMA_CHANGED, Answer(status=204), "no JSON"),
    "200 with an error": suspect(
        Class.SCHEMA_CHANGED, as_json({"error": "slow down", "status": 429}), "no list of jobs"
    ),
    "another schema": suspect(Class.SCHEMA_CHANGED, as_json({"openings": [{"ref": 1}]}), "no list of jobs"),
    "a renamed field": suspect(
        Class.SCHEMA_CHANGED,
        as_json({"jobs": [{"id": n, "heading": "Welder"} for n in FULL]}),
        "10 of 10 records unread",
    ),
    "half of the records broken": partial(Class.UNREAD, jobs(*[{"title": None}] * 5), "5 of 10 records unread"),
    "no postings": suspect(Class.EMPTY, listing([]), "0 instead of 10"),
    "a site of empty pages": suspect(
        Class.EMPTY,
        {f"/jobs/{number}": Answer(b"<html><body>We'll be back", headers=HTML) for number in FULL},
        site=WEBSITE,
    ),
    "less than half of the postings": suspect(Class.DROPPED, listing(range(1, 5)), "4 instead of 10"),
    "one posting ten times": suspect(Class.DROPPED, jobs(*[{"id": 1}] * 10), "1 instead of 10"),
    "fewer than it says": partial(Class.SHORT, listing(FULL, total=37), "listed 10 of 37"),
    "an expanding entity": suspect(
        Class.SCHEMA_CHANGED,
        feed_of("".join([position(1, "&l9;"), *map(position, FULL[1:])]), LAUGHING),
        "entities that fetch or expand",
        site=FEED,
    ),
    "an entity that reads a file": suspect(
        Class.SCHEMA_CHANGED,
        feed_of("".join([position(1, "&secret;"), *map(position, FULL[1:])]), SECRET),
        "entities that fetch or expand",
        site=FEED,
    ),
    "an entity in a sitemap": suspect(
        Class.SCHEMA_CHANGED,
        {"/sitemap.xml": Answer(SECRET.encode() + sitemap(SITE).body, headers=XML)},
        "entities that fetch or expand",
        site=WEBSITE,
    ),
    # Pages.
    "pages without end": partial(
        Class.ENDLESS,
        {PAGE_ONE: later_page(PAGE_ONE), OTHERS: later_page},
        "more than 6 pages",
        site=PAGES,
        limits={"pages": 6},
        extra=20 * 6,
    ),
    "the same page again and again": partial(
        Class.ENDLESS, {PAGE_ONE: page_of_ads(FULL, 200), OTHERS: first_page_again}, "nothing new", site=PAGES
    ),
    # Details.
    "500 for one detail": partial(Class.SERVER_ERROR, {DETAIL.format(3): Answer(status=500)}, "/3 ", site=DETAILS),
    "403 for every detail": blocked(
        Class.BLOCKED, {DETAIL.format(n): Answer(status=403) for n in FULL}, "and 9 more", site=DETAILS
    ),
    "a page instead of a detail": suspect(
        Class.SCHEMA_CHANGED, {DETAIL.format(3): Answer(b"<html>", headers=HTML)}, "no JSON", site=DETAILS
    ),
    "a detail of nothing": suspect(Class.SCHEMA_CHANGED, {DETAIL.format(3): as_json({})}, site=DETAILS),
    "404 for one detail": harmless({DETAIL.format(3): Answer(status=404)}, site=DETAILS, closes=frozenset("3")),
    "410 for one page": harmless({"/jobs/3": Answer(status=410)}, site=WEBSITE, closes=frozenset({f"{SITE}/jobs/3"})),
    # Strange, but no reason to doubt the rest.
    "the same posting twice": harmless(listing([*FULL, 3])),
    "NUL in a title": harmless(jobs({"title": "Wel\x00der 1"})),
    "half a surrogate pair in a title": harmless(
        Answer(WHOLE.body.replace(b"Welder 10", b"Welder \\ud83d 10"), headers=JSON)
    ),
    "dates that are none": harmless(jobs({"first_published": "2026-13-45"}, {"first_published": [1]})),
    "dates in the future and long ago": harmless(
        jobs({"first_published": "2099-01-01T00:00:00Z"}, {"first_published": "0001-01-01T00:00:00Z"})
    ),
    "negative pay": harmless(
        jobs({"pay_input_ranges": [{"min_cents": -5000000, "max_cents": -1, "currency_type": "USD"}]})
    ),
    "a script in a title": harmless(jobs({"title": "<script>alert(1)</script>"})),
    "an address that runs a script": harmless(jobs({"absolute_url": "javascript:alert(1)"})),
    "a server's clock ten years behind": harmless(
        Answer(WHOLE.body, headers=JSON | {"Date": "Fri, 01 Jan 2016 00:00:00 GMT"})
    ),
}
