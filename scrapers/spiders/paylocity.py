"""Paylocity Recruiting job boards.

Token: the board's GUID, as in https://recruiting.paylocity.com/recruiting/jobs/All/{guid}/{name}.
Endpoint: GET that page, whose script assigns every posting to `window.pageData`; /Recruiting/Jobs/Details/{JobId} is
    one posting, its body in JSON-LD. Saved answers of /recruiting/v2/api/feed/jobs/{guid} are read too; the feed is
    empty for employers that did not order it.
Paging: none. Dates: `PublishedDate`, ISO 8601 with offset. Pay: `baseSalary` of the posting's JSON-LD.
Limits: none stated. Terms: none found for job boards; robots.txt answered 404 in September 2026.
Source: public code that reads the page, and measurements published with it.
"""

import re
from dataclasses import replace
from typing import Any

from scrapers.answer import Parsed, UnreadableError, list_records, load_json, read_records
from scrapers.crawl.details import DetailSpider
from scrapers.crawl.spider import Ask, Page
from scrapers.fields import first_said, joined, label, needed, said
from scrapers.moments import day
from scrapers.pages.assigned import assigned
from scrapers.pages.detail import schema_posting
from scrapers.pages.html import page_tree
from scrapers.records import Board, RawPosting

VARIABLE = "window.pageData"
GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
WORK_PLACES = frozenset({"remote", "hybrid", "on-site", "onsite", "in office"})


class Spider(DetailSpider):
    """The list, then every posting."""

    name = "paylocity"
    origin = "https://recruiting.paylocity.com"

    def first(self, board: Board) -> Ask:
        """Ask for the page of all postings."""
        guid = GUID.search(board.token)
        if guid is None:
            raise UnreadableError(f"no GUID in '{board.token}'; take it from the address of the job board")
        return Ask(url=f"{self.origin}/recruiting/jobs/All/{guid.group()}")

    def parse_answer(self, page: Page) -> Parsed:
        """Read the list or a posting."""
        return read(page.body, page.board.token)

    def detail(self, page: Page, listed: RawPosting) -> str:
        """Return the address of one posting."""
        return f"{self.origin}/Recruiting/Jobs/Details/{listed.external_id}"


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every public posting of a board's page, of its own page, or of the feed.

    >>> page = '<script>window.pageData = {"Jobs": [{"JobId": 4, "JobTitle": "Welder"}], "ModuleTitle": "Acme"};'
    >>> [(one.external_id, one.title, one.employer) for one in read(page).postings]
    [('4', 'Welder', 'Acme')]
    """
    text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else payload
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        answer = load_json(payload)
    elif (answer := assigned(text, VARIABLE)) is None or not _holds_jobs(answer):
        return _detail(text, token)
    records = list_records(answer, _is_job, "Jobs", "jobs")
    employer = label(answer.get("ModuleTitle") or answer.get("displayName")) if isinstance(answer, dict) else None
    return read_records(records, lambda job: _posting(job, token, employer))


def _holds_jobs(answer: Any) -> bool:
    return isinstance(answer, dict) and isinstance(answer.get("Jobs"), list)


def _is_job(one: dict[str, Any]) -> bool:
    return any(name.lower() == "jobid" for name in one)


def _detail(page: str, token: str) -> Parsed:
    tree = page_tree(page)
    posting = schema_posting(tree, "paylocity", token) if tree is not None else None
    if posting is None:
        raise UnreadableError("neither a list of postings nor a posting in the page")
    number = re.search(r"/Details/(\d+)", posting.url or "", re.IGNORECASE)
    return Parsed(postings=[replace(posting, external_id=number[1]) if number else posting])


def _posting(job: Any, token: str, employer: str | None) -> RawPosting | None:
    if not isinstance(job, dict):
        raise UnreadableError("no object")
    # The page spells names in capitals, the feed does not.
    fields = {name.lower(): value for name, value in job.items()}
    if fields.get("isinternal") is True:
        return None
    number = needed(fields.get("jobid"), "JobId")
    named = said(fields.get("locationname"))
    return RawPosting(
        platform="paylocity",
        token=token,
        external_id=number,
        url=_url(fields, number),
        title=needed(fields.get("jobtitle") or fields.get("title"), "JobTitle"),
        employer=said(fields.get("companyname")) or employer,
        places_said=tuple(filter(None, [_place(fields.get("joblocation")) or named])),
        html=said(fields.get("description")) or "",
        posted_on=day(fields.get("publisheddate")),
        employment_said=first_said(fields, "employmenttype", "jobtype"),
        department=label(fields.get("hiringdepartment")) or label(fields.get("department")),
        remote_said=_work_place(fields, named),
        raw=job,
    )


def _url(fields: dict[str, Any], number: str) -> str:
    return first_said(fields, "joburl", "displayurl", "url") or f"{Spider.origin}/Recruiting/Jobs/Details/{number}"


def _place(location: Any) -> str | None:
    if not isinstance(location, dict):
        return said(location)
    parts = {name.lower(): value for name, value in location.items()}
    return joined(parts.get("city"), parts.get("state"), parts.get("country")) or said(parts.get("name"))


def _work_place(fields: dict[str, Any], named: str | None) -> str | None:
    if named and named.lower() in WORK_PLACES:
        return named
    return "Remote" if fields.get("isremote") is True else None
