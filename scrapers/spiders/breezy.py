"""Breezy HR career sites.

Endpoint: GET https://{token}.breezy.hr/json?verbose=true; `verbose` adds the bodies. A token with a dot is the site's
    own domain; an unknown one is sent on to the maker's own pages.
Paging: none, an array of the whole board, without a total.
Dates: `published_date`, ISO 8601. Pay: `salary`, words such as "$25 – $27 / hour".
Limits: public, not documented, no key; visitors that are no browser are said to be refused at times. Terms: none for
    visitors known; robots.txt decides. Source: known from answers.
"""

from typing import Any

from scrapers.answer import Parsed, list_records, load_json, read_records
from scrapers.crawl.hosts import site_of
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.fields import distinct, inside, joined, label, needed, objects, said, web_address
from scrapers.moments import day, moment
from scrapers.pay import pay_in_words
from scrapers.records import Board, RawPosting

MARKS = frozenset({"url", "friendly_id", "published_date", "creation_date"})


class Spider(BoardSpider):
    """One request a board."""

    name = "breezy"
    paced_as = "breezy.hr"

    def first(self, board: Board) -> Ask:
        """Ask for the whole board."""
        return Ask(url=f"{site_of(board.token, self.paced_as)}/json?verbose=true")

    def read(self, page: Page) -> Parsed:
        """Read the one answer."""
        return read(page.body, page.board.token)


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a board.

    >>> body = '[{"id": "7f", "name": "Welder", "url": "https://acme.breezy.hr/p/7f", "location": {"name": "Ulm, DE"}}]'
    >>> [(one.external_id, one.title, one.places_said) for one in read(body).postings]
    [('7f', 'Welder', ('Ulm, DE',))]
    """
    records = list_records(load_json(payload), _is_posting, "positions", "jobs")
    return read_records(records, lambda position: _posting(position, token))


def _is_posting(record: dict[str, Any]) -> bool:
    return "name" in record and ("id" in record or "_id" in record) and not MARKS.isdisjoint(record)


def _posting(position: Any, token: str) -> RawPosting:
    places = objects(inside(position, "locations")) or objects([inside(position, "location")])
    return RawPosting(
        platform="breezy",
        token=token,
        external_id=needed(inside(position, "id") or inside(position, "_id"), "id"),
        url=web_address(position.get("url")),
        title=needed(position.get("name"), "name"),
        employer=label(position.get("company")),
        places_said=distinct(*map(_place, places)),
        html=said(position.get("description")) or "",
        posted_on=day(position.get("published_date")) or day(position.get("creation_date")),
        updated_at=moment(position.get("updated_date")),
        employment_said=label(position.get("type")),
        department=label(position.get("department")),
        remote_said="remote" if any(place.get("is_remote") is True for place in places) else None,
        pay_said=pay_in_words(position.get("salary")),
        raw=position,
    )


def _place(place: dict[str, Any]) -> str | None:
    return said(place.get("name")) or joined(place.get("city"), place.get("state"), place.get("country"))
