"""Eightfold career sites.

Token: `{host}/{domain}`, such as `acme.eightfold.ai/acme.com`: the site's host, and the employer's domain that the site
    hands to its own search. Sites still on the older interface are `{host}/{domain}/v2`.
Endpoint: GET https://{host}/api/pcsx/search?domain=&query=&location=&start= and /api/pcsx/position_details; the older
    one is /api/apply/v2/jobs and /api/apply/v2/jobs/{id}. A site answers on one of them and refuses the other with 403.
Paging: `start`, 10 a page whatever is asked for; `count` says how many. The body stands only in the posting's answer.
Dates: `postedTs` or `t_create`, seconds since 1970. Pay: none.
Limits and terms: not documented; robots.txt of the host decides.
Source: public code that reads these addresses, checked against sites in 2026.
"""

import re
from typing import Any
from urllib.parse import quote, urlencode, urljoin

from scrapers.answer import Parsed, UnreadableError, load_json, read_listed
from scrapers.crawl.details import OffsetSpider
from scrapers.crawl.spider import Ask, Page
from scrapers.fields import distinct, first_said, needed, said, web_address
from scrapers.moments import day, moment
from scrapers.pages.detail import is_page, read_page
from scrapers.pages.html import page_tree
from scrapers.records import Board, RawPosting

JSON = (("Accept", "application/json"),)
PAGE = 10
NUMBER = re.compile(r"/careers/job/(\d+)")


class Spider(OffsetSpider):
    """The list page by page, then every posting."""

    name = "eightfold"
    paced_as = "eightfold.ai"

    def parse_answer(self, page: Page) -> Parsed:
        """Read a list or a posting."""
        return read(page.body, page.board.token)

    def detail(self, page: Page, listed: RawPosting) -> Ask:
        """Ask for one posting."""
        host, domain, is_older = _site(page.board.token)
        number = quote(listed.external_id, safe="")
        if is_older:
            url = f"https://{host}/api/apply/v2/jobs/{number}?{urlencode({'domain': domain})}"
        else:
            query = urlencode({"position_id": listed.external_id, "domain": domain, "hl": "en"})
            url = f"https://{host}/api/pcsx/position_details?{query}"
        return Ask(url=url, headers=JSON)

    def listing(self, board: Board, offset: int) -> Ask:
        """Ask for one page of the list."""
        host, domain, is_older = _site(board.token)
        query: dict[str, Any] = {"domain": domain, "query": "", "location": "", "start": offset}
        path = "apply/v2/jobs" if is_older else "pcsx/search"
        return Ask(
            url=f"https://{host}/api/{path}?{urlencode(query | {'num': PAGE} if is_older else query)}", headers=JSON
        )


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a list in either form, of a posting's own answer, or of a page of either.

    >>> read('{"count": 9, "positions": [{"id": 4, "name": "Welder", "t_create": 1781660892}]}').postings[0].posted_on
    datetime.date(2026, 6, 17)
    """
    answer = _answer(payload)
    if answer is None:
        return read_page(payload, "eightfold", token, NUMBER)
    return read_listed(answer, _is_posting, lambda job: _posting(job, token), "count", "positions")


def _is_posting(one: dict[str, Any]) -> bool:
    return "id" in one and ("name" in one or "posting_name" in one)


def _answer(payload: bytes | str) -> Any:
    """Return the document, or the ones that a careers page holds; None for any other page."""
    if not is_page(payload):
        return load_json(payload)
    tree = page_tree(payload)
    blocks = [str(one.text_content()) for one in tree.xpath("//code[@id]")] if tree is not None else []
    return [load_json(block) for block in blocks if '"positions"' in block] or None


def _posting(job: Any, token: str) -> RawPosting:
    if not isinstance(job, dict):
        raise UnreadableError("no object")
    places = job.get("locations")
    return RawPosting(
        platform="eightfold",
        token=token,
        external_id=needed(job.get("id"), "id"),
        url=_url(job, token),
        title=needed(said(job.get("posting_name")) or said(job.get("name")), "name"),
        places_said=distinct(*map(said, places if isinstance(places, list) and places else [job.get("location")])),
        html=first_said(job, "job_description", "jobDescription") or "",
        posted_on=day(job.get("postedTs")) or day(job.get("t_create")) or day(job.get("creationTs")),
        updated_at=moment(job.get("t_update")),
        department=_words(job.get("department")),
        employment_said=_words(job.get("employment_type") or job.get("employmentType")),
        remote_said=first_said(job, "work_location_option", "workLocationOption"),
        requisition_id=first_said(job, "display_job_id", "displayJobId", "ats_job_id", "atsJobId"),
        raw=job,
    )


def _url(job: dict[str, Any], token: str) -> str | None:
    url = web_address(first_said(job, "canonicalPositionUrl", "publicUrl", "positionUrl"))
    return urljoin(f"https://{_site(token)[0]}", url) if url and token else url


def _words(value: Any) -> str | None:
    return ", ".join(distinct(*map(said, value))) or None if isinstance(value, list) else said(value)


def _site(token: str) -> tuple[str, str, bool]:
    parts = token.removeprefix("https://").strip("/").split("/")
    if len(parts) not in (2, 3) or not all(parts):
        raise UnreadableError(f"'{token}' is no Eightfold site; write host/domain, such as acme.eightfold.ai/acme.com")
    return parts[0], parts[1], parts[2:] == ["v2"]
