"""Personio career sites.

Endpoint: GET https://{token}.jobs.personio.de/xml?language=en; a token with a dot is the whole host, such as
    acme.jobs.personio.com. The employer has to switch the feed on; an unknown token is a 404.
Paging: none, the whole board in one answer, without a total. Postings have no address in it: /job/{id} is theirs.
Dates: `createdAt`, ISO 8601. Pay: `salaryInformation` with `min`, `max`, `currencyCode` and `type`; few have it.
Limits: no key; 429 after a few quick visits is reported, also across employers. Terms: a documented public feed, which
    the employer switches on.
Source: https://developer.personio.de/docs/retrieving-open-job-positions
"""

from typing import Any

from lxml import etree

from scrapers.answer import Parsed, UnreadableError, list_records, load_json, read_records
from scrapers.crawl.hosts import site_of
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.fields import distinct, inside, joined, needed, objects, said, web_address
from scrapers.moments import day
from scrapers.pages.feed import feed_tree, own_name
from scrapers.pages.html import sections
from scrapers.pay import range_of
from scrapers.records import Board, RawPosting

DOMAIN = "jobs.personio.de"
LISTS = {"additionalOffices": "office", "jobDescriptions": "jobDescription"}
MARKS = frozenset({"jobDescriptions", "office", "recruitingCategory", "employmentType", "createdAt"})


class Spider(BoardSpider):
    """One request a board."""

    name = "personio"
    paced_as = DOMAIN

    def first(self, board: Board) -> Ask:
        """Ask for the whole board."""
        return Ask(url=f"{site_of(board.token, DOMAIN)}/xml?language=en")

    def read(self, page: Page) -> Parsed:
        """Read the one answer."""
        return read(page.body, page.board.token)


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a feed, or of a feed that a tool turned into JSON.

    >>> feed = "<workzag-jobs><position><id>7</id><name>Welder</name><office>Ulm</office></position></workzag-jobs>"
    >>> [(one.external_id, one.title, one.url, one.places_said) for one in read(feed, "acme").postings]
    [('7', 'Welder', 'https://acme.jobs.personio.de/job/7', ('Ulm',))]
    """
    start = payload.lstrip()[:1]
    records = _of_json(payload) if start in ("{", "[", b"{", b"[") else _of_feed(payload)
    return read_records(records, lambda position: _posting(position, token))


def _of_feed(payload: bytes | str) -> list[Any]:
    root = feed_tree(payload)
    positions = [_object(position) for position in root.iter("{*}position")]
    if not positions and own_name(root) != "workzag-jobs":
        raise UnreadableError("no workzag-jobs in it")
    return positions


def _of_json(payload: bytes | str) -> list[Any]:
    return list_records(load_json(payload), lambda one: "name" in one and not MARKS.isdisjoint(one), "position")


def _object(element: etree._Element) -> Any:
    """Return a leaf's text, or an object of the children; the known lists as arrays, however few they hold."""
    children = [(own_name(child), child) for child in element.iterchildren("*")]
    name = LISTS.get(own_name(element))
    if name is not None:
        return {name: [_object(child) for own, child in children if own == name]}
    if children:
        return {own: _object(child) for own, child in children}
    return "".join(element.itertext()).strip()


def _posting(position: Any, token: str) -> RawPosting:
    number = needed(inside(position, "id"), "id")
    return RawPosting(
        platform="personio",
        token=token,
        external_id=number,
        url=web_address(position.get("url")) or (f"{site_of(token, DOMAIN)}/job/{number}" if token else None),
        title=needed(position.get("name"), "name"),
        employer=said(position.get("subcompany")),
        places_said=distinct(
            said(position.get("office")), *map(said, _several(position, "additionalOffices", "office"))
        ),
        html=_body(position),
        posted_on=day(position.get("createdAt")),
        employment_said=joined(position.get("employmentType"), position.get("schedule")),
        department=said(position.get("department")),
        pay_said=range_of(position.get("salaryInformation"), "min", "max", "currencyCode", "type"),
        raw=position,
    )


def _several(position: dict[str, Any], *path: str) -> list[Any]:
    found = inside(position, *path)
    return found if isinstance(found, list) else [found]


def _body(position: dict[str, Any]) -> str:
    blocks = objects(_several(position, "jobDescriptions", "jobDescription"))
    return sections(*((block.get("name"), block.get("value")) for block in blocks), (None, position.get("description")))
