"""Oracle Recruiting Cloud candidate sites.

Token: `{host}/{site}`, such as `abcd.fa.us2.oraclecloud.com/CX_1`, or the address of the candidate site.
Endpoint: GET https://{host}/hcmRestApi/resources/latest/recruitingCEJobRequisitions with a finder that names site,
    limit and offset; .../recruitingCEJobRequisitionDetails is one posting, the only place of its body.
Paging: inside the finder; `TotalJobsCount` says how many. Dates: `PostedDate`, in the posting
    `ExternalPostedStartDate`. Pay: none but in fields that each customer names as it likes.
Limits and terms: a documented REST resource, which candidate sites ask without signing in; robots.txt decides.
Source: https://docs.oracle.com/en/cloud/saas/human-resources/farws/ (Recruiting CE Job Requisitions)
"""

import re
from typing import Any

from scrapers.answer import Parsed, UnreadableError, load_json, read_listed
from scrapers.crawl.details import OffsetSpider
from scrapers.crawl.spider import Ask, Page
from scrapers.fields import distinct, first_said, joined, needed, objects, said
from scrapers.moments import day
from scrapers.pages.detail import is_page, read_page
from scrapers.records import Board, RawPosting

PAGE = 100
JSON = (("Accept", "application/json"),)
SITE = re.compile(r"(?:https?://)?(?P<host>[\w.-]+)/(?:hcmUI/CandidateExperience/[\w-]+/sites/)?(?P<site>[\w-]+)")
NUMBER = re.compile(r"/job/([\w-]+)")
BODY = (
    "ExternalDescriptionStr",
    "ExternalResponsibilitiesStr",
    "ExternalQualificationsStr",
    "OrganizationDescriptionStr",
    "CorporateDescriptionStr",
)


class Spider(OffsetSpider):
    """The list page by page, then every posting."""

    name = "oracle_orc"

    def parse_answer(self, page: Page) -> Parsed:
        """Read a list or a posting; a list without even an empty frame is of no site."""
        parsed = read(page.body, page.board.token)
        if parsed.vanished and not page.ask.rest:
            raise UnreadableError("no such candidate site")
        return parsed

    def detail(self, page: Page, listed: RawPosting) -> Ask:
        """Ask for one posting."""
        host, site = _site(page.board.token)
        finder = f"ById;Id=%22{listed.external_id}%22,siteNumber={site}"
        path = f"recruitingCEJobRequisitionDetails?onlyData=true&expand=all&finder={finder}"
        return Ask(url=f"https://{host}/hcmRestApi/resources/latest/{path}", headers=JSON)

    def listing(self, board: Board, offset: int) -> Ask:
        """Ask for one page of the list."""
        host, site = _site(board.token)
        finder = f"findReqs;siteNumber={site},limit={PAGE},offset={offset},sortBy=POSTING_DATES_DESC"
        expand = "requisitionList.workLocation,requisitionList.secondaryLocations"
        path = f"recruitingCEJobRequisitions?onlyData=true&expand={expand}&finder={finder}"
        return Ask(url=f"https://{host}/hcmRestApi/resources/latest/{path}", headers=JSON)


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a list or of a posting's own answer.

    >>> body = '{"items": [{"TotalJobsCount": 8, "requisitionList": [{"Id": "31", "Title": "Welder"}]}], "count": 1}'
    >>> [one.external_id for one in read(body).postings], read(body).total
    (['31'], 8)
    """
    if is_page(payload):
        return read_page(payload, "oracle_orc", token, NUMBER)
    answer = load_json(payload)
    if isinstance(answer, dict) and answer.get("items") == []:
        return Parsed(postings=[], vanished=1)
    return read_listed(
        answer,
        lambda one: "Id" in one and "Title" in one,
        lambda job: _posting(job, token),
        "TotalJobsCount",
        "requisitionList",
    )


def _posting(job: Any, token: str) -> RawPosting:
    if not isinstance(job, dict):
        raise UnreadableError("no object")
    number = needed(job.get("Id"), "Id")
    others = [*objects(job.get("secondaryLocations")), *objects(job.get("otherWorkLocations"))]
    places = distinct(said(job.get("PrimaryLocation")), *(said(one.get("Name")) for one in others))
    return RawPosting(
        platform="oracle_orc",
        token=token,
        external_id=number,
        url=_public(token, number) if token else said(job.get("ExternalURL")),
        title=needed(job.get("Title"), "Title"),
        employer=said(job.get("LegalEmployer")),
        places_said=places or distinct(*map(_work_place, objects(job.get("workLocation")))),
        html=_body(job),
        posted_on=day(job.get("ExternalPostedStartDate")) or day(job.get("PostedDate")),
        valid_through=day(job.get("ExternalPostedEndDate")) or day(job.get("PostingEndDate")),
        employment_said=first_said(job, "JobSchedule", "ContractType", "WorkerType", "JobType"),
        department=first_said(job, "Category", "JobFamily", "JobFunction", "Department", "Organization"),
        remote_said=first_said(job, "WorkplaceType"),
        requisition_id=first_said(job, "RequisitionNumber", "Id"),
        raw=job,
    )


def _body(job: dict[str, Any]) -> str:
    """Return the parts of the ad, each once: some customers write the whole ad into every part."""
    parts: list[str] = []
    for text in filter(None, (said(job.get(name)) for name in BODY)):
        if not any(text in part for part in parts):
            parts = [*(part for part in parts if part not in text), text]
    return "\n".join(parts) or said(job.get("ShortDescriptionStr")) or ""


def _work_place(place: dict[str, Any]) -> str | None:
    return joined(place.get("TownOrCity"), place.get("Region2"), place.get("Country")) or said(
        place.get("LocationName")
    )


def _site(token: str) -> tuple[str, str]:
    match = SITE.match(token)
    if match is None:
        raise UnreadableError(f"'{token}' is no candidate site; write host/CX_1")
    return match["host"], match["site"]


def _public(token: str, number: str) -> str:
    host, site = _site(token)
    return f"https://{host}/hcmUI/CandidateExperience/en/sites/{site}/job/{number}"
