"""Jobicy, a board of remote work: its public API.

Endpoint: GET https://jobicy.com/api/v2/remote-jobs?count=100; token `all`, or filters such as `geo=europe` and
    `industry=engineering`.
Paging: none; at most the hundred newest (`count`), so that an older ad leaves the list before it closes.
Dates: `pubDate`, ISO 8601. Pay: `salaryMin`, `salaryMax`, `salaryCurrency`, `salaryPeriod`; in earlier versions
    `annualSalaryMin` and `annualSalaryMax`. Titles, employers and industries have HTML entities.
Limits and terms: no key; asks to name Jobicy with a direct link and to send applicants to it.
    Source: the answer's own `friendlyNotice`, https://jobi.cy/apidocs
"""

import html
from typing import Any

from scrapers.answer import Parsed, UnreadableError, list_records, load_json, read_records
from scrapers.crawl.narrow import narrowed
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.crawl.window import Window
from scrapers.fields import distinct, each, joined, needed, said, web_address
from scrapers.moments import day
from scrapers.pay import pay_range
from scrapers.records import Board, PaySaid, RawPosting

MARKS = {"id", "jobTitle"}


class Spider(BoardSpider):
    """One request a board."""

    name = "jobicy"
    origin = "https://jobicy.com"
    window = Window()

    def first(self, board: Board) -> Ask:
        """Ask for as many as one answer holds."""
        return Ask(url=narrowed(f"{self.origin}/api/v2/remote-jobs?count=100", board))

    def read(self, page: Page) -> Parsed:
        """Read the one answer."""
        return read(page.body, page.board.token)


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of an answer.

    >>> body = '{"jobs": [{"id": 7, "jobTitle": "Welder", "jobGeo": "UK,  USA", "annualSalaryMin": 30000}]}'
    >>> [(one.title, one.places_said, one.pay_said[0].per) for one in read(body).postings]
    [('Welder', ('UK', 'USA'), 'year')]
    """
    records = list_records(load_json(payload), MARKS.issubset, "jobs")
    return read_records(records, lambda job: _posting(job, token))


def _posting(job: Any, token: str) -> RawPosting:
    if not isinstance(job, dict):
        raise UnreadableError("no object")
    return RawPosting(
        platform="jobicy",
        token=token,
        external_id=needed(job.get("id"), "id"),
        url=web_address(job.get("url")),
        title=html.unescape(needed(job.get("jobTitle"), "jobTitle")),
        employer=_words(job.get("companyName")),
        places_said=distinct(*map(str.strip, (said(job.get("jobGeo")) or "").split(","))),
        html=said(job.get("jobDescription")) or said(job.get("jobExcerpt")) or "",
        posted_on=day(job.get("pubDate")),
        employment_said=_words(job.get("jobType")),
        department=_words(job.get("jobIndustry")),
        pay_said=tuple(filter(None, [_pay(job)])),
        raw=job,
    )


def _words(value: Any) -> str | None:
    return html.unescape(joined(*each(value)) or "") or None


def _pay(job: dict[str, Any]) -> PaySaid | None:
    currency = job.get("salaryCurrency")
    return pay_range(job.get("salaryMin"), job.get("salaryMax"), currency, job.get("salaryPeriod")) or pay_range(
        job.get("annualSalaryMin"), job.get("annualSalaryMax"), currency, "year"
    )
