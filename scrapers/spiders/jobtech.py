"""Arbetsförmedlingen (JobTech), the public employment service of Sweden: live ads and the archive.

Endpoint, live: GET https://jobsearch.api.jobtechdev.se/search?limit=100&offset={n}; the token is `all`, or filters such
    as `occupation-field=apaJ_2ja_LuF` (a concept of the taxonomy).
Endpoint, past: GET https://historical.api.jobtechdev.se/search, all ads since 2016; the token is `historical?` and
    filters: `historical?published-after=2025-01-01T00:00:00&published-before=2025-01-31T23:59:59`.
The change feed is a platform of its own, `jobstream`. The archive's bulk files are such ads, one a line.
The site's own search (platsbanken-api.arbetsformedlingen.se, `ads`) has other names; it is read, not asked.
Paging: `offset` up to 2,000; `total.value` says how many. What lies beyond is asked for by `published-after`.
Dates: `publication_date`, `application_deadline`, `last_publication_date`, local time without a zone.
Pay: only words (`salary_type`, `salary_description`), so none. The body is plain text or, where given, HTML.
Limits and terms: open data (CC0), no key; no limit stated for searching. The employer's contacts are not kept.
Source: https://jobsearch.api.jobtechdev.se, https://historical.api.jobtechdev.se, https://jobtechdev.se
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from scrapers.answer import Parsed, UnreadableError, find_records, list_records, load_json, read_records
from scrapers.crawl.narrow import WHOLE, narrowed
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.fields import distinct, each, inside, joined, needed, objects, said, web_address
from scrapers.moments import day
from scrapers.pages.html import as_html
from scrapers.records import Board, RawPosting

MARKS = {"id", "headline"}
PAGE = 100
FARTHEST = 2000
ARCHIVE = "https://historical.api.jobtechdev.se"
PAST = "historical?"
SINCE = "published-after"
EMPLOYMENT = ("employment_type", "working_hours_type", "duration")
"""Each an object with a label, in the archive's bulk files an array of such."""
PERSONAL = frozenset({"application_contacts", "application_details", "employer"})


class Spider(BoardSpider):
    """Page after page, oldest first; where the offset ends, on from the last ad's moment."""

    name = "jobtech"
    origin = "https://jobsearch.api.jobtechdev.se"

    def first(self, board: Board) -> Ask:
        """Ask for the oldest ads."""
        return self._page(board, 0)

    def read(self, page: Page) -> Parsed:
        """Read one page."""
        return read(page.body, page.board.token)

    def follow(self, page: Page) -> Iterator[Ask]:
        """Ask for the next page while there is one."""
        offset, since = page.ask.rest
        hits = objects(inside(load_json(page.body), "hits"))
        total = self.read(page).total or 0
        if not hits or offset + PAGE >= total:
            return
        if offset < FARTHEST:
            yield self._page(page.board, offset + PAGE, since)
            return
        last = said(hits[-1].get("publication_date"))
        if last and last != since:
            yield self._page(page.board, 0, last)

    def _page(self, board: Board, offset: int, since: str | None = None) -> Ask:
        is_past = board.token.startswith(PAST)
        address = f"{ARCHIVE if is_past else self.origin}/search?limit={PAGE}&offset={offset}&sort=pubdate-asc"
        filters = replace(board, token=board.token.removeprefix(PAST))
        if since is not None:
            kept = [one for one in filters.token.split("&") if not one.startswith((f"{SINCE}=", WHOLE))]
            filters = replace(filters, token="&".join([*kept, f"{SINCE}={quote(since, safe=':')}"]))
        return Ask(url=narrowed(address, filters), rest=(offset, since))


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every ad of a page, of a feed, or of a file with one ad a line; a withdrawal is none.

    >>> body = '{"total": {"value": 9}, "hits": [{"id": "7", "headline": "Svetsare"}]}'
    >>> [(one.external_id, one.title) for one in read(body).postings], read(body).total
    ([('7', 'Svetsare')], 9)
    >>> len(read('{"id": "7", "headline": "Svetsare"}\\n{"id": "8", "removed": true}').postings)
    1
    """
    return read_ads(payload, token, "jobtech")


def read_ads(payload: bytes | str, token: str, platform: str) -> Parsed:
    """Return the ads of any answer that JobTech gives, and the ids of those that it withdraws."""
    answer = load_json(payload)
    pages = find_records(answer, lambda one: isinstance(inside(one, "total", "value"), int))
    total = max((page["total"]["value"] for page in pages), default=None)
    ads = list_records(answer, _is_record, "hits", "ads")
    parsed = read_records(ads, lambda job: _posting(job, token), total)
    return replace(
        parsed,
        postings=[replace(posting, platform=platform) for posting in parsed.postings],
        withdrawn=distinct(*(said(ad.get("id")) for ad in objects(ads) if _is_withdrawn(ad))),
    )


def _is_record(one: dict[str, Any]) -> bool:
    return "id" in one and not one.keys().isdisjoint({"headline", "removed", "lastApplicationDate"})


def _posting(job: Any, token: str) -> RawPosting | None:
    if not isinstance(job, dict):
        raise UnreadableError("no object")
    if "headline" not in job and "title" in job:
        return _of_site(job, token)
    if _is_withdrawn(job):
        return None
    address, body = job.get("workplace_address"), job.get("description")
    town = inside(address, "municipality") or inside(address, "city")
    return RawPosting(
        platform="jobtech",
        token=token,
        external_id=needed(job.get("id"), "id"),
        url=web_address(job.get("webpage_url")),
        title=needed(job.get("headline"), "headline"),
        employer=said(inside(job, "employer", "name")) or said(inside(job, "employer", "workplace")),
        places_said=distinct(joined(town, inside(address, "region"), inside(address, "country"))),
        html=said(inside(body, "text_formatted")) or as_html(said(inside(body, "text")) or ""),
        posted_on=day(job.get("publication_date")),
        valid_through=day(job.get("application_deadline")) or day(job.get("last_publication_date")),
        employment_said=joined(*(one for name in EMPLOYMENT for one in each(job.get(name)))),
        requisition_id=said(job.get("external_id")),
        raw={name: value for name, value in job.items() if name not in PERSONAL}
        | {"employer": {"name": inside(job, "employer", "name"), "workplace": inside(job, "employer", "workplace")}},
    )


def _is_withdrawn(job: dict[str, Any]) -> bool:
    # In the archive, which alone has original ids, a withdrawn ad is an ad all the same.
    return job.get("removed") is True and not job.get("original_id")


def _of_site(job: dict[str, Any], token: str) -> RawPosting:
    number, place = needed(job.get("id"), "id"), job.get("workplace")
    town = inside(place, "municipality") or inside(place, "city") or said(place)
    return RawPosting(
        platform="jobtech",
        token=token,
        external_id=number,
        url=f"https://arbetsformedlingen.se/platsbanken/annonser/{number}",
        title=needed(job.get("title"), "title"),
        employer=said(inside(job, "company", "name")) or said(job.get("workplaceName")),
        places_said=distinct(joined(town, inside(place, "region"), inside(place, "country"))),
        html=said(job.get("description")) or "",
        posted_on=day(job.get("publishedDate")),
        valid_through=day(job.get("lastApplicationDate")),
        employment_said=joined(job.get("employmentType"), job.get("workTimeExtent")),
        raw={name: value for name, value in job.items() if name not in {"contacts", "company"}},
    )
