"""Himalayas, a board of remote work: its public API.

Endpoint: GET https://himalayas.app/jobs/api?limit=20&offset={n} for token `all`;
    /jobs/api/search?page={n}&{token} for a search such as `country=DE` or `q=welder`.
Paging: at most 20 an answer; `totalCount` says how many. All of it are about 100,000 ads, more than a crawl may ask
    for, so a board should be a search. Dates: `pubDate`, `expiryDate`, seconds or milliseconds since 1970.
Pay: `minSalary`, `maxSalary`, `currency`, `salaryPeriod`; the period stands there also where no pay does. Before there
    was a period, the sums were of a year.
Limits and terms: no key; free to use with visible attribution; too many requests answer 429.
Source: https://himalayas.app/api, https://himalayas.app/docs/data-dictionary
"""

from collections.abc import Iterator
from typing import Any

from scrapers.answer import Parsed, UnreadableError, list_records, load_json, read_records, stated_total
from scrapers.crawl.narrow import WHOLE, narrowed
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.fields import distinct, each, joined, label, needed, said, web_address
from scrapers.moments import day
from scrapers.pay import pay_range
from scrapers.records import Board, RawPosting

MARKS = {"title", "companyName"}
PAGE = 20


class Spider(BoardSpider):
    """Page after page, as far as the total says."""

    name = "himalayas"
    origin = "https://himalayas.app"

    def first(self, board: Board) -> Ask:
        """Ask for the first page."""
        return self._page(board, 0)

    def read(self, page: Page) -> Parsed:
        """Read one page."""
        return read(page.body, page.board.token)

    def follow(self, page: Page) -> Iterator[Ask]:
        """Ask for the next page while there is one."""
        parsed, number = self.read(page), page.ask.rest[0]
        if parsed.postings and parsed.total is not None and (number + 1) * PAGE < parsed.total:
            yield self._page(page.board, number + 1)

    def _page(self, board: Board, number: int) -> Ask:
        query = f"?limit={PAGE}&offset={number * PAGE}" if board.token == WHOLE else f"/search?page={number + 1}"
        return Ask(url=narrowed(f"{self.origin}/jobs/api{query}", board), rest=(number,))


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of an answer.

    >>> body = '{"totalCount": 9, "jobs": [{"guid": "g7", "title": "Welder", "companyName": "Acme"}]}'
    >>> [(one.external_id, one.employer, one.pay_said) for one in read(body).postings], read(body).total
    ([('g7', 'Acme', ())], 9)
    """
    answer = load_json(payload)
    records = list_records(answer, MARKS.issubset, "jobs")
    return read_records(records, lambda job: _posting(job, token), stated_total(answer, "totalCount"))


def _posting(job: Any, token: str) -> RawPosting:
    if not isinstance(job, dict):
        raise UnreadableError("no object")
    per = job.get("salaryPeriod", "year")
    pay = pay_range(job.get("minSalary"), job.get("maxSalary"), job.get("currency"), per)
    return RawPosting(
        platform="himalayas",
        token=token,
        external_id=needed(job.get("guid") or job.get("applicationLink"), "guid"),
        url=web_address(job.get("applicationLink") or job.get("guid")),
        title=needed(job.get("title"), "title"),
        employer=said(job.get("companyName")),
        places_said=distinct(*map(label, each(job.get("locationRestrictions")))),
        html=said(job.get("description")) or said(job.get("excerpt")) or "",
        posted_on=day(job.get("pubDate")),
        valid_through=day(job.get("expiryDate")),
        employment_said=said(job.get("employmentType")),
        department=joined(*each(job.get("parentCategories"))),
        pay_said=tuple(filter(None, [pay])),
        raw=job,
    )
