"""Recruitee careers sites, now part of Tellent.

Endpoint: GET https://{token}.recruitee.com/api/offers/; a token with a dot is the site's own domain, which answers too.
Paging: none, every published posting in one answer, without a total.
Dates: `published_at`, `created_at`, `updated_at` and `close_at`, "2026-04-14 09:59:30 UTC".
Pay: `salary` with `min` and `max` as text, `period` and `currency`; all null where it is not shown. Some employers
    write thousands ("75.00" a year): kept as given.
Limits: no rate is named. Terms: a documented API "to show company's jobs" that "does not require authorization".
Source: https://career.recruitee.com/docs/index.html, https://docs.recruitee.com
"""

from typing import Any

from scrapers.answer import Parsed, list_records, load_json, read_records
from scrapers.crawl.hosts import site_of
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.fields import distinct, inside, joined, needed, objects, said, web_address
from scrapers.moments import day, moment
from scrapers.pay import range_of
from scrapers.records import Board, RawPosting

MARKS = frozenset({"slug", "careers_url", "offer_url", "guid"})
WORKPLACES = ("remote", "hybrid", "on_site")


class Spider(BoardSpider):
    """One request a board."""

    name = "recruitee"
    paced_as = "recruitee.com"

    def first(self, board: Board) -> Ask:
        """Ask for the whole board."""
        return Ask(url=f"{site_of(board.token, self.paced_as)}/api/offers/")

    def read(self, page: Page) -> Parsed:
        """Read the one answer."""
        return read(page.body, page.board.token)


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a board, or the one of a detail.

    >>> body = '{"offers": [{"id": 7, "slug": "welder", "title": "Welder", "remote": true, "salary": {"min": null}}]}'
    >>> [(one.external_id, one.title, one.remote_said, one.pay_said) for one in read(body).postings]
    [('7', 'Welder', 'remote', ())]
    """
    records = list_records(load_json(payload), _is_posting, "offers")
    return read_records(records, lambda offer: _posting(offer, token))


def _is_posting(record: dict[str, Any]) -> bool:
    return "id" in record and ("title" in record or "translations" in record) and not MARKS.isdisjoint(record)


def _posting(offer: Any, token: str) -> RawPosting:
    return RawPosting(
        platform="recruitee",
        token=token,
        external_id=needed(inside(offer, "id"), "id"),
        url=web_address(offer.get("careers_url")) or web_address(offer.get("offer_url")),
        title=needed(_text(offer, "title"), "title"),
        employer=said(offer.get("company_name")),
        places_said=_places(offer),
        html="\n".join(filter(None, (_text(offer, name) for name in ("description", "requirements")))),
        posted_on=day(offer.get("published_at")) or day(offer.get("created_at")),
        updated_at=moment(offer.get("updated_at")),
        valid_through=day(offer.get("close_at")),
        employment_said=said(offer.get("employment_type_code")) or said(offer.get("employment_type")),
        department=said(offer.get("department")),
        remote_said=", ".join(word for word in WORKPLACES if offer.get(word) is True) or None,
        pay_said=range_of(offer.get("salary"), "min", "max", "currency", "period"),
        raw=offer,
    )


def _text(offer: dict[str, Any], name: str) -> str | None:
    translations = offer.get("translations")
    languages = objects(list(translations.values())) if isinstance(translations, dict) else []
    return said(offer.get(name)) or next(filter(None, (said(one.get(name)) for one in languages)), None)


def _places(offer: dict[str, Any]) -> tuple[str, ...]:
    found = distinct(*(_place(one) for one in objects(offer.get("locations"))))
    return found or distinct(said(offer.get("location")) or _place(offer))


def _place(one: dict[str, Any]) -> str | None:
    region = said(one.get("state")) or said(one.get("state_name"))
    return joined(said(one.get("city")) or one.get("name"), region, one.get("country"))
