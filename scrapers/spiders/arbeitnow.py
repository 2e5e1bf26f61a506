"""Arbeitnow, a board of Germany and of remote work in Europe: its free API.

Endpoint: GET https://www.arbeitnow.com/api/job-board-api; token `all`, or filters such as `visa_sponsorship=true`.
Paging: `links.next` names the next page, null on the last; no total, and nothing says that the pages go back to
    everything that is open, so what leaves them is not closed. Dates: `created_at`, seconds since 1970.
Pay: only in title or text. There is no id but `slug`.
Limits and terms: no key; a link back is asked for. Source: https://www.arbeitnow.com/blog/job-board-api
"""

from collections.abc import Iterator
from typing import Any

from scrapers.answer import Parsed, UnreadableError, list_records, load_json, read_records
from scrapers.crawl.narrow import narrowed
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.crawl.window import Window
from scrapers.fields import distinct, each, inside, joined, needed, said, web_address
from scrapers.moments import day
from scrapers.records import Board, RawPosting

MARKS = {"slug", "title"}


class Spider(BoardSpider):
    """Page after page."""

    name = "arbeitnow"
    origin = "https://www.arbeitnow.com"
    window = Window()

    def first(self, board: Board) -> Ask:
        """Ask for the first page."""
        return Ask(url=narrowed(f"{self.origin}/api/job-board-api", board))

    def read(self, page: Page) -> Parsed:
        """Read one page."""
        return read(page.body, page.board.token)

    def follow(self, page: Page) -> Iterator[Ask]:
        """Ask for the page that this one names as the next."""
        following = said(inside(load_json(page.body), "links", "next"))
        if following and following.startswith(f"{self.origin}/"):
            yield Ask(url=following)


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a page.

    >>> body = '{"data": [{"slug": "welder-7", "title": "Welder", "job_types": ["full time"]}]}'
    >>> [(one.external_id, one.employment_said) for one in read(body).postings]
    [('welder-7', 'full time')]
    """
    records = list_records(load_json(payload), MARKS.issubset, "data")
    return read_records(records, lambda job: _posting(job, token))


def _posting(job: Any, token: str) -> RawPosting:
    if not isinstance(job, dict):
        raise UnreadableError("no object")
    return RawPosting(
        platform="arbeitnow",
        token=token,
        external_id=needed(job.get("slug"), "slug"),
        url=web_address(job.get("url")),
        title=needed(job.get("title"), "title"),
        employer=said(job.get("company_name")),
        places_said=distinct(said(job.get("location"))),
        html=said(job.get("description")) or "",
        posted_on=day(job.get("created_at")),
        employment_said=joined(*each(job.get("job_types"))),
        remote_said="remote" if job.get("remote") is True else None,
        raw=job,
    )
