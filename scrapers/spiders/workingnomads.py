"""Working Nomads, a board of remote work: the jobs that it exposes.

Endpoint: GET https://www.workingnomads.com/api/exposed_jobs/; token `all`.
Paging: none; only the newest ads, so that an older one leaves the list before it closes.
Dates: `pub_date`, ISO 8601 with offset. Pay: only in the text. There is no id but the number in `url`.
Limits and terms: no key; none stated for this address. Source: https://www.workingnomads.com/terms-and-conditions
"""

import re
from typing import Any

from scrapers.answer import Parsed, UnreadableError, list_records, load_json, read_records
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.fields import day, distinct, needed, said
from scrapers.records import Board, RawPosting

MARKS = {"url", "title", "company_name"}
NUMBER = re.compile(r"/(\d{4,})(?:[/?#]|$)|[-/](\d{5,})(?:[/?#]|$)")


class Spider(BoardSpider):
    """One request."""

    name = "workingnomads"
    origin = "https://www.workingnomads.com"

    def first(self, board: Board) -> Ask:
        """Ask for the newest ads."""
        return Ask(url=f"{self.origin}/api/exposed_jobs/")

    def read(self, page: Page) -> Parsed:
        """Read the one answer."""
        return read(page.body, page.board.token)


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of an answer.

    >>> body = '[{"url": "https://www.workingnomads.com/job/go/17/", "title": "Welder", "company_name": "Acme"}]'
    >>> [(one.external_id, one.title) for one in read(body).postings]
    [('https://www.workingnomads.com/job/go/17/', 'Welder')]
    """
    records = list_records(load_json(payload), MARKS.issubset, "jobs")
    return read_records(records, lambda job: _posting(job, token))


def _posting(job: Any, token: str) -> RawPosting:
    if not isinstance(job, dict):
        raise UnreadableError("no object")
    url = needed(job.get("url"), "url")
    number = NUMBER.search(url)
    return RawPosting(
        platform="workingnomads",
        token=token,
        external_id=next(filter(None, number.groups()), url) if number else url,
        url=url,
        title=needed(job.get("title"), "title"),
        employer=said(job.get("company_name")),
        places_said=distinct(said(job.get("location"))),
        html=said(job.get("description")) or "",
        posted_on=day(job.get("pub_date")),
        department=said(job.get("category_name")),
        raw=job,
    )
