"""Adzuna, a search over other boards in some twenty countries: its API for registered users.

Endpoint: GET https://api.adzuna.com/v1/api/jobs/{country}/search/{page}?app_id=…&app_key=…; the token is the country
    and, after a question mark, filters: `gb?category=it-jobs&where=Leeds`.
The words searched for stand in <strong> in title and description.
Paging: 50 an answer; `count` says how many. Dates: `created`, ISO 8601. The description is only its beginning.
Pay: `salary_min`, `salary_max`, in the country's currency, which is not named; with `salary_is_predicted` 1 they are
    Adzuna's estimate and not the source's.
Limits: by default 25 requests a minute, 250 a day, 1,000 a week, 2,500 a month, so a board must be a narrow search.
Terms: free for personal research and for publishing the ads; "any other use … by a commercial, government or academic
    organisation" is a trial of 14 days, and the data "may not be used in its original format or in aggregation
    (including but not limited to vacancy counts, average salaries etc) to deliver any ongoing work or research …
    without written consent". Source: https://developer.adzuna.com/docs/terms_of_service
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import scrapy

from scrapers.answer import Parsed, UnreadableError, list_records, load_json, read_records, stated_total
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.fields import distinct, inside, joined, needed, said, web_address
from scrapers.moments import day
from scrapers.pages.html import plain_text
from scrapers.pay import pay_range
from scrapers.records import Board, RawPosting

MARKS = {"id", "title"}
PAGE = 50


class Spider(BoardSpider):
    """Page after page, with the operator's keys."""

    name = "adzuna"
    origin = "https://api.adzuna.com"
    shortest_delay = 2.5
    register_at = "https://developer.adzuna.com/signup"

    def keys_for(self, board: Board) -> tuple[str, ...]:
        """Return the two parts of the key."""
        return ("app_id", "app_key")

    def sign(self, request: scrapy.Request) -> scrapy.Request:
        """Put the key into the query, the only place where it is taken."""
        keys = "&".join(f"{name}={quote(self.keys[name], safe='')}" for name in ("app_id", "app_key"))
        return request.replace(url=f"{request.url}&{keys}")

    def first(self, board: Board) -> Ask:
        """Ask for the first page."""
        return self._page(board, 1)

    def read(self, page: Page) -> Parsed:
        """Read one page."""
        return read(page.body, page.board.token)

    def follow(self, page: Page) -> Iterator[Ask]:
        """Ask for the next page while there is one."""
        parsed, number = self.read(page), page.ask.rest[0]
        if parsed.postings and number * PAGE < (parsed.total or 0):
            yield self._page(page.board, number + 1)

    def _page(self, board: Board, number: int) -> Ask:
        country, _, filters = board.token.partition("?")
        query = "&".join(filter(None, [f"results_per_page={PAGE}", "content-type=application/json", filters]))
        return Ask(url=f"{self.origin}/v1/api/jobs/{quote(country)}/search/{number}?{query}", rest=(number,))


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a page.

    >>> body = '{"count": 9, "results": [{"id": 7, "title": "Welder", "redirect_url": "u", "salary_min": 30000.0}]}'
    >>> [(one.external_id, str(one.pay_said[0].low)) for one in read(body).postings], read(body).total
    ([('7', '30000.0')], 9)
    """
    answer = load_json(payload)
    records = list_records(answer, MARKS.issubset, "results")
    return read_records(records, lambda job: _posting(job, token), stated_total(answer, "count"))


def _posting(job: Any, token: str) -> RawPosting:
    if not isinstance(job, dict):
        raise UnreadableError("no object")
    is_estimate = said(job.get("salary_is_predicted")) == "1"
    pay = None if is_estimate else pay_range(job.get("salary_min"), job.get("salary_max"))
    return RawPosting(
        platform="adzuna",
        token=token,
        external_id=needed(job.get("id"), "id"),
        url=web_address(job.get("redirect_url")),
        title=plain_text(needed(job.get("title"), "title")),
        employer=said(inside(job, "company", "display_name")),
        places_said=distinct(said(inside(job, "location", "display_name"))),
        html=said(job.get("description")) or "",
        posted_on=day(job.get("created")),
        employment_said=joined(job.get("contract_type"), job.get("contract_time")),
        department=said(inside(job, "category", "label")),
        pay_said=tuple(filter(None, [pay])),
        raw=job,
    )
