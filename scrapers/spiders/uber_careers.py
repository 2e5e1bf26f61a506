"""Uber's own careers site: for reading saved answers; the site refuses requests that are not its own pages'.

Endpoint: POST https://www.uber.com/api/loadSearchJobsResults (`data.results`); also exports of other tools (`jobs`).
Paging: `page`, `limit`; `data.totalResults.low` says how many. Dates: `creationDate`, ISO 8601. Pay: only in the text,
    which is Markdown.
Limits and terms: refused, see docs/refused.md. Source: https://www.uber.com/careers/list
"""

from typing import Any

from scrapers.answer import Parsed, UnreadableError, find_records, list_records, load_json, read_records
from scrapers.fields import distinct, each, inside, joined, label, needed, said, web_address
from scrapers.moments import day, moment
from scrapers.pages.html import as_html
from scrapers.records import RawPosting

MARKS = {"id", "title", "description"}


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a page of results or of an export.

    >>> body = '{"data": {"results": [{"id": 7, "title": "Welder", "description": "", "location": {"city": "Oslo"}}]}}'
    >>> [(one.url, one.places_said) for one in read(body).postings]
    [('https://www.uber.com/global/en/careers/list/7/', ('Oslo',))]
    """
    answer = load_json(payload)
    employer = said(inside(answer, "name"))
    counts = find_records(answer, lambda one: isinstance(inside(one, "totalResults", "low"), int))
    total = max((one["totalResults"]["low"] for one in counts), default=None)
    records = list_records(answer, MARKS.issubset, "results", "jobs")
    return read_records(records, lambda job: _posting(job, token, employer), total)


def _posting(job: Any, token: str, employer: str | None) -> RawPosting:
    if not isinstance(job, dict):
        raise UnreadableError("no object")
    number = needed(job.get("id"), "id")
    places = each(job.get("allLocations") or job.get("locations") or job.get("location"))
    return RawPosting(
        platform="uber_careers",
        token=token,
        external_id=number,
        url=web_address(job.get("url")) or f"https://www.uber.com/global/en/careers/list/{number}/",
        title=needed(job.get("title"), "title"),
        employer=employer,
        places_said=distinct(*map(_place, places)),
        html=as_html(said(job.get("description")) or ""),
        posted_on=day(job.get("creationDate") or job.get("creation_date")),
        updated_at=moment(job.get("updatedDate") or job.get("updated_date")),
        employment_said=said(job.get("timeType")) or said(job.get("time_type")),
        department=said(job.get("department")),
        raw=job,
    )


def _place(place: Any) -> str | None:
    if not isinstance(place, dict):
        return said(place)
    return joined(place.get("city"), place.get("region"), place.get("countryName") or place.get("country")) or label(
        place
    )
