"""Workable careers pages.

Endpoint: GET https://apply.workable.com/api/v1/widget/accounts/{token}?details=true, made for showing one's postings on
    one's own site. Answers of the page's own API (`results`, no bodies) and of the keyed API (`jobs` with `salary`) are
    read too, never asked for.
Paging: none, the whole board in one answer, without a total.
Dates: `published_on`, a day; `created_at` may be earlier. `state` is a region in the widget's answer, not a status.
Pay: not in the widget; `salary_from`, `salary_to` and `salary_currency` elsewhere, without a period.
Limits: no key; quick visitors get 429. Terms: those found bind customers and job seekers; robots.txt decides.
Source: https://www.workable.com/terms, https://sevic.dev/notes/workable-public-jobs-api-nodejs/
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from scrapers.answer import Parsed, find_records, list_records, load_json, read_records, stated_total
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.fields import distinct, each, inside, joined, needed, objects, said, web_address
from scrapers.moments import day
from scrapers.pay import range_of
from scrapers.records import Board, RawPosting

MARKS = {"title", "shortcode"}
BODY = ("description", "full_description", "requirements", "benefits")


class Spider(BoardSpider):
    """One request a board."""

    name = "workable"
    origin = "https://apply.workable.com"

    def first(self, board: Board) -> Ask:
        """Ask for the whole board."""
        return Ask(url=f"{self.origin}/api/v1/widget/accounts/{quote(board.token, safe='')}?details=true")

    def read(self, page: Page) -> Parsed:
        """Read the one answer."""
        return read(page.body, page.board.token)


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a board, or the one of a detail.

    >>> body = '{"name": "Acme", "jobs": [{"title": "Welder", "shortcode": "A7", "city": "Patra"}]}'
    >>> [(one.employer, one.external_id, one.places_said) for one in read(body).postings]
    [('Acme', 'A7', ('Patra',))]
    """
    answer = load_json(payload)
    records = list_records(answer, MARKS.issubset, "jobs", "results")
    account = next(find_records(answer, lambda one: "name" in one and isinstance(one.get("jobs"), list)), {})
    employer = said(account.get("name"))
    return read_records(records, lambda job: _posting(job, token, employer), stated_total(answer, "total"))


def _posting(job: Any, token: str, employer: str | None) -> RawPosting:
    code = needed(inside(job, "shortcode"), "shortcode")
    url = web_address(job.get("url")) or web_address(job.get("shortlink")) or f"https://apply.workable.com/j/{code}"
    location = job["location"] if isinstance(job.get("location"), dict) else {}
    workplace = job.get("workplace") or job.get("workplace_type") or location.get("workplace_type")
    is_remote = True in (job.get("telecommuting"), job.get("remote"), location.get("telecommuting"))
    return RawPosting(
        platform="workable",
        token=token,
        external_id=code,
        url=url,
        title=needed(job.get("title"), "title"),
        employer=employer,
        places_said=distinct(*_places(job, location)),
        html=_body(job),
        posted_on=day(job.get("published_on")) or day(job.get("published")) or day(job.get("created_at")),
        employment_said=said(job.get("employment_type")) or joined(*each(job.get("type"))),
        department=_department(job.get("department")),
        remote_said=said(workplace) or ("remote" if is_remote else None),
        pay_said=range_of(job.get("salary"), "salary_from", "salary_to", "salary_currency"),
        requisition_id=said(job.get("code")),
        raw=job,
    )


def _places(job: dict[str, Any], location: dict[str, Any]) -> Iterator[str | None]:
    shown = [one for one in objects(job.get("locations")) if one.get("hidden") is not True]
    for one in shown or [location or job]:
        region = said(one.get("region")) or said(one.get("state"))
        yield joined(one.get("city"), region, one.get("country")) or said(one.get("location_str"))


def _department(value: Any) -> str | None:
    return joined(*value) if isinstance(value, list) else said(value)


def _body(job: dict[str, Any]) -> str:
    parts = {name: said(job.get(name)) or said(inside(job, "details", name)) for name in BODY}
    if parts["full_description"]:
        return parts["full_description"]
    return "\n".join(filter(None, parts.values()))
