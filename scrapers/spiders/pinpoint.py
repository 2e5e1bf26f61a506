"""Pinpoint careers sites.

Endpoint: GET https://{token}.pinpointhq.com/postings.json; a token with a dot is the site's own domain.
Paging: none, the whole board in one answer, without a total.
Dates: `deadline_at`, ISO 8601; the day of publication is not given.
Pay: `compensation_minimum`, `_maximum`, `_currency`, `_frequency`, unless `compensation_visible` is false.
    Not every posting has a `url`; `path` is then taken from the site. The employer is not named.
Limits: meant for showing one's postings on one's own site, no key; no rate is named. Terms: none for visitors known;
    robots.txt decides. Source: known from answers; https://developers.pinpointhq.com for the keyed API.
"""

from typing import Any
from urllib.parse import urljoin

from scrapers.answer import Parsed, list_records, load_json, read_records
from scrapers.crawl.hosts import site_of
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.fields import distinct, inside, joined, needed, said, web_address
from scrapers.moments import day
from scrapers.pages.html import sections
from scrapers.pay import pay_in_words, range_of
from scrapers.records import Board, PaySaid, RawPosting

MARKS = frozenset({"path", "url", "workplace_type", "employment_type", "compensation_visible", "key_responsibilities"})
SECTIONS = ("description", "key_responsibilities", "skills_knowledge_expertise", "benefits")
BOUNDS = ("compensation_minimum", "compensation_maximum", "compensation_currency", "compensation_frequency")


class Spider(BoardSpider):
    """One request a board."""

    name = "pinpoint"
    paced_as = "pinpointhq.com"

    def first(self, board: Board) -> Ask:
        """Ask for the whole board."""
        return Ask(url=f"{site_of(board.token, self.paced_as)}/postings.json")

    def read(self, page: Page) -> Parsed:
        """Read the one answer."""
        return read(page.body, page.board.token)


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a board.

    >>> body = '{"data": [{"id": "7", "title": "Welder", "path": "/postings/7", "location": {"name": "Jersey"}}]}'
    >>> [(one.external_id, one.url, one.places_said) for one in read(body, "acme").postings]
    [('7', 'https://acme.pinpointhq.com/postings/7', ('Jersey',))]
    """
    records = list_records(load_json(payload), _is_posting, "data")
    addresses = (said(inside(record, "url")) for record in records)
    site = site_of(token, "pinpointhq.com") if token else next(filter(None, addresses), "")
    return read_records(records, lambda posting: _posting(posting, token, site))


def _is_posting(record: dict[str, Any]) -> bool:
    return "title" in record and "id" in record and not MARKS.isdisjoint(record)


def _posting(posting: Any, token: str, site: str) -> RawPosting:
    number = needed(inside(posting, "id"), "id")
    path = web_address(posting.get("path"))
    department = inside(posting, "job", "department", "name") or inside(posting, "department", "name")
    return RawPosting(
        platform="pinpoint",
        token=token,
        external_id=number,
        url=web_address(posting.get("url")) or (urljoin(site, path) if site and path else None),
        title=needed(posting.get("title"), "title"),
        places_said=distinct(_place(posting.get("location"))),
        html=_body(posting),
        posted_on=day(posting.get("first_published_at")),
        valid_through=day(posting.get("deadline_at")),
        employment_said=said(posting.get("employment_type_text")) or said(posting.get("employment_type")),
        department=said(department),
        remote_said=said(posting.get("workplace_type_text")) or said(posting.get("workplace_type")),
        pay_said=_pay(posting),
        requisition_id=said(inside(posting, "job", "requisition_id")),
        raw=posting,
    )


def _place(location: Any) -> str | None:
    name, city, region = (said(inside(location, part)) for part in ("name", "city", "province"))
    return joined(name, city, region) if name and city and city not in name else name or joined(city, region)


def _body(posting: dict[str, Any]) -> str:
    return sections(*((posting.get(f"{name}_header"), posting.get(name)) for name in SECTIONS))


def _pay(posting: dict[str, Any]) -> tuple[PaySaid, ...]:
    if posting.get("compensation_visible") is False:
        return ()
    words = said(posting.get("compensation"))
    return range_of(posting, *BOUNDS, said=words) or pay_in_words(words)
