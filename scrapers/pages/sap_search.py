"""Read the search of SuccessFactors' newer career sites: POST /services/recruiting/v1/jobs, ten postings an answer."""

import datetime as dt
import re
from typing import Any
from urllib.parse import quote

from scrapers.answer import Parsed, UnreadableError, read_listed
from scrapers.fields import distinct, each, first_said, needed, said
from scrapers.moments import day, slashed_day
from scrapers.records import RawPosting

BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)


def read_search(answer: Any, token: str = "") -> Parsed:
    """Return every posting of an answer; the body stands only on its own page.

    >>> job = {"id": "31", "unifiedStandardTitle": "Cook", "jobLocationShort": ["Ulm<br/>"]}
    >>> read_search({"totalJobs": 3, "jobSearchResult": [{"response": job}]}).postings[0].places_said
    ('Ulm',)
    """
    return read_listed(answer, _is_job, lambda one: _posting(one, token), "totalJobs", "jobSearchResult")


def _is_job(one: dict[str, Any]) -> bool:
    return "unifiedStandardTitle" in one or isinstance(one.get("response"), dict)


def _posting(record: Any, token: str) -> RawPosting:
    job = record.get("response", record) if isinstance(record, dict) else None
    if not isinstance(job, dict):
        raise UnreadableError("no object")
    number = needed(job.get("id"), "id")
    name = first_said(job, "unifiedUrlTitle", "urlTitle")
    host = token.removeprefix("https://").partition("/")[0]
    return RawPosting(
        platform="successfactors",
        token=token,
        external_id=number,
        url=f"https://{host}/job/{quote(name, safe='%-')}/{number}-en_US" if host and name else None,
        title=needed(first_said(job, "unifiedStandardTitle", "jobTitle"), "title"),
        places_said=distinct(*(BREAK.sub("", said(one) or "") for one in each(job.get("jobLocationShort")))),
        posted_on=_day(job.get("unifiedStandardStart")),
        valid_through=_day(job.get("unifiedStandardEnd")),
        requisition_id=number,
        raw=job,
    )


def _day(value: Any) -> dt.date | None:
    return slashed_day(value) or day(value)
