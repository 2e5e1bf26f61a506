"""The Muse, a board of employers that pay for a profile, mostly in the United States: its public API.

Endpoint: GET https://www.themuse.com/api/public/jobs?page={n}; token `all`, or filters such as
    `category=Software%20Engineering` or `company=Acme`; one ad /api/public/jobs/{id}.
Paging: 20 an answer; `page_count` and `total` say how many; page 100 and later answer 400, so a board should have
    fewer than 1,980 ads. Dates: `publication_date`, ISO 8601. Pay: only in the text.
Limits: 500 requests an hour without a key, beyond that 403. Terms: a public API for showing its listings elsewhere.
Source: https://www.themuse.com/developers/api/v2
"""

from collections.abc import Iterator
from typing import Any

from scrapers.answer import Parsed, UnreadableError, list_records, load_json, read_records, stated_total
from scrapers.crawl.narrow import narrowed
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.fields import distinct, each, inside, joined, label, needed, said, web_address
from scrapers.moments import day
from scrapers.records import Board, RawPosting

MARKS = {"contents", "refs", "publication_date"}
"""An ad has one of these besides `id` and `name`; a place or an employer inside it has none."""
PAGE = 20
LAST_PAGE = 99


class Spider(BoardSpider):
    """Page after page, as far as the API goes."""

    name = "themuse"
    origin = "https://www.themuse.com"

    def first(self, board: Board) -> Ask:
        """Ask for the first page."""
        return self._page(board, 0)

    def read(self, page: Page) -> Parsed:
        """Read one page."""
        return read(page.body, page.board.token)

    def follow(self, page: Page) -> Iterator[Ask]:
        """Ask for the next page while there is one."""
        parsed, number = self.read(page), page.ask.rest[0]
        if parsed.postings and number < LAST_PAGE and (number + 1) * PAGE < (parsed.total or 0):
            yield self._page(page.board, number + 1)

    def _page(self, board: Board, number: int) -> Ask:
        return Ask(url=narrowed(f"{self.origin}/api/public/jobs?page={number}", board), rest=(number,))


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a page, or the one of a detail.

    >>> body = '{"total": 9, "results": [{"id": 7, "name": "Welder", "contents": "Hi", "company": {"name": "Acme"}}]}'
    >>> [(one.external_id, one.title, one.employer) for one in read(body).postings], read(body).total
    ([('7', 'Welder', 'Acme')], 9)
    """
    answer = load_json(payload)
    records = list_records(answer, _is_record, "results")
    return read_records(records, lambda job: _posting(job, token), stated_total(answer, "total"))


def _is_record(one: dict[str, Any]) -> bool:
    return {"id", "name"} <= one.keys() and not MARKS.isdisjoint(one)


def _posting(job: Any, token: str) -> RawPosting:
    if not isinstance(job, dict):
        raise UnreadableError("no object")
    return RawPosting(
        platform="themuse",
        token=token,
        external_id=needed(job.get("id"), "id"),
        url=web_address(inside(job, "refs", "landing_page")),
        title=needed(job.get("name"), "name"),
        employer=said(inside(job, "company", "name")),
        places_said=distinct(*map(label, each(job.get("locations")))),
        html=said(job.get("contents")) or "",
        posted_on=day(job.get("publication_date")),
        department=joined(*each(job.get("categories"))),
        raw=job,
    )
