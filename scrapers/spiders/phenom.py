"""Phenom career sites.

Token: the address of the career site in one language, such as `https://careers.acme.com/us/en`.
Endpoint: GET {token}/search-results?from=, whose script assigns the postings found to `phApp.ddo`; {token}/job/{jobId}
    is one posting, whole in the same variable or in JSON-LD. Saved answers of POST /widgets are read too.
Paging: `from`; `totalHits` says how many. Dates: `postedDate`, ISO 8601. Pay: `baseSalary` of the posting's JSON-LD.
Limits and terms: not documented; robots.txt of the site decides.
Source: public code that reads these pages, checked against sites in 2026.
"""

from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlsplit

from scrapers.answer import Parsed, UnreadableError, filled, load_json, read_listed
from scrapers.crawl.details import OffsetSpider
from scrapers.crawl.spider import Ask, Page
from scrapers.fields import distinct, first_said, inside, joined, label, needed, objects, said, web_address
from scrapers.moments import day
from scrapers.pages.assigned import assigned
from scrapers.pages.detail import schema_posting
from scrapers.pages.html import own_address, page_tree
from scrapers.records import Board, RawPosting

VARIABLE = "phApp.ddo"
NUMBERS = ("jobId", "reqId", "jobSeqNo")


class Spider(OffsetSpider):
    """The list page by page, then every posting."""

    name = "phenom"

    def parse_answer(self, page: Page) -> Parsed:
        """Read a page of the list or a posting."""
        return read(page.body, page.board.token)

    def detail(self, page: Page, listed: RawPosting) -> str:
        """Return the address of one posting."""
        return _job_page(page.board.token, listed.external_id)

    def listing(self, board: Board, offset: int) -> Ask:
        """Ask for one page of the list."""
        if urlsplit(board.token).scheme != "https":
            raise UnreadableError(f"'{board.token}' is no address; write https://careers.acme.com/us/en")
        return Ask(url=f"{board.token.rstrip('/')}/search-results?from={offset}&s=1")


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a search page, of a posting's page, or of a widget's answer.

    >>> page = '<script>phApp.ddo = {"x": {"totalHits": 9, "data": {"jobs": [{"jobId": "P-1", "title": "Cook"}]}}};'
    >>> [(one.external_id, one.title) for one in read(page).postings], read(page).total
    ([('P-1', 'Cook')], 9)
    """
    text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else payload
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        return _jobs(load_json(payload), token, token)
    tree, data = page_tree(text), assigned(text, VARIABLE)
    base = token or (_site(own_address(tree)) if tree is not None else "")
    linked = schema_posting(tree, "phenom", token) if tree is not None else None
    if linked is not None:
        linked = replace(linked, external_id=linked.requisition_id or linked.external_id)
    if isinstance(data, dict) and "jobDetail" in data:
        return _detail(inside(data, "jobDetail", "data", "job"), linked, base, token)
    if linked is None:
        return _jobs(data, base, token)
    return Parsed(postings=[linked])


def _detail(job: Any, linked: RawPosting | None, base: str, token: str) -> Parsed:
    """Return the posting of its own page; of one that is closed, the page has the frame only."""
    if isinstance(job, dict):
        posting = _posting(job, base, token)
        return Parsed(postings=[filled(posting, linked) if linked else posting])
    return Parsed(postings=[linked]) if linked else Parsed(postings=[], vanished=1)


def _jobs(answer: Any, base: str, token: str) -> Parsed:
    if answer is None:
        raise UnreadableError(f"no {VARIABLE} in the page")
    return read_listed(answer, _is_job, lambda job: _posting(job, base, token), "totalHits", "jobs")


def _is_job(one: dict[str, Any]) -> bool:
    return "title" in one and any(name in one for name in NUMBERS)


def _posting(job: Any, base: str, token: str) -> RawPosting:
    if not isinstance(job, dict):
        raise UnreadableError("no object")
    number = needed(first_said(job, *NUMBERS), "jobId")
    return RawPosting(
        platform="phenom",
        token=token,
        external_id=number,
        url=_job_page(base, number) if base else web_address(first_said(job, "jobUrl", "applyUrl")),
        title=needed(job.get("title"), "title"),
        employer=first_said(job, "companyName", "company"),
        places_said=_places(job),
        html=first_said(job, "description", "jobDescription", "descriptionTeaser") or "",
        posted_on=day(job.get("postedDate")) or day(job.get("dateCreated")),
        employment_said=first_said(job, "type", "employmentType"),
        department=first_said(job, "department", "category"),
        remote_said=first_said(job, "workplaceType", "remoteType", "workLocation"),
        requisition_id=said(job.get("reqId")),
        raw=job,
    )


def _places(job: dict[str, Any]) -> tuple[str, ...]:
    several = job.get("multi_location")
    listed = several if isinstance(several, list) else []
    found = distinct(
        *map(said, listed), *(label(one.get("location")) for one in objects(job.get("multi_location_array")))
    )
    if found:
        return found
    one = first_said(job, "cityStateCountry", "location", "cityState")
    return distinct(one or joined(job.get("city"), job.get("state"), job.get("country")))


def _site(address: str) -> str:
    return address.partition("/search-results")[0] if "/search-results" in address else ""


def _job_page(base: str, number: str) -> str:
    return f"{base.rstrip('/')}/job/{quote(number, safe='')}"
