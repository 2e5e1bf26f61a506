"""Torre, a network of work in the Americas, mostly remote: its public search.

Endpoint: POST https://search.torre.co/opportunities/_search/?size=20&offset={n}&aggregate=false with
    {"and": [...]}; the token is `all`, or filters such as `remote=true&skill/role=Data Engineer`. One ad with its text:
    GET https://torre.ai/api/suite/opportunities/{id} (`details[]`).
Paging: by `offset`; `total` says how many. Dates: `created`, `deadline`, ISO 8601. The title is `objective`.
Pay: `compensation.data` with `minAmount`, `maxAmount`, `currency`, `periodicity`; `to-be-agreed` has zeros.
Limits and terms: no key, no documentation; since October 2026 the search is reported to answer 400 at times.
Source: https://torre.ai/terms, https://torre.ai
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, quote

from scrapers.answer import Parsed, UnreadableError, list_records, load_json, read_records, stated_total
from scrapers.crawl.details import DetailSpider, offsets
from scrapers.crawl.narrow import WHOLE
from scrapers.crawl.spider import Ask, Page
from scrapers.fields import distinct, each, inside, joined, label, needed, objects, said
from scrapers.moments import day
from scrapers.pages.html import as_html
from scrapers.pay import pay_range
from scrapers.records import Board, PaySaid, RawPosting

MARKS = {"id", "objective"}
PAGE = 20
DETAILS = "https://torre.ai/api/suite/opportunities/"


class Spider(DetailSpider):
    """Lists, then the text of every ad."""

    name = "torre"
    origin = "https://search.torre.co"

    def first(self, board: Board) -> Ask:
        """Ask for the first page."""
        return self._list(board, 0)

    def parse_answer(self, page: Page) -> Parsed:
        """Read a list or an ad."""
        return read(page.body, page.board.token)

    def more(self, page: Page, listed: Parsed) -> Iterator[Ask]:
        """Ask for the other pages, once the first one has said how many there are."""
        if "offset=0&" in page.ask.url:
            yield from (self._list(page.board, start) for start in offsets(listed))

    def detail(self, page: Page, listed: RawPosting) -> str:
        """Ask for the ad by its id."""
        return DETAILS + quote(listed.external_id)

    def _list(self, board: Board, start: int) -> Ask:
        filters = [] if board.token == WHOLE else parse_qsl(board.token)
        return Ask(
            url=f"{self.origin}/opportunities/_search/?size={PAGE}&offset={start}&aggregate=false",
            post=json.dumps({"and": [_clause(name, value) for name, value in filters]} if filters else {}),
        )


def _clause(name: str, value: str) -> dict[str, Any]:
    if name == "skill/role":  # the one filter that wants a level, too
        return {name: {"text": value, "experience": "potential-to-develop"}}
    return {name: {"term": True if value == "true" else value}}


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a list, or the one of a detail.

    >>> body = '{"total": 9, "results": [{"id": "q7", "objective": "Welder", "slug": "w", "locations": ["Chile"]}]}'
    >>> [(one.title, one.url, one.places_said) for one in read(body).postings], read(body).total
    ([('Welder', 'https://torre.ai/post/q7-w', ('Chile',))], 9)
    """
    answer = load_json(payload)
    records = list_records(answer, MARKS.issubset, "results")
    return read_records(records, lambda ad: _posting(ad, token), stated_total(answer, "total"))


def _posting(ad: Any, token: str) -> RawPosting:
    if not isinstance(ad, dict):
        raise UnreadableError("no object")
    number = needed(ad.get("id"), "id")
    places = [*each(ad.get("locations")), *(one.get("id") for one in objects(inside(ad, "place", "location")))]
    return RawPosting(
        platform="torre",
        token=token,
        external_id=number,
        url="https://torre.ai/post/" + "-".join(filter(None, [number, said(ad.get("slug"))])),
        title=needed(ad.get("objective"), "objective"),
        employer=next(filter(None, map(label, objects(ad.get("organizations")))), None),
        places_said=distinct(*map(label, places)),
        html=_body(ad),
        posted_on=day(ad.get("created")),
        valid_through=day(ad.get("deadline")),
        employment_said=joined(ad.get("commitment"), ad.get("type")),
        remote_said=_workplace(ad),
        pay_said=tuple(filter(None, [_pay(ad.get("compensation"))])),
        raw={name: value for name, value in ad.items() if name != "members"},
    )


def _workplace(ad: dict[str, Any]) -> str | None:
    kind = said(inside(ad, "place", "locationType"))
    if kind == "hybrid":
        return kind
    return "remote" if ad.get("remote") is True else None


def _pay(compensation: Any) -> PaySaid | None:
    data = inside(compensation, "data") or compensation
    if said(inside(data, "code")) == "to-be-agreed":
        return None
    return pay_range(
        inside(data, "minAmount"), inside(data, "maxAmount"), inside(data, "currency"), inside(data, "periodicity")
    )


def _body(ad: dict[str, Any]) -> str:
    texts = [ad.get("tagline"), *(one.get("content") for one in objects(ad.get("details")))]
    return "\n".join(f"<p>{as_html(text)}" for text in filter(None, map(said, texts)) if text != "-")
