"""Rippling job boards.

Endpoint: GET https://ats.rippling.com/api/v2/board/{token}/jobs?groupJobsByLocation=true&page=0&pageSize=1000, and
    .../jobs/{uuid} for body, date and pay. Tokens are case-sensitive; an unknown one is a 404.
Paging: `page` from 0 to `totalPages`; `totalItems` says how many. Without the grouping, and in the older answer (an
    array), a posting has one row a place, all of one uuid.
Dates: `createdOn` of the detail, ISO 8601. Pay: `payRangeDetails[]`, a range a place, with `frequency` such as YEAR.
Limits: what the board's own pages ask for, no key; its reference is open to customers only. Terms: none for visitors
    known; robots.txt decides. Source: known from answers; https://developer.rippling.com for customers.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from scrapers.answer import Parsed, list_records, load_json, read_records, stated_total, with_details_beside
from scrapers.crawl.details import DetailSpider
from scrapers.crawl.spider import Ask, Page
from scrapers.fields import distinct, inside, label, needed, objects, said, web_address
from scrapers.moments import day
from scrapers.pay import pay_range
from scrapers.records import Board, PaySaid, RawPosting

SIZE = 1000
MARKS = frozenset({"url", "workLocation", "workLocations", "payRangeDetails", "description"})


class Spider(DetailSpider):
    """Page after page, then every posting."""

    name = "rippling"
    origin = "https://ats.rippling.com"

    def first(self, board: Board) -> Ask:
        """Ask for the first page."""
        return self._page(board, 0)

    def parse_answer(self, page: Page) -> Parsed:
        """Read a page or a posting."""
        return read(page.body, page.board.token)

    def more(self, page: Page, listed: Parsed) -> Iterator[Ask]:
        """Ask for all the other pages at once: the first says how many there are."""
        if page.ask == self.first(page.board):
            pages = stated_total(load_json(page.body), "totalPages") or 1
            yield from (self._page(page.board, number) for number in range(1, pages))

    def detail(self, page: Page, listed: RawPosting) -> str:
        """Ask for one posting."""
        return f"{self._board(page.board)}/{quote(listed.external_id, safe='')}"

    def _page(self, board: Board, number: int) -> Ask:
        return Ask(url=f"{self._board(board)}?groupJobsByLocation=true&page={number}&pageSize={SIZE}")

    def _board(self, board: Board) -> str:
        return f"{self.origin}/api/v2/board/{quote(board.token, safe='')}/jobs"


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a list, each once with all its places, or the one of a detail.

    >>> rows = '[{"uuid": "u", "name": "Welder", "workLocation": {"label": "%s"}, "url": "https://x.example/u"}%s]'
    >>> body = rows % ("Ulm", "," + (rows % ("Bonn", ""))[1:-1])
    >>> [(one.external_id, one.places_said) for one in read(body).postings]
    [('u', ('Ulm', 'Bonn'))]
    """
    answer = load_json(payload)
    rows = list_records(answer, _is_posting, "items", "jobs")
    listed = read_records(_grouped(rows), lambda one: _posting(one, token), stated_total(answer, "totalItems"))
    return with_details_beside(
        listed, answer, rows, lambda one: _is_posting(one) and "description" in one, lambda one: _posting(one, token)
    )


def _is_posting(record: dict[str, Any]) -> bool:
    return "name" in record and ("uuid" in record or "id" in record) and not MARKS.isdisjoint(record)


def _grouped(rows: list[Any]) -> list[Any]:
    """Return the first row of each posting, with the places of all its rows; rows that are none stay as they are."""
    groups: dict[str, list[Any]] = {}
    for number, row in enumerate(rows):
        groups.setdefault(said(inside(row, "uuid")) or said(inside(row, "id")) or f"row {number}", []).append(row)
    return [
        {**same[0], "workLocations": [place for row in same for place in _placed(row)]} if len(same) > 1 else same[0]
        for same in groups.values()
    ]


def _placed(row: dict[str, Any]) -> list[Any]:
    every = [row.get(name) for name in ("workLocation", "workLocations", "locations")]
    return [place for one in every for place in (one if isinstance(one, list) else [one])]


def _posting(job: Any, token: str) -> RawPosting:
    number = needed(inside(job, "uuid") or inside(job, "id"), "uuid")
    places = _placed(job)
    return RawPosting(
        platform="rippling",
        token=token,
        external_id=number,
        url=web_address(job.get("url")) or (f"https://ats.rippling.com/{token}/jobs/{number}" if token else None),
        title=needed(job.get("name"), "name"),
        employer=said(job.get("companyName")),
        places_said=distinct(*map(label, places)),
        html=_body(job.get("description")),
        posted_on=day(job.get("createdOn")),
        # `label` is the platform's code, `id` the employer's words.
        employment_said=said(inside(job, "employmentType", "id")) or label(job.get("employmentType")),
        department=label(job.get("department")),
        remote_said=", ".join(distinct(*(said(one.get("workplaceType")) for one in objects(places)))) or None,
        pay_said=tuple(_pays(job)),
        raw=job,
    )


def _body(description: Any) -> str:
    parts = description.values() if isinstance(description, dict) else [description]
    return "\n".join(filter(None, map(said, parts)))


def _pays(job: dict[str, Any]) -> Iterator[PaySaid]:
    for one in objects(job.get("payRangeDetails")):
        low, high = (
            one.get(name, one.get(other)) for name, other in (("rangeStart", "minValue"), ("rangeEnd", "maxValue"))
        )
        pay = pay_range(low, high, one.get("currency"), one.get("frequency"), scope=label(one.get("location")))
        if pay:
            yield pay
