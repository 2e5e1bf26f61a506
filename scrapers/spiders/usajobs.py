"""USAJOBS, the vacancies of the United States government: the live search and the historic announcements.

Endpoint, live: GET https://data.usajobs.gov/api/search?ResultsPerPage=500&Page={n}, with the headers `User-Agent` (the
    address registered) and `Authorization-Key`; the token is `search?` and filters: `search?JobCategoryCode=2210`.
Endpoint, past: GET https://data.usajobs.gov/api/historicjoa, without a key; the token is `historicjoa?` and filters:
    `historicjoa?PositionSeries=2210&StartPositionOpenDate=2025-01-01&EndPositionOpenDate=2025-01-31`. Its texts are
    at /api/historicjoa/announcementtext?USAJOBSControlNumbers={number}.
Paging: live by `Page`, `SearchResultCountAll` says how many, at most 10,000 a search; past 1,000 an answer,
    `paging.next` leads on, `paging.metadata.totalCount` says how many.
Dates: `PublicationStartDate`, `ApplicationCloseDate`; past `positionOpenDate`, `positionCloseDate`; without a zone.
Pay: `PositionRemuneration[]`, amounts as text, `RateIntervalCode` PA, PH, PD, PM (BW is a fortnight, WC unpaid);
    past `minimumSalary`, `maximumSalary`, `salaryType`. The currency is not given.
Limits and terms: public data of a government, key on request. Source: https://developer.usajobs.gov/api-reference/
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

import scrapy

from scrapers.answer import Parsed, UnreadableError, find_records, list_records, load_json, read_records, stated_total
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.fields import distinct, each, inside, joined, label, needed, objects, said, web_address
from scrapers.moments import day
from scrapers.pages.html import as_html
from scrapers.pay import pay_range
from scrapers.records import Board, PaySaid, RawPosting

PAGE = 500
LIVE = "search"
PERIODS = {"PA": "year", "PH": "hour", "PD": "day", "PM": "month"}
LIVE_TEXTS = ("JobSummary", "MajorDuties", "Education", "Requirements")
PAST_TEXTS = (
    "summary",
    "duties",
    "requirementsQualifications",
    "requirementsEducation",
    "requirementsConditionsOfEmployment",
)


class Spider(BoardSpider):
    """A live board page after page; a past one too, then the text of each announcement."""

    name = "usajobs"
    origin = "https://data.usajobs.gov"
    register_at = "https://developer.usajobs.gov/apirequest/"

    def keys_for(self, board: Board) -> tuple[str, ...]:
        """Return what the live search wants to know; the past is open to all."""
        return ("email", "key") if board.token.startswith(LIVE) else ()

    def sign(self, request: scrapy.Request) -> scrapy.Request:
        """Put the key and the address that it was given to into the headers."""
        request.headers["User-Agent"] = self.keys["email"]
        request.headers["Authorization-Key"] = self.keys["key"]
        return request

    def first(self, board: Board) -> Ask:
        """Ask for the first page."""
        return self._page(board, 1) if board.token.startswith(LIVE) else Ask(url=f"{self.origin}/api/{board.token}")

    def read(self, page: Page) -> Parsed:
        """Read a page of the search, or the text of a past announcement; a page of those waits for the texts."""
        if page.board.token.startswith(LIVE):
            return read(page.body, page.board.token)
        if page.ask.rest:
            return Parsed(postings=[replace(page.ask.rest[0], html=read_text(page.body))])
        return replace(read(page.body, page.board.token), postings=[])

    def follow(self, page: Page) -> Iterator[Ask]:
        """Ask for the next page; of past announcements for the texts, too."""
        if page.board.token.startswith(LIVE):
            yield from self._next_live(page)
        elif not page.ask.rest:
            following = said(inside(load_json(page.body), "paging", "next"))
            if following:
                yield Ask(url=urljoin(self.origin, following))
            for past in read(page.body, page.board.token).postings:
                query = f"USAJOBSControlNumbers={past.external_id}"
                yield Ask(url=f"{self.origin}/api/historicjoa/announcementtext?{query}", rest=(past,))

    def _next_live(self, page: Page) -> Iterator[Ask]:
        parsed, number = self.read(page), page.ask.rest[0]
        if parsed.postings and number * PAGE < (parsed.total or 0):
            yield self._page(page.board, number + 1)

    def _page(self, board: Board, number: int) -> Ask:
        path, _, filters = board.token.partition("?")
        query = "&".join(filter(None, [f"ResultsPerPage={PAGE}", f"Page={number}", filters]))
        return Ask(url=f"{self.origin}/api/{path}?{query}", rest=(number,))


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a search, or every announcement of the past, without its text.

    >>> body = '{"data": [{"usajobsControlNumber": 7, "positionTitle": "Welder", "positionOpenDate": "2025-01-02"}]}'
    >>> [(one.external_id, one.title, one.url) for one in read(body).postings]
    [('7', 'Welder', 'https://www.usajobs.gov/job/7')]
    """
    answer = load_json(payload)
    records = list_records(answer, _is_record, "SearchResultItems", "data")
    total = stated_total(answer, "SearchResultCountAll", "totalCount")
    return read_records(records, lambda one: _posting(one, token), total)


