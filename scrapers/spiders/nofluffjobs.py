"""No Fluff Jobs, a board of technical work in Poland and its neighbours that shows pay: what its own pages ask for.

Endpoint: POST https://nofluffjobs.com/api/search/posting?salaryCurrency=original&salaryPeriod=original&region=pl with
    {"rawSearch": token, "page": n, "pageSize": 100}; the token is a search as the site writes it, such as
    `category=data`, or `all`. One ad with its body: GET /api/posting/{url}.
Paging: by `page`; `totalCount` and `totalPages` say how many. `additionalSearch` holds other searches' ads, not these.
Dates: `posted` and `renewed`, milliseconds since 1970. Employer is `name`, the job's name `title`.
Pay: in a list `salary` with `from`, `to`, `currency` and no period; in an ad `essentials.originalSalary.types`, a
    range with `period` for each kind of contract.
Limits and terms: not documented; browsers of other names have been seen refused, and robots.txt decides.
Source: https://nofluffjobs.com
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from scrapers.answer import Parsed, UnreadableError, list_records, load_json, read_records, stated_total
from scrapers.crawl.details import DetailSpider
from scrapers.crawl.narrow import WHOLE
from scrapers.crawl.spider import Ask, Page
from scrapers.fields import distinct, each, inside, joined, needed, objects, said
from scrapers.moments import day
from scrapers.pages.html import bullets
from scrapers.pay import pay_range
from scrapers.records import Board, PaySaid, RawPosting

PAGE = 100
SITE = "https://nofluffjobs.com/job/"


class Spider(DetailSpider):
    """Lists, then the body of every ad."""

    name = "nofluffjobs"
    origin = "https://nofluffjobs.com"

    def first(self, board: Board) -> Ask:
        """Ask for the first page."""
        return self._list(board, 1)

    def parse_answer(self, page: Page) -> Parsed:
        """Read a list or an ad."""
        return read(page.body, page.board.token)

    def more(self, page: Page, listed: Parsed) -> Iterator[Ask]:
        """Ask for the other pages, once the first one has said how many there are."""
        if json.loads(page.ask.post or "{}")["page"] == 1:
            pages = load_json(page.body).get("totalPages")
            yield from (
                self._list(page.board, number) for number in range(2, pages + 1 if isinstance(pages, int) else 2)
            )

    def detail(self, page: Page, listed: RawPosting) -> str:
        """Ask for the ad by the last part of its address."""
        return f"{self.origin}/api/posting/{quote((listed.url or '').removeprefix(SITE))}"

    def _list(self, board: Board, number: int) -> Ask:
        search = "" if board.token == WHOLE else board.token
        return Ask(
            url=f"{self.origin}/api/search/posting?salaryCurrency=original&salaryPeriod=original&region=pl",
            post=json.dumps({"rawSearch": search, "page": number, "pageSize": PAGE}),
        )


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a list, or the one of a detail.

    >>> body = '{"postings": [{"id": "w-Lodz", "name": "Acme", "title": "Welder", "salary": {"from": 1, "to": 2}}]}'
    >>> [(one.external_id, one.employer, str(one.pay_said[0].high)) for one in read(body).postings]
    [('w-Lodz', 'Acme', '2')]
    """
    answer = load_json(payload)
    records = list_records(answer, _is_record, "postings")
    return read_records(records, lambda ad: _posting(ad, token), stated_total(answer, "totalCount"))


def _is_record(one: dict[str, Any]) -> bool:
    return {"id", "title"} <= one.keys() and not one.keys().isdisjoint({"name", "company"})


def _posting(ad: Any, token: str) -> RawPosting:
    if not isinstance(ad, dict):
        raise UnreadableError("no object")
    number = needed(ad.get("id"), "id")
    is_remote = ad.get("fullyRemote") is True or inside(ad, "location", "fullyRemote") is True
    return RawPosting(
        platform="nofluffjobs",
        token=token,
        external_id=number,
        url=SITE + (said(ad.get("url")) or said(ad.get("postingUrl")) or number),
        title=needed(ad.get("title"), "title"),
        employer=said(ad.get("name")) or said(inside(ad, "company", "name")),
        places_said=distinct(*map(_place, objects(inside(ad, "location", "places")))),
        html=_body(ad),
        posted_on=day(ad.get("posted")),
        valid_through=day(ad.get("expiresAt")),
        employment_said=joined(inside(ad, "salary", "type"), *_types(ad)),
        department=said(ad.get("category")) or said(inside(ad, "basics", "category")),
        remote_said="remote" if is_remote else None,
        pay_said=tuple(_pays(ad)),
        requisition_id=said(ad.get("reference")),
        raw=ad,
    )


def _place(place: dict[str, Any]) -> str | None:
    return joined(place.get("city"), inside(place, "country", "name"))


def _types(ad: dict[str, Any]) -> dict[str, Any]:
    """Return what an ad says of each kind of contract."""
    types = inside(ad, "essentials", "originalSalary", "types")
    return types if isinstance(types, dict) else {}


def _pays(ad: dict[str, Any]) -> Iterator[PaySaid]:
    listed, original = ad.get("salary"), inside(ad, "essentials", "originalSalary")
    ranges = [
        pay_range(*_bounds(one), inside(original, "currency"), inside(one, "period"), scope=kind)
        for kind, one in _types(ad).items()
    ]
    if not ranges:
        bounds = inside(listed, "from"), inside(listed, "to")
        ranges = [
            pay_range(*bounds, inside(listed, "currency"), inside(listed, "period"), scope=said(inside(listed, "type")))
        ]
    yield from filter(None, ranges)


def _bounds(one: Any) -> tuple[Any, Any]:
    bounds = inside(one, "range")
    return (bounds[0], bounds[-1]) if isinstance(bounds, list) and bounds else (None, None)


def _body(ad: dict[str, Any]) -> str:
    texts = (inside(ad, "details", "description"), inside(ad, "requirements", "description"))
    lists = (
        ("Daily tasks", each(inside(ad, "specs", "dailyTasks"))),
        ("Must have", [one.get("value") for one in objects(inside(ad, "requirements", "musts"))]),
        ("Nice to have", [one.get("value") for one in objects(inside(ad, "requirements", "nices"))]),
    )
    parts = [*map(said, texts), *(bullets(heading, *map(said, values)) for heading, values in lists if values)]
    return "\n".join(filter(None, parts))
