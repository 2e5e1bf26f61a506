"""Remote OK, a board of remote work: its public API.

Endpoint: GET https://remoteok.com/api; token `all`, or a tag as `tag=python`.
Paging: none; the newest hundred ads or so, also with an offset, so that an older one leaves it before it closes.
Dates: `date`, ISO 8601, and `epoch`. Pay: `salary_min` and `salary_max`, 0 for none; currency and period are not given.
Limits: no key, and no rate is named. Terms: the first element of the answer is the legal notice, which asks to link
    back and to name Remote OK as the source.
Source: the notice itself, https://remoteok.com/api; the cut as measured by public code in August 2026
"""

import html
from typing import Any

from scrapers.answer import Parsed, UnreadableError, list_records, load_json, read_records
from scrapers.crawl.narrow import narrowed
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.crawl.window import Window
from scrapers.fields import distinct, needed, said, web_address
from scrapers.moments import day
from scrapers.pay import pay_range
from scrapers.records import Board, RawPosting


class Spider(BoardSpider):
    """One request a board."""

    name = "remoteok"
    origin = "https://remoteok.com"
    window = Window()

    def first(self, board: Board) -> Ask:
        """Ask for the newest ads."""
        return Ask(url=narrowed(f"{self.origin}/api", board))

    def read(self, page: Page) -> Parsed:
        """Read the one answer."""
        return read(page.body, page.board.token)


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of an answer; its legal notice is none.

    >>> body = '[{"legal": "link back"}, {"id": "7", "position": "Welder", "salary_min": 0, "salary_max": 52000}]'
    >>> [(one.external_id, one.title, str(one.pay_said[0].high)) for one in read(body).postings]
    [('7', 'Welder', '52000')]
    """
    records = list_records(load_json(payload), lambda one: "position" in one or "legal" in one, "jobs")
    return read_records(records, lambda job: _posting(job, token))


def _posting(job: Any, token: str) -> RawPosting | None:
    if not isinstance(job, dict):
        raise UnreadableError("no object")
    if "legal" in job:
        return None
    location = said(job.get("location")) or ""
    return RawPosting(
        platform="remoteok",
        token=token,
        external_id=needed(job.get("id"), "id"),
        url=web_address(job.get("url")),
        title=html.unescape(needed(job.get("position"), "position")),
        employer=html.unescape(said(job.get("company")) or "") or None,
        places_said=distinct(location.strip(" ,")),
        html=said(job.get("description")) or "",
        posted_on=day(job.get("date")) or day(job.get("epoch")),
        pay_said=tuple(filter(None, [pay_range(job.get("salary_min"), job.get("salary_max"))])),
        raw=job,
    )
