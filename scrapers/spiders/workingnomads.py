"""Working Nomads, a board of remote work: the jobs that it exposes.

Endpoint: GET https://www.workingnomads.com/api/exposed_jobs/; token `all`.
Paging: none; only the newest ads, so that an older one leaves the list before it closes.
Dates: `pub_date`, ISO 8601 with offset. Pay: only in the text. There is no id but the number in `url`.
The site's own search (/jobsapi/_search, `hits.hits[]._source`) is read, too: it has `id`, `slug`, `salary_range`.
Limits and terms: no key; none stated for this address. Source: https://www.workingnomads.com/terms-and-conditions
"""

import re
from typing import Any

from scrapers.answer import Parsed, UnreadableError, find_records, list_records, load_json, read_records
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.crawl.window import Window
from scrapers.fields import distinct, each, inside, needed, said, web_address
from scrapers.moments import day
from scrapers.pay import pay_in_words
from scrapers.records import Board, RawPosting

MARKS = {"company_name", "company"}
KINDS = {"ft": "full-time", "pt": "part-time", "co": "contract", "fr": "contract"}
SITE = "https://www.workingnomads.com/jobs/"
NUMBER = re.compile(r"/(\d{4,})(?:[/?#]|$)|[-/](\d{5,})(?:[/?#]|$)")


class Spider(BoardSpider):
    """One request."""

    name = "workingnomads"
    origin = "https://www.workingnomads.com"
    window = Window()

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
    answer = load_json(payload)
    records = list_records(answer, _is_record, "jobs")
    total = max((one["total"]["value"] for one in find_records(answer, _is_counted)), default=None)
    return read_records(records, lambda job: _posting(job, token), total)


def _is_record(one: dict[str, Any]) -> bool:
    return "title" in one and not MARKS.isdisjoint(one) and ("url" in one or "slug" in one)


def _is_counted(one: dict[str, Any]) -> bool:
    return isinstance(inside(one, "total", "value"), int)


def _posting(job: Any, token: str) -> RawPosting | None:
    if not isinstance(job, dict):
        raise UnreadableError("no object")
    if job.get("expired") is True:
        return None
    url = web_address(job.get("url")) or SITE + needed(job.get("slug"), "url")
    number = NUMBER.search(url)
    named = next(filter(None, number.groups()), url) if number else url
    kind = said(job.get("position_type"))
    return RawPosting(
        platform="workingnomads",
        token=token,
        external_id=said(job.get("id")) or named,
        url=url,
        title=needed(job.get("title"), "title"),
        employer=said(job.get("company_name")) or said(job.get("company")),
        places_said=distinct(*map(said, each(job.get("location") or job.get("locations")))),
        html=said(job.get("description")) or "",
        posted_on=day(job.get("pub_date")),
        employment_said=KINDS.get(kind or "", kind),
        department=said(job.get("category_name")),
        pay_said=pay_in_words(job.get("salary_range")),
        raw=job,
    )
