"""Comeet (Spark Hire Recruit) careers pages.

Token: `{slug}/{uid}`, as in the address of the hosted careers page, such as `acme/61.005`.
Endpoint: GET https://www.comeet.com/jobs/{slug}/{uid}, whose script assigns every position to COMPANY_POSITIONS_DATA;
    the API https://www.comeet.co/careers-api/2.0/company/{uid}/positions?token=&details=true gives the same records,
    but wants a token that changes.
Paging: none. Dates: only `time_updated`, which is no day of publication. Pay: none.
Limits and terms: none found; robots.txt decides.
Source: public code that reads the page and the API.
"""

import html
import re
from typing import Any
from urllib.parse import quote

from scrapers.answer import Parsed, UnreadableError, list_records, load_json, read_records
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.fields import first_said, inside, joined, needed, objects, said, web_address
from scrapers.moments import moment
from scrapers.pages.assigned import assigned
from scrapers.records import Board, RawPosting

VARIABLE = "COMPANY_POSITIONS_DATA"
SINGLE = "POSITION_DATA"
MAILBOXES = frozenset({"email", "email_alias"})
NO_WORDS = re.compile(r"(?:<[^>]*>|&nbsp;|\s)*")


class Spider(BoardSpider):
    """One request a board."""

    name = "comeet"
    origin = "https://www.comeet.com"

    def first(self, board: Board) -> Ask:
        """Ask for the hosted careers page."""
        if board.token.count("/") != 1:
            raise UnreadableError(f"'{board.token}' is no careers page; write slug/uid, such as acme/61.005")
        return Ask(url=f"{self.origin}/jobs/{quote(board.token)}")

    def read(self, page: Page) -> Parsed:
        """Read the one page."""
        return read(page.body, page.board.token)


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every public position of an answer or of a careers page.

    >>> body = '[{"uid": "1A.2", "name": "Welder"}, {"uid": "3", "name": "Transfer", "is_internal": true}]'
    >>> [one.title for one in read(body).postings]
    ['Welder']
    """
    text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else payload
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        answer = assigned(text, VARIABLE)
        answer = assigned(text, SINGLE) if answer is None else answer
        if answer is None:
            raise UnreadableError(f"no {VARIABLE} in the page")
    else:
        answer = load_json(payload)
    records = list_records(answer, lambda one: "uid" in one and "name" in one, "positions")
    return read_records(records, lambda job: _posting(job, token))


def _posting(job: Any, token: str) -> RawPosting | None:
    if not isinstance(job, dict):
        raise UnreadableError("no object")
    if job.get("is_internal") is True:
        return None
    place = job.get("location")
    where = joined(*(inside(place, part) for part in ("city", "state", "country"))) or said(inside(place, "name"))
    pages = ("url_comeet_hosted_page", "url_recruit_hosted_page", "url_active_page", "url_detected_page")
    return RawPosting(
        platform="comeet",
        token=token,
        external_id=needed(job.get("uid"), "uid"),
        url=web_address(first_said(job, *pages)),
        title=needed(job.get("name"), "name"),
        employer=said(job.get("company_name")),
        places_said=(where,) if where else (),
        html=_body(job),
        updated_at=moment(job.get("time_updated")),
        employment_said=said(job.get("employment_type")),
        department=said(job.get("department")),
        remote_said=said(job.get("workplace_type")),
        requisition_id=said(job.get("internal_use_custom_id")),
        raw={name: value for name, value in job.items() if name not in MAILBOXES},
    )


def _body(job: dict[str, Any]) -> str:
    sections = objects(job.get("details")) or objects(inside(job, "custom_fields", "details"))
    parts = []
    for section in sorted(sections, key=lambda one: one["order"] if isinstance(one.get("order"), int) else 0):
        text = said(section.get("value")) or ""
        if not NO_WORDS.fullmatch(text):
            heading = said(section.get("name"))
            parts.append(f"<h2>{html.escape(heading)}</h2>\n{text}" if heading else text)
    return "\n".join(parts)
