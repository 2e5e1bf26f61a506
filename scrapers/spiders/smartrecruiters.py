"""SmartRecruiters career sites.

Endpoint: GET https://api.smartrecruiters.com/v1/companies/{token}/postings?limit=100&offset=0, and .../postings/{id}
    for the body. The list gives no public address: https://jobs.smartrecruiters.com/{token}/{id} leads to it.
Paging: `limit` up to 100 and `offset`; `totalFound` says how many. An unknown token answers with none.
Dates: `releasedDate`, ISO 8601. Pay: `compensation` of the detail, `min`, `max`, `currency`, `period`.
    One opening may have an ad in each language (`defaultJobAd` false), each under an id of its own.
Limits: a documented API for building career sites; 10 requests a second, 8 at once. Terms: it "does not require
    authentication as it exposes data that are already publicly available".
Source: https://dev.smartrecruiters.com/customer-api/overview/, https://developers.smartrecruiters.com/docs/rate-limiting
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from scrapers.answer import Parsed, list_records, load_json, read_records, stated_total, with_details_beside
from scrapers.crawl.details import DetailSpider
from scrapers.crawl.spider import Ask, Page
from scrapers.fields import distinct, inside, joined, label, needed, said, web_address
from scrapers.moments import day
from scrapers.pages.html import sections
from scrapers.pay import range_of
from scrapers.records import Board, RawPosting

LIMIT = 100
MARKS = frozenset({"releasedDate", "jobAd", "company", "ref", "typeOfEmployment"})
PERSONAL = frozenset({"creator"})
EMPTY_PARTS = re.compile(r",(?:\s*,)+")


class Spider(DetailSpider):
    """Page after page, then every posting."""

    name = "smartrecruiters"
    origin = "https://api.smartrecruiters.com"
    longest_delay = 0.2

    def first(self, board: Board) -> Ask:
        """Ask for the first page."""
        return self._page(board, 0)

    def parse_answer(self, page: Page) -> Parsed:
        """Read a page or a posting."""
        return read(page.body, page.board.token)

    def more(self, page: Page, listed: Parsed) -> Iterator[Ask]:
        """Ask for all the other pages at once: the first says how many there are."""
        if page.ask == self.first(page.board):
            yield from (self._page(page.board, offset) for offset in range(LIMIT, listed.total or 0, LIMIT))

    def detail(self, page: Page, listed: RawPosting) -> str:
        """Ask for one posting."""
        return f"{self._board(page.board)}/{quote(listed.external_id, safe='')}"

    def _page(self, board: Board, offset: int) -> Ask:
        return Ask(url=f"{self._board(board)}?limit={LIMIT}&offset={offset}")

    def _board(self, board: Board) -> str:
        return f"{self.origin}/v1/companies/{quote(board.token, safe='')}/postings"


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a page, or the one of a detail.

    >>> body = '{"totalFound": 9, "content": [{"id": "7", "name": "Welder", "company": {"identifier": "Acme"}}]}'
    >>> [(one.title, one.url) for one in read(body).postings], read(body).total
    ([('Welder', 'https://jobs.smartrecruiters.com/Acme/7')], 9)
    """
    answer = load_json(payload)
    records = list_records(answer, _is_posting, "content")
    listed = read_records(records, lambda one: _posting(one, token), stated_total(answer, "totalFound"))
    return with_details_beside(
        listed, answer, records, lambda one: _is_posting(one) and "jobAd" in one, lambda one: _posting(one, token)
    )


def _is_posting(record: dict[str, Any]) -> bool:
    return "name" in record and ("id" in record or "uuid" in record) and not MARKS.isdisjoint(record)


def _posting(posting: Any, token: str) -> RawPosting:
    number = needed(inside(posting, "id") or inside(posting, "uuid"), "id")
    location = posting.get("location")
    return RawPosting(
        platform="smartrecruiters",
        token=token,
        external_id=number,
        url=_url(posting, number, token),
        title=needed(posting.get("name"), "name"),
        employer=said(inside(posting, "company", "name")),
        places_said=distinct(_place(location)),
        html=_body(posting),
        posted_on=day(posting.get("releasedDate")),
        employment_said=label(posting.get("typeOfEmployment")),
        department=label(posting.get("department")),
        remote_said=", ".join(word for word in ("remote", "hybrid") if inside(location, word) is True) or None,
        pay_said=range_of(posting.get("compensation"), "min", "max", "currency", "period"),
        requisition_id=said(posting.get("refNumber")),
        raw={name: value for name, value in posting.items() if name not in PERSONAL},
    )


def _url(posting: dict[str, Any], number: str, token: str) -> str | None:
    given = web_address(posting.get("postingUrl")) or (web_address(posting.get("applyUrl")) or "").partition("?")[0]
    company = said(inside(posting, "company", "identifier")) or token
    return given or (f"https://jobs.smartrecruiters.com/{company}/{number}" if company else None)


def _place(location: Any) -> str | None:
    # "Munich, , Germany": a region that is not there leaves its commas.
    whole = EMPTY_PARTS.sub(",", said(inside(location, "fullLocation")) or "").strip(", ")
    country = (said(inside(location, "country")) or "").upper()
    return whole or joined(inside(location, "city"), inside(location, "region"), country)


def _body(posting: dict[str, Any]) -> str:
    parts = inside(posting, "jobAd", "sections")
    parts = parts.values() if isinstance(parts, dict) else ()
    return sections(*((inside(part, "title"), inside(part, "text")) for part in parts))
