"""BambooHR careers pages.

Endpoint: GET https://{token}.bamboohr.com/careers/list, and /careers/{id}/detail for body, date and pay. They are what
    the page itself asks for; an unknown token is sent on to the maker's own pages.
Paging: none; `meta.totalCount` says how many. The list gives no address: /careers/{id} is the posting's.
Dates: `datePosted` of the detail, a day. Pay: `compensation`, words such as "$110,000 - $150,000".
    `locationType` is 0 for on site, 1 for remote, 2 for hybrid.
Limits: public, not documented, no key. Terms: they bind customers (https://www.bamboohr.com/terms-of-service/), none
    for visitors are known; robots.txt decides. Source: known from answers.
"""

from typing import Any
from urllib.parse import quote

from scrapers.answer import Parsed, list_records, load_json, read_records, stated_total, with_details_beside
from scrapers.crawl.details import DetailSpider
from scrapers.crawl.hosts import site_of
from scrapers.crawl.spider import Ask, Page
from scrapers.fields import distinct, inside, joined, needed, said, web_address
from scrapers.moments import day
from scrapers.pay import pay_in_words
from scrapers.records import Board, RawPosting

DOMAIN = "bamboohr.com"
WORKPLACES = {"0": "on site", "1": "remote", "2": "hybrid"}


class Spider(DetailSpider):
    """The list, then every posting."""

    name = "bamboohr"
    paced_as = DOMAIN

    def first(self, board: Board) -> Ask:
        """Ask for the list."""
        return Ask(url=f"{site_of(board.token, DOMAIN)}/careers/list")

    def parse_answer(self, page: Page) -> Parsed:
        """Read the list or a posting."""
        return read(page.body, page.board.token)

    def detail(self, page: Page, listed: RawPosting) -> str:
        """Ask for one posting."""
        return f"{site_of(page.board.token, DOMAIN)}/careers/{quote(listed.external_id, safe='')}/detail"


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a list, or the one of a detail.

    >>> body = '{"meta": {"totalCount": 9}, "result": [{"id": "86", "jobOpeningName": "Welder", "isRemote": null}]}'
    >>> [(one.external_id, one.title, one.url) for one in read(body, "acme").postings], read(body).total
    ([('86', 'Welder', 'https://acme.bamboohr.com/careers/86')], 9)
    """
    answer = load_json(payload)
    records = list_records(answer, _is_posting, "result")
    listed = read_records(records, lambda one: _posting(one, token), stated_total(answer, "totalCount", "total"))
    return with_details_beside(
        listed, answer, records, lambda one: _is_posting(one) and "description" in one, lambda one: _posting(one, token)
    )


def _is_posting(record: dict[str, Any]) -> bool:
    return "jobOpeningName" in record


def _posting(opening: Any, token: str) -> RawPosting:
    address = web_address(inside(opening, "jobOpeningShareUrl"))
    number = said(inside(opening, "id")) or (address or "").partition("?")[0].rstrip("/").rpartition("/")[2]
    own = f"{site_of(token, DOMAIN)}/careers/{number}" if token else None
    return RawPosting(
        platform="bamboohr",
        token=token,
        external_id=needed(number, "id"),
        url=address or own,
        title=needed(opening.get("jobOpeningName"), "jobOpeningName"),
        places_said=distinct(_place(opening)),
        html=said(opening.get("description")) or "",
        posted_on=day(opening.get("datePosted")) or day(opening.get("postingDate")),
        employment_said=said(opening.get("employmentStatusLabel")) or said(opening.get("employmentType")),
        department=said(opening.get("departmentLabel")),
        remote_said=_workplace(opening),
        pay_said=pay_in_words(opening.get("compensation")),
        raw=opening,
    )


def _place(opening: dict[str, Any]) -> str | None:
    for name in ("location", "atsLocation"):
        place = opening.get(name)
        region = said(inside(place, "state")) or said(inside(place, "province"))
        country = said(inside(place, "addressCountry")) or said(inside(place, "country"))
        if found := joined(inside(place, "city"), region, country) or said(place):
            return found
    return joined(opening.get("locationCity"), opening.get("locationState"), opening.get("locationCountry"))


def _workplace(opening: dict[str, Any]) -> str | None:
    if True in (opening.get("isRemote"), inside(opening, "atsLocation", "isRemote")):
        return "remote"
    return WORKPLACES.get(said(opening.get("locationType")) or "")