def read_text(payload: bytes | str) -> str:
    """Return the body of the one announcement that an answer of the texts holds; empty where it holds none."""
    found = next(find_records(load_json(payload), lambda one: "usajobsControlNumber" in one), {})
    return _sections(found, PAST_TEXTS)


def _is_record(one: dict[str, Any]) -> bool:
    return not one.keys().isdisjoint({"MatchedObjectDescriptor", "PositionTitle", "positionTitle"})


def _posting(one: Any, token: str) -> RawPosting:
    if not isinstance(one, dict):
        raise UnreadableError("no object")
    return _past(one, token) if "usajobsControlNumber" in one else _live(one, token)


def _live(item: dict[str, Any], token: str) -> RawPosting:
    job = item.get("MatchedObjectDescriptor", item)
    if not isinstance(job, dict):
        raise UnreadableError("no MatchedObjectDescriptor")
    details = inside(job, "UserArea", "Details")
    places = distinct(*(label(place.get("LocationName")) for place in objects(job.get("PositionLocation"))))
    return RawPosting(
        platform="usajobs",
        token=token,
        external_id=needed(item.get("MatchedObjectId") or job.get("PositionID"), "MatchedObjectId"),
        url=web_address(job.get("PositionURI")),
        title=needed(job.get("PositionTitle"), "PositionTitle"),
        employer=said(job.get("OrganizationName")) or said(job.get("DepartmentName")),
        places_said=places or distinct(said(job.get("PositionLocationDisplay"))),
        html=_sections(details, LIVE_TEXTS, job.get("QualificationSummary")),
        posted_on=day(job.get("PublicationStartDate")),
        valid_through=day(job.get("ApplicationCloseDate")),
        employment_said=joined(*(schedule.get("Name") for schedule in objects(job.get("PositionSchedule")))),
        department=said(job.get("DepartmentName")),
        remote_said="remote" if inside(details, "RemoteIndicator") is True else None,
        pay_said=tuple(filter(None, map(_pay, objects(job.get("PositionRemuneration"))))),
        requisition_id=said(job.get("PositionID")),
        raw=item,
    )


def _pay(one: dict[str, Any]) -> PaySaid | None:
    code = said(one.get("RateIntervalCode"))
    return pay_range(one.get("MinimumRange"), one.get("MaximumRange"), None, PERIODS.get(code or "", code))


def _past(job: dict[str, Any], token: str) -> RawPosting:
    number = needed(job.get("usajobsControlNumber"), "usajobsControlNumber")
    places = objects(job.get("positionLocations") or job.get("PositionLocations"))
    pay = pay_range(job.get("minimumSalary"), job.get("maximumSalary"), None, job.get("salaryType"))
    return RawPosting(
        platform="usajobs",
        token=token,
        external_id=number,
        url=f"https://www.usajobs.gov/job/{number}",
        title=needed(job.get("positionTitle"), "positionTitle"),
        employer=said(job.get("hiringAgencyName")) or said(job.get("hiringDepartmentName")),
        places_said=distinct(*map(_place, places)),
        html=_sections(job, PAST_TEXTS),
        posted_on=day(job.get("positionOpenDate")),
        valid_through=day(job.get("positionCloseDate")),
        employment_said=joined(job.get("workSchedule"), job.get("appointmentType")),
        department=said(job.get("hiringDepartmentName")),
        pay_said=tuple(filter(None, [pay])),
        requisition_id=said(job.get("announcementNumber")),
        raw=job,
    )


def _place(place: dict[str, Any]) -> str | None:
    return joined(*(place.get(f"positionLocation{part}") for part in ("City", "State", "Country")))


def _sections(texts: Any, names: tuple[str, ...], *more: Any) -> str:
    parts = [part for name in names for part in each(inside(texts, name))]
    found = filter(None, map(said, [*parts, *more]))
    return "\n".join(text if "<" in text else f"<p>{as_html(text)}" for text in dict.fromkeys(found))
