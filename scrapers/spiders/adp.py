"""ADP Workforce Now career centers; saved answers of ADP Recruiting Management (myjobs.adp.com) are read too.

Token: `{cid}/{ccId}`, as in the address of the career center, and its language where that is not en_US:
    `{cid}/{ccId}/en_CA`. Without a ccId the center that every client has is asked.
Endpoint: GET https://workforcenow.adp.com/mascsr/default/careercenter/public/events/staffing/v1/job-requisitions with
    cid, ccId, lang, $top and $skip; .../job-requisitions/{ExternalJobID} is one posting, the only place of its body.
Paging: `$skip` counts from 1, 20 a page at most; `meta.totalNumber` says how many. Each language is a list of its own.
Dates: `postDate`, ISO 8601 with offset. Pay: `payGradeRange`, amounts with currency; the custom field SalaryRange says
    the same in words, with the period ("... (USD) Annually").
Limits: the 201st request within a minute is refused with 429. Terms: none found for career centers.
Source: measurements of this address published with public code, September 2026.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from scrapers.answer import Parsed, UnreadableError, load_json, read_listed
from scrapers.crawl.details import OffsetSpider
from scrapers.crawl.spider import Ask, Page
from scrapers.fields import distinct, first_said, inside, joined, needed, objects, said
from scrapers.moments import day
from scrapers.pages.salary import PER
from scrapers.pay import pay_range
from scrapers.records import Board, PaySaid, RawPosting

PAGE = 20
DEFAULT_CENTER = "19000101_000001"
TITLES = ("requisitionTitle", "publishedJobTitle", "jobTitle")
HEADERS = (("Accept", "application/json"), ("Accept-Language", "en-US"))


class Spider(OffsetSpider):
    """The list page by page, then every posting."""

    name = "adp"
    origin = "https://workforcenow.adp.com"
    path = "/mascsr/default/careercenter/public/events/staffing/v1/job-requisitions"

    def listing(self, board: Board, offset: int) -> Ask:
        """Ask for one page of the list."""
        return self._ask(board, "", {"$top": PAGE, "$skip": offset + 1})

    def parse_answer(self, page: Page) -> Parsed:
        """Read a list or a posting."""
        return read(page.body, page.board.token)

    def detail(self, page: Page, listed: RawPosting) -> Ask:
        """Ask for one posting."""
        return self._ask(page.board, f"/{quote(listed.external_id, safe='')}", {})

    def _ask(self, board: Board, rest: str, more: dict[str, int]) -> Ask:
        cid, center, language = _center(board.token)
        query = urlencode({"cid": cid, "ccId": center, "lang": language, "locale": language} | more, safe="$")
        return Ask(url=f"{self.origin}{self.path}{rest}?{query}", headers=HEADERS)


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a list or of a posting's own answer.

    >>> body = '{"jobRequisitions": [{"itemID": "92_1", "requisitionTitle": "Welder "}], "meta": {"totalNumber": 3}}'
    >>> read(body).postings[0].title, read(body).total
    ('Welder', 3)
    """
    answer = load_json(payload)
    if _is_empty_frame(answer):
        return Parsed(postings=[], vanished=1)
    return read_listed(
        answer,
        lambda one: any(name in one for name in TITLES),
        lambda job: _posting(job, token),
        "count" if isinstance(answer, dict) and "count" in answer else "totalNumber",
        "jobRequisitions",
    )


def _is_empty_frame(answer: Any) -> bool:
    """Tell what a closed posting leaves: its own answer, status 200, without a title."""
    is_single = isinstance(answer, dict) and "itemID" in answer and "jobRequisitions" not in answer
    return is_single and not any(answer.get(name) for name in TITLES)


def _posting(job: Any, token: str) -> RawPosting:
    if not isinstance(job, dict):
        raise UnreadableError("no object")
    custom = _custom_fields(job)
    number = custom.get("ExternalJobID") or first_said(job, "itemID", "reqId")
    requisition = said(job.get("clientRequisitionID"))
    external_id = needed(number or requisition, "itemID")
    return RawPosting(
        platform="adp",
        token=token,
        external_id=external_id,
        url=_public(token, external_id) if token else None,
        title=needed(first_said(job, *TITLES), "requisitionTitle"),
        places_said=distinct(*map(_place, objects(job.get("requisitionLocations")))),
        html="\n".join(_texts(job)),
        posted_on=day(job.get("postDate")) or day(job.get("postingDate")),
        valid_through=day(job.get("expirationDate")),
        employment_said=_code(job.get("workLevelCode")),
        department=custom.get("HomeDepartment") or next(map(_unit, objects(job.get("organizationalUnits"))), None),
        pay_said=_pay(job, custom.get("SalaryRange")),
        requisition_id=requisition,
        raw=job,
    )


def _custom_fields(job: dict[str, Any]) -> dict[str, str]:
    found = {}
    for field in objects(inside(job, "customFieldGroup", "stringFields")):
        name, value = said(inside(field, "nameCode", "codeValue")), said(field.get("stringValue"))
        if name and value:
            found[name] = value
    return found


def _texts(job: dict[str, Any]) -> Iterator[str]:
    for name in ("requisitionDescription", "jobDescription", "jobQualifications"):
        if text := said(job.get(name)):
            yield text


def _place(location: dict[str, Any]) -> str | None:
    address = location.get("address")
    region = inside(address, "countrySubdivisionLevel1", "longName") or inside(
        address, "countrySubdivisionLevel1", "codeValue"
    )
    country = inside(address, "country", "longName") or inside(address, "countryCode")
    return _code(location.get("nameCode")) or joined(inside(address, "cityName"), region, country)


def _code(value: Any) -> str | None:
    return said(value.get("shortName")) or said(value.get("longName")) if isinstance(value, dict) else said(value)


def _unit(unit: dict[str, Any]) -> str | None:
    return said(unit.get("name")) or _code(unit.get("nameCode"))


def _pay(job: dict[str, Any], words: str | None) -> tuple[PaySaid, ...]:
    bounds = job.get("payGradeRange")
    low, high = inside(bounds, "minimumRate"), inside(bounds, "maximumRate")
    per = next((PER[word] for word in re.findall(r"[a-z]+", (words or "").lower()) if word in PER), None)
    currency = inside(low, "currencyCode") or inside(high, "currencyCode")
    found = pay_range(inside(low, "amountValue"), inside(high, "amountValue"), currency, per, said=words)
    return (found,) if found else ()


def _center(token: str) -> tuple[str, str, str]:
    cid, _, rest = token.strip("/").partition("/")
    center, _, language = rest.partition("/")
    if not cid:
        raise UnreadableError(f"'{token}' is no career center; write cid/ccId")
    return cid, center or DEFAULT_CENTER, language or "en_US"


def _public(token: str, job: str) -> str:
    cid, center, language = _center(token)
    query = urlencode({"cid": cid, "ccId": center, "lang": language, "jobId": job})
    return f"{Spider.origin}/mascsr/default/mdf/recruitment/recruitment.html?{query}"
