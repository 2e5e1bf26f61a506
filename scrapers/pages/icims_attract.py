"""Read the search of career sites that iCIMS runs under the employer's own name: GET {site}/api/jobs."""

from typing import Any

from scrapers.answer import Parsed, UnreadableError, read_listed
from scrapers.fields import distinct, each, first_said, inside, joined, needed, said, web_address
from scrapers.moments import day, moment
from scrapers.pay import pay_range
from scrapers.records import RawPosting

BODY = ("description", "responsibilities", "qualifications")


def read_search(answer: Any, token: str = "") -> Parsed:
    """Return every posting of an answer.

    >>> read_search({"jobs": [{"data": {"slug": "31", "title": "Cook"}}], "totalCount": 8}).total
    8
    """
    return read_listed(answer, _is_job, lambda one: _posting(one, token), "totalCount", "jobs")


def _is_job(one: dict[str, Any]) -> bool:
    return isinstance(one.get("data"), dict) or ("title" in one and ("req_id" in one or "slug" in one))


def _posting(record: Any, token: str) -> RawPosting:
    job = record.get("data", record) if isinstance(record, dict) else None
    if not isinstance(job, dict):
        raise UnreadableError("no object")
    place = first_said(job, "full_location", "location_name") or joined(*map(job.get, ("city", "state", "country")))
    pay = pay_range(job.get("salary_min_value"), job.get("salary_max_value"), job.get("salary_currency"))
    return RawPosting(
        platform="icims",
        token=token,
        external_id=needed(first_said(job, "slug", "req_id"), "slug"),
        url=web_address(inside(job, "meta_data", "canonical_url"))
        or web_address(first_said(job, "canonical_url", "apply_url")),
        title=needed(job.get("title"), "title"),
        employer=said(job.get("hiring_organization")),
        places_said=distinct(place),
        html="\n".join(filter(None, (said(job.get(name)) for name in BODY))),
        posted_on=day(job.get("posted_date")),
        updated_at=moment(job.get("update_date")),
        employment_said=said(job.get("employment_type")),
        department=next((said(inside(one, "name")) or said(one) for one in each(job.get("categories"))), None),
        pay_said=(pay,) if pay else (),
        requisition_id=said(job.get("req_id")),
        raw=job,
    )
