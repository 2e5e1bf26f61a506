"""Greenhouse job boards.

Endpoint: GET https://boards-api.greenhouse.io/v1/boards/{token}/jobs?content=true&pay_transparency=true
Paging: none, the whole board in one answer; `meta.total` says how many.
Dates: `first_published` and `updated_at`, ISO 8601 with offset. `content` is HTML whose entities are escaped once.
Pay: `pay_input_ranges[]`, in cents, with `currency_type` and the place or level in `title`; the period is not given.
Limits: no key, and no rate is named; an unknown token answers 404. Terms: a documented public API for showing postings
    elsewhere.
Source: https://developers.greenhouse.io/job-board.html
"""

from typing import Any
from urllib.parse import quote

from scrapers.answer import Parsed, UnreadableError, find_records, load_json, read_records
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.fields import amount, distinct, label, needed, objects, said, unescaped, web_address
from scrapers.moments import day, moment
from scrapers.records import Board, PaySaid, RawPosting

MARKS = {"id", "title", "absolute_url"}


class Spider(BoardSpider):
    """One request a board."""

    name = "greenhouse"
    origin = "https://boards-api.greenhouse.io"

    def first(self, board: Board) -> Ask:
        """Ask for the whole board."""
        token = quote(board.token, safe="")
        return Ask(url=f"{self.origin}/v1/boards/{token}/jobs?content=true&pay_transparency=true")

    def read(self, page: Page) -> Parsed:
        """Read the one answer."""
        return read(page.body, page.board.token)


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a list, of the departments or offices tree, or of a single posting's answer.

    >>> body = '{"jobs": [{"id": 7, "title": " Welder ", "content": "&lt;p&gt;Hi"}]}'
    >>> [(one.external_id, one.title, one.html) for one in read(body).postings]
    [('7', 'Welder', '<p>Hi')]
    """
    answer = load_json(payload)
    listed = answer.get("jobs") if isinstance(answer, dict) else None
    records = listed if isinstance(listed, list) else list(find_records(answer, MARKS.issubset))
    if not records and not isinstance(listed, list) and answer != []:
        raise UnreadableError("no list of jobs in it")
    meta = answer.get("meta") if isinstance(answer, dict) else None
    total = meta.get("total") if isinstance(meta, dict) else None
    return read_records(records, lambda job: _posting(job, token), total if isinstance(total, int) else None)


def _posting(job: Any, token: str) -> RawPosting:
    if not isinstance(job, dict):
        raise UnreadableError("no object")
    location, departments = job.get("location"), objects(job.get("departments"))
    metadata = {said(one.get("name")): said(one.get("value")) for one in objects(job.get("metadata"))}
    return RawPosting(
        platform="greenhouse",
        token=token,
        external_id=needed(job.get("id"), "id"),
        url=web_address(job.get("absolute_url")),
        title=needed(job.get("title"), "title"),
        employer=said(job.get("company_name")),
        places_said=distinct(label(location)) or distinct(*map(_office, objects(job.get("offices")))),
        html=_body(said(job.get("content")) or ""),
        posted_on=day(job.get("first_published")),
        updated_at=moment(job.get("updated_at")),
        valid_through=day(job.get("application_deadline")),
        employment_said=metadata.get("Employment Type"),
        department=said(departments[0].get("name")) if departments else None,
        remote_said=metadata.get("Workplace Type") or metadata.get("Location Type"),
        pay_said=tuple(filter(None, map(_pay, objects(job.get("pay_input_ranges"))))),
        requisition_id=said(job.get("requisition_id")),
        raw=job,
    )


def _office(office: dict[str, Any]) -> str | None:
    return label(office.get("location")) or said(office.get("name"))


def _body(content: str) -> str:
    # What a tool unescaped before saving has tags; unescaping it again would change its text.
    return content if "<" in content else unescaped(content)


def _pay(one: dict[str, Any]) -> PaySaid | None:
    low, high = amount(one.get("min_cents")), amount(one.get("max_cents"))
    if low is None and high is None:
        return None
    return PaySaid(
        low=low / 100 if low is not None else None,
        high=high / 100 if high is not None else None,
        currency=said(one.get("currency_type")),
        scope=said(one.get("title")),
        said=said(one.get("blurb")),
    )
