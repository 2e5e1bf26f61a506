"""Ashby job boards.

Endpoint: GET https://api.ashbyhq.com/posting-api/job-board/{token}?includeCompensation=true; an unknown token is a 404.
Paging: none, the whole board in one answer, without a total. Postings with `isListed` false are reached by link only
    and left out. Answers of the board's own GraphQL (`jobPostings`) are read too, never asked for.
Dates: `publishedAt`, ISO 8601. The employer is not named.
Pay: `compensationTiers[].components[]` with `interval` such as "1 YEAR"; percentages of equity are no sum of money.
Limits: no key, and no rate is named. Terms: a documented public API for showing postings elsewhere.
Source: https://developers.ashbyhq.com/docs/public-job-posting-api
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from scrapers.answer import Parsed, find_records, list_records, load_json, read_records
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.fields import distinct, each, inside, joined, needed, objects, said, web_address
from scrapers.moments import day, moment
from scrapers.pages.html import as_html
from scrapers.pay import pay_in_words, pay_range
from scrapers.records import Board, PaySaid, RawPosting

MARKS = frozenset({"jobUrl", "externalLink", "employmentType", "publishedAt", "descriptionHtml", "locationName"})
KINDS = {"Bonus": "bonus", "Commission": "bonus", "EquityCashValue": "equity", "EquityPercentage": "equity"}


class Spider(BoardSpider):
    """One request a board."""

    name = "ashby"
    origin = "https://api.ashbyhq.com"

    def first(self, board: Board) -> Ask:
        """Ask for the whole board."""
        token = quote(board.token, safe="")
        return Ask(url=f"{self.origin}/posting-api/job-board/{token}?includeCompensation=true")

    def read(self, page: Page) -> Parsed:
        """Read the one answer."""
        return read(page.body, page.board.token)


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every listed posting of a board.

    >>> body = '{"jobs": [{"id": "a", "title": "Welder ", "publishedAt": "2026-04-07T17:12:35.753+00:00"}]}'
    >>> [(one.external_id, one.title, str(one.posted_on)) for one in read(body).postings]
    [('a', 'Welder', '2026-04-07')]
    """
    answer = load_json(payload)
    records = list_records(answer, _is_posting, "jobs", "jobPostings")
    named = find_records(answer, lambda one: "parentTeamId" in one)
    teams = {said(one.get("id")): said(one.get("name")) for one in named}
    return read_records(records, lambda job: _posting(job, token, teams))


def _is_posting(record: dict[str, Any]) -> bool:
    return "title" in record and not MARKS.isdisjoint(record)


def _posting(job: Any, token: str, teams: dict[str | None, str | None]) -> RawPosting | None:
    if inside(job, "isListed") is False:
        return None
    title = needed(inside(job, "title"), "title")
    url = web_address(job.get("jobUrl")) or web_address(job.get("externalLink"))
    department = said(job.get("department")) or said(job.get("departmentName"))
    team = said(job.get("team")) or said(job.get("teamName")) or teams.get(said(job.get("teamId")))
    remote = said(job.get("workplaceType")) or ("Remote" if job.get("isRemote") is True else None)
    return RawPosting(
        platform="ashby",
        token=token,
        external_id=needed(said(job.get("id")) or (url or "").rstrip("/").rpartition("/")[2], "id"),
        url=url,
        title=title,
        employer=said(job.get("organizationName")),
        places_said=distinct(*_places(job)),
        html=said(job.get("descriptionHtml")) or as_html(said(job.get("descriptionPlain")) or ""),
        posted_on=day(job.get("publishedAt")) or day(job.get("publishedDate")),
        updated_at=moment(job.get("updatedAt")),
        employment_said=said(job.get("employmentType")),
        department=department or team,
        remote_said=remote,
        pay_said=tuple(_pays(job)),
        raw=job,
    )


def _places(job: dict[str, Any]) -> Iterator[str | None]:
    for place in (job, *objects(job.get("secondaryLocations")), *objects(job.get("locations"))):
        address = inside(place, "address", "postalAddress") or place.get("address")
        parts = (inside(address, f"address{part}") for part in ("Locality", "Region", "Country"))
        yield said(place.get("location")) or said(place.get("locationName")) or joined(*parts)
    yield from map(said, each(job.get("secondaryLocationNames")))


def _pays(job: dict[str, Any]) -> Iterator[PaySaid]:
    compensation = job["compensation"] if isinstance(job.get("compensation"), dict) else job
    tiers = objects(compensation.get("compensationTiers"))
    found = [(one, said(tier.get("title"))) for tier in tiers for one in objects(tier.get("components"))]
    found = found or [(one, None) for one in objects(compensation.get("summaryComponents"))]
    pays = [pay for one, scope in found if (pay := _component(one, scope))]
    yield from pays or _summarised(compensation)


def _component(one: dict[str, Any], scope: str | None) -> PaySaid | None:
    kind = said(one.get("compensationType")) or "Salary"
    if kind == "EquityPercentage":
        return None
    bounds = one.get("minValue"), one.get("maxValue"), one.get("currencyCode"), one.get("interval")
    return pay_range(*bounds, kind=KINDS.get(kind, "base"), scope=scope, said=said(one.get("summary")))


def _summarised(compensation: dict[str, Any]) -> tuple[PaySaid, ...]:
    summary = compensation.get("scrapeableCompensationSalarySummary") or compensation.get("compensationTierSummary")
    return pay_in_words((said(summary) or "").split("•")[0])
