"""Jobylon widgets, with which Nordic employers show their postings on their own pages.

Token: `companies/{id}` or `company-groups/{id}`, as in the address of the widget's frame; a bare number is a company.
Endpoint: GET https://cdn.jobylon.com/jobs/{token}/embed/v2/, a page whose script assigns every posting to
    `JBL.embed_v2['jobs']`; https://emp.jobylon.com/jobs/{id}-{slug}/ is one posting, its body in JSON-LD. Answers of an
    employer's feed (https://feed.jobylon.com/feeds/{key}/?format=json) are read too: its key is for the employer.
Paging: none, whatever `page_size` is asked for. An unknown company is a 404.
Dates: `published_date` and `to_date` in words of the employer's language; ISO 8601 in a posting and in the feed, where
    `from_date` is the first day.
Pay: `baseSalary` of a posting's JSON-LD, rarely.
Limits: none stated. Terms: none found for widgets, which are made to be shown on other sites; robots.txt decides.
Source: https://github.com/jobylon/jbl-developer (feed), and public code that reads the widget, checked in 2026.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from scrapers.answer import Parsed, UnreadableError, list_records, load_json, read_records
from scrapers.crawl.details import DetailSpider
from scrapers.crawl.spider import Ask, Page
from scrapers.fields import distinct, first_said, inside, joined, label, needed, objects, said, web_address
from scrapers.moments import day
from scrapers.pages.assigned import assigned
from scrapers.pages.detail import is_page, schema_posting
from scrapers.pages.html import page_tree, sections
from scrapers.records import Board, RawPosting

VARIABLE = "JBL.embed_v2['jobs']"
PUBLIC = "https://emp.jobylon.com"
TOKEN = re.compile(r"(?:(companies|company-groups)/)?(\d+)")
NUMBER = re.compile(r"/jobs/(\d+)")
PERSONAL = frozenset({"contact", "owner"})
NOTHING = "None"
"""What the widget prints for a field without a value."""


class Spider(DetailSpider):
    """The list, then every posting."""

    name = "jobylon"
    origin = "https://cdn.jobylon.com"

    def first(self, board: Board) -> Ask:
        """Ask for the widget."""
        match = TOKEN.fullmatch(board.token)
        if match is None:
            raise UnreadableError(f"'{board.token}' is no Jobylon widget; write companies/1234 or company-groups/12")
        return Ask(url=f"{self.origin}/jobs/{match[1] or 'companies'}/{match[2]}/embed/v2/")

    def parse_answer(self, page: Page) -> Parsed:
        """Read the widget or a posting."""
        return read(page.body, page.board.token)

    def detail(self, page: Page, listed: RawPosting) -> str:
        """Return the address of one posting."""
        return listed.url or f"{PUBLIC}/jobs/{listed.external_id}/"


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every public posting of a widget, the one of its own page, or those of a feed.

    >>> page = "<script>JBL.embed_v2['jobs'] = [{id: '7', title: 'Svetsare', url: '/jobs/7-svetsare/'}];</script>"
    >>> [(one.external_id, one.title, one.url) for one in read(page).postings]
    [('7', 'Svetsare', 'https://emp.jobylon.com/jobs/7-svetsare/')]
    """
    answer = _widget(payload) if is_page(payload) else load_json(payload)
    if answer is None:
        return _detail(payload, token)
    jobs = list_records(answer, lambda one: {"id", "title"} <= one.keys(), "jobs", "results")
    return read_records(jobs, lambda job: _posting(job, token))


def _widget(payload: bytes | str) -> Any:
    text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else payload
    return assigned(text, VARIABLE)


def _detail(payload: bytes | str, token: str) -> Parsed:
    tree = page_tree(payload)
    posting = schema_posting(tree, "jobylon", token) if tree is not None else None
    if posting is None:
        raise UnreadableError("neither a widget nor a posting in the page")
    number = NUMBER.search(posting.url or "")
    return Parsed(postings=[replace(posting, external_id=number[1] if number else posting.external_id)])


def _posting(job: Any, token: str) -> RawPosting | None:
    if not isinstance(job, dict):
        raise UnreadableError("no object")
    if job.get("is_internal") is True:
        return None
    facts = {name: None if value == NOTHING else value for name, value in job.items()}
    page = web_address(facts.get("url")) or web_address(inside(facts, "urls", "ad"))
    return RawPosting(
        platform="jobylon",
        token=token,
        external_id=needed(facts.get("id"), "id"),
        url=urljoin(PUBLIC, page) if page else None,
        title=needed(facts.get("title"), "title"),
        employer=label(facts.get("company")),
        places_said=distinct(*_places(facts.get("locations"))),
        html=sections((None, facts.get("descr") or facts.get("summary")), (None, facts.get("skills"))),
        posted_on=day(facts.get("published_date")) or day(facts.get("from_date")),
        valid_through=day(facts.get("to_date")),
        employment_said=said(facts.get("employment_type")),
        department=joined(*_departments(facts.get("departments"))) or said(facts.get("function")),
        remote_said=first_said(facts, "workspace", "workspace_type"),
        requisition_id=said(facts.get("internal_reference")),
        raw={name: value for name, value in job.items() if name not in PERSONAL},
    )


def _places(locations: Any) -> Iterator[str | None]:
    for one in locations if isinstance(locations, list) else [locations]:
        place = inside(one, "location") or one
        yield label(place) or joined(inside(place, "city"), inside(place, "area_1"), inside(place, "country"))


def _departments(departments: Any) -> Iterator[str | None]:
    if isinstance(departments, list):
        yield from map(said, departments)
        for one in objects(departments):
            yield said(inside(one, "department", "descr")) or said(one.get("descr"))
