"""Workday career sites, through the JSON that their own pages ask for (CXS).

Token: `{tenant}.{instance}/{site}` such as `acme.wd5/External`, or the address of the career site.
Endpoint: POST https://{tenant}.{instance}.myworkdayjobs.com/wday/cxs/{tenant}/{site}/jobs with limit, offset and empty
    search; GET .../wday/cxs/{tenant}/{site}{externalPath} is one posting, the only place of its body.
Paging: 20 a page; `total` is right on the first page only and never above 2000, so larger sites stay partial.
Dates: the list says "Posted 3 Days Ago", which is no date; the posting has `startDate`, the day it went up. Pay: none.
Limits and terms: not documented; robots.txt of the tenants seen leaves these addresses open. Workday's own site terms
    forbid robots on "our Sites", without naming the sites of its customers.
Source: https://www.workday.com/en-us/legal/site-terms.html, and public code that reads these addresses.
"""

import json
import re
from typing import Any

from scrapers.answer import Parsed, UnreadableError, list_records, load_json, read_records, stated_total, with_details
from scrapers.crawl.details import OffsetSpider
from scrapers.crawl.spider import Ask, Page
from scrapers.fields import distinct, each, inside, label, needed, said, web_address
from scrapers.moments import day
from scrapers.pages.detail import is_page, read_page
from scrapers.records import Board, RawPosting

PAGE = 20
JSON = (("Accept", "application/json"),)
SITE = re.compile(r"(?:https?://)?(?P<tenant>[\w-]+)\.(?P<instance>wd\d+)(?:\.myworkdayjobs\.com)?/(?P<path>[^?#]+)")
LOCALE = re.compile(r"[a-z]{2}(?:-[A-Z]{2})?")
NUMBER = re.compile(r"/job/.*?([^/?#]+)/?(?:[?#]|$)")
NUMBER_OF_PLACES = re.compile(r"\d+ \w+")


class Spider(OffsetSpider):
    """The list page by page, then every posting."""

    name = "workday"
    paced_as = "myworkdayjobs.com"
    most_listed = 2000

    def parse_answer(self, page: Page) -> Parsed:
        """Read a list or a posting."""
        return read(page.body, page.board.token)

    def detail(self, page: Page, listed: RawPosting) -> Ask:
        """Ask for one posting."""
        path = said((listed.raw or {}).get("externalPath")) or ""
        return Ask(url=f"{_api(page.board.token)}{path}", headers=JSON)

    def listing(self, board: Board, offset: int) -> Ask:
        """Ask for one page of the list."""
        search = {"appliedFacets": {}, "limit": PAGE, "offset": offset, "searchText": ""}
        return Ask(url=f"{_api(board.token)}/jobs", post=json.dumps(search), headers=JSON)


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a list, of a posting's own answer, of both saved together, or of a posting's page.

    >>> row = '{"title": "Welder", "externalPath": "/job/Oslo/Welder_R-7", "bulletFields": ["R-7"]}'
    >>> parsed = read('{"total": 41, "jobPostings": [' + row + ']}', "acme.wd5/External")
    >>> parsed.total, parsed.postings[0].external_id, parsed.postings[0].url
    (41, 'Welder_R-7', 'https://acme.wd5.myworkdayjobs.com/External/job/Oslo/Welder_R-7')
    """
    if is_page(payload):
        return read_page(payload, "workday", token, NUMBER)
    answer = load_json(payload)
    details = _details(answer)
    base = _public(token) if token else _stated_base(details)
    rows = _rows(answer, bool(details))
    listed = read_records(rows, lambda one: _posting(one, token, base), stated_total(answer, "total"))
    return with_details(listed, read_records(details, lambda one: _posting(one, token, base)))


def _rows(answer: Any, has_details: bool) -> list[Any]:
    try:
        return list_records(_without_details(answer), _is_row, "jobPostings")
    except UnreadableError:
        if has_details:
            return []
        raise


def _is_row(one: dict[str, Any]) -> bool:
    return "externalPath" in one or ("title" in one and "bulletFields" in one)


def _details(answer: Any) -> list[dict[str, Any]]:
    if isinstance(answer, dict):
        if isinstance(answer.get("jobPostingInfo"), dict):
            return [answer]
        if "jobDescription" in answer:
            return [{"jobPostingInfo": answer}]
        answer = list(answer.values())
    return [found for part in answer for found in _details(part)] if isinstance(answer, list) else []


def _without_details(answer: Any) -> Any:
    """Leave out the postings' own answers, which name similar postings in the shape of a list."""
    if isinstance(answer, dict):
        is_detail = "jobPostingInfo" in answer or "jobDescription" in answer
        return {} if is_detail else {name: _without_details(part) for name, part in answer.items()}
    return [_without_details(part) for part in answer] if isinstance(answer, list) else answer


def _posting(record: Any, token: str, base: str) -> RawPosting:
    if not isinstance(record, dict):
        raise UnreadableError("no object")
    job: dict[str, Any] = record.get("jobPostingInfo") or record
    path = said(job.get("externalPath")) or ""
    places = [job.get("location"), *each(job.get("additionalLocations"))]
    listed = said(job.get("locationsText"))
    if listed and not NUMBER_OF_PLACES.fullmatch(listed):
        places.append(listed)
    name = path.rpartition("/")[2] or said(job.get("jobPostingId"))
    number = said(job.get("jobReqId")) or _requisition(job, path)
    return RawPosting(
        platform="workday",
        token=token,
        external_id=needed(name or number or job.get("id"), "externalPath"),
        url=web_address(job.get("externalUrl")) or (f"{base}{path}" if path.startswith("/") else None),
        title=needed(job.get("title"), "title"),
        employer=said(inside(record, "hiringOrganization", "name")),
        places_said=distinct(*map(_place, places)),
        html=said(job.get("jobDescription")) or "",
        posted_on=day(job.get("startDate")),
        valid_through=day(job.get("endDate")),
        employment_said=said(job.get("timeType")),
        remote_said=said(job.get("remoteType")),
        requisition_id=number,
        raw=record,
    )


def _place(value: Any) -> str | None:
    return said(value.get("descriptor")) or label(value) if isinstance(value, dict) else said(value)


def _requisition(job: dict[str, Any], path: str) -> str | None:
    """Return the bullet that the path ends with: which bullets there are, each customer decides."""
    bullets = [said(one) for one in each(job.get("bulletFields"))]
    return next((one for one in bullets if one and f"_{one}" in path.replace(" ", "-")), None)


def _stated_base(details: list[dict[str, Any]]) -> str:
    url = next(filter(None, (web_address(one["jobPostingInfo"].get("externalUrl")) for one in details)), "")
    return url.partition("/job/")[0]


def _site(token: str) -> tuple[str, str, str]:
    match = SITE.match(token)
    parts = [part for part in match["path"].split("/") if part] if match else []
    if parts and LOCALE.fullmatch(parts[0]):
        parts = parts[1:]
    if match is None or not parts:
        raise UnreadableError(f"'{token}' is no Workday site; write tenant.wd5/Site")
    return match["tenant"], match["instance"], parts[0]


def _public(token: str) -> str:
    tenant, instance, site = _site(token)
    return f"https://{tenant}.{instance}.myworkdayjobs.com/{site}"


def _api(token: str) -> str:
    tenant, instance, site = _site(token)
    return f"https://{tenant}.{instance}.myworkdayjobs.com/wday/cxs/{tenant}/{site}"
