"""Remotive, a board of remote work: its public API.

Endpoint: GET https://remotive.com/api/remote-jobs; token `all`, or a category as `category=software-dev`.
Paging: none; `total-job-count` says how many the answer has. It is a part of the site's ads, some thirty in 2026, 24
    hours old when they appear here; the rest is for a paid API, so what leaves the list is not closed.
Dates: `publication_date`, without a zone. Pay: `salary`, in words.
Limits and terms: at most four times a day; link back and name Remotive as the source; not to be handed on to other
    job sites nor shown to collect addresses. Source: the answer's own `0-legal-notice`,
    https://remotive.com/api-documentation
"""

import re
from dataclasses import replace
from typing import Any

from scrapers.answer import Parsed, UnreadableError, list_records, load_json, read_records, stated_total
from scrapers.crawl.narrow import narrowed
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.crawl.window import Window
from scrapers.fields import distinct, needed, said, web_address
from scrapers.moments import day
from scrapers.pay import pay_in_words
from scrapers.records import Board, PaySaid, RawPosting

MARKS = {"id", "title", "company_name"}


class Spider(BoardSpider):
    """One request a board."""

    name = "remotive"
    origin = "https://remotive.com"
    window = Window()

    def first(self, board: Board) -> Ask:
        """Ask for the whole category."""
        return Ask(url=narrowed(f"{self.origin}/api/remote-jobs", board))

    def read(self, page: Page) -> Parsed:
        """Read the one answer."""
        return read(page.body, page.board.token)


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of an answer.

    >>> body = '{"jobs": [{"id": 7, "title": "Welder", "company_name": "Acme ", "salary": "€30k - €40k"}]}'
    >>> [(one.external_id, one.employer, str(one.pay_said[0].high)) for one in read(body).postings]
    [('7', 'Acme', '40000')]
    """
    answer = load_json(payload)
    records = list_records(answer, MARKS.issubset, "jobs")
    return read_records(records, lambda job: _posting(job, token), stated_total(answer, "total-job-count", "job-count"))


def _posting(job: Any, token: str) -> RawPosting:
    if not isinstance(job, dict):
        raise UnreadableError("no object")
    return RawPosting(
        platform="remotive",
        token=token,
        external_id=needed(job.get("id"), "id"),
        url=web_address(job.get("url")),
        title=needed(job.get("title"), "title"),
        employer=said(job.get("company_name")),
        places_said=distinct(said(job.get("candidate_required_location"))),
        html=said(job.get("description")) or "",
        posted_on=day(job.get("publication_date")),
        employment_said=said(job.get("job_type")),
        department=said(job.get("category")),
        pay_said=_pay(said(job.get("salary")) or ""),
        raw=job,
    )


def _pay(words: str) -> tuple[PaySaid, ...]:
    target = re.match(r"OTE\b[:\s]*", words)
    if target is None:
        return pay_in_words(words)
    return tuple(replace(one, kind="ote", said=words) for one in pay_in_words(words[target.end() :]))
