"""SAP SuccessFactors career sites.

Token: the host of a Career Site Builder site, such as `jobs.acme.com`; or `{host}/{company}` for the older career page,
    such as `career5.successfactors.eu/acmeP`.
Endpoint: GET https://{host}/sitemal.xml is the site's whole list as RSS, bodies included (the name is spelled so);
    https://{host}/career?company=&career_ns=job_listing_summary&resultType=XML is the older page's. Saved search pages
    (`tr.data-row`) and pages of one posting (microdata) are read too.
Paging: none. Dates: `Posted-Date`, month first unless another date of the feed cannot be; RSS has only pubDate, and
    not on every site. Pay: `baseSalary` where a posting's page has it.
Limits: none stated. Terms: none found for the feeds; robots.txt of the site decides.
Source: SAP Knowledge Base article 2428902 (the XML feed), and public code that reads both.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, quote, urljoin, urlsplit

from lxml.etree import _Element
from lxml.html import HtmlElement

from scrapers.answer import Parsed, UnreadableError, load_json, read_records
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.fields import distinct, joined, needed, web_address
from scrapers.moments import day, slashed_day
from scrapers.pages.detail import is_page, schema_posting
from scrapers.pages.feed import feed_tree, local_name, words
from scrapers.pages.html import own_address, page_tree, target, visible_text
from scrapers.pages.sap_search import read_search
from scrapers.records import Board, RawPosting

RECORDS = frozenset({"job", "item"})
MERGE_TOKEN = re.compile(r"\s*\[\[\w+\]\]\s*")
NOT_A_PLACE = re.compile(r"flexib|remote|hybrid|workplace", re.IGNORECASE)
PLACE = re.compile(r"location|city|ort\b|standort|\bplace\b|site", re.IGNORECASE)


class Spider(BoardSpider):
    """One request a board."""

    name = "successfactors"

    def first(self, board: Board) -> Ask:
        """Ask for the feed."""
        host, _, company = board.token.removeprefix("https://").strip("/").partition("/")
        if company:
            query = f"company={quote(company, safe='')}&career_ns=job_listing_summary&resultType=XML"
            return Ask(url=f"https://{host}/career?{query}")
        return Ask(url=f"https://{host}/sitemal.xml")

    def read(self, page: Page) -> Parsed:
        """Read the feed; any page instead of it is none."""
        feed_tree(page.body)
        return read(page.body, page.board.token)


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a feed in any of its forms, of a search page, or of a posting's page.

    >>> feed = '<Job-Listing><Job><JobTitle>Welder</JobTitle><ReqId>7</ReqId></Job></Job-Listing>'
    >>> [(one.external_id, one.title) for one in read(feed, "career5.successfactors.eu/acmeP").postings]
    [('7', 'Welder')]
    """
    if not is_page(payload):
        return read_search(load_json(payload), token)
    try:
        root = feed_tree(payload)
    except UnreadableError:
        page = _page(payload, token)
        if page is None:
            raise
        return page
    if local_name(root) in ("urlset", "sitemapindex"):
        raise UnreadableError("a sitemap, which names pages only")
    records = [one for one in root.iter() if local_name(one) in RECORDS]
    dates = list(_posted(records))
    return read_records(records, lambda one: _posting(one, token, dates))


def _posted(records: list[_Element]) -> Iterator[str]:
    yield from filter(None, (words(one, "posted-date") for one in records))


def _posting(job: _Element, token: str, dates: list[str]) -> RawPosting:
    facets = {name: value for name, value in _facets(job) if value}
    requisition = _pick(job, "referencenumber", "reqid", "jobreqid", "requisitionid")
    url = web_address(_pick(job, "url", "link"))
    number = _pick(job, "id", "jobid") or _number_in(url) or requisition or _pick(job, "guid")
    posted = _pick(job, "date", "pubdate", "posted-date", "postingdate") or ""
    return RawPosting(
        platform="successfactors",
        token=token,
        external_id=needed(number, "ID"),
        url=url or _public(token, number),
        title=needed(MERGE_TOKEN.sub(" ", _pick(job, "title", "jobtitle") or ""), "title"),
        employer=_pick(job, "company", "employer"),
        places_said=_places(job, facets),
        html=_pick(job, "description", "job-description", "jobdescription") or "",
        posted_on=slashed_day(posted, dates) or day(posted),
        valid_through=day(_pick(job, "expiration_date", "expirationdate")),
        employment_said=_pick(job, "employmenttype", "jobtype") or _facet(facets, "employment type"),
        department=_pick(job, "department", "job_function") or _facet(facets, "job function", "department"),
        remote_said=next((value for name, value in facets.items() if NOT_A_PLACE.search(name)), None),
        requisition_id=requisition,
        raw=_raw(job),
    )


def _pick(job: _Element, *names: str) -> str | None:
    found = (words(job, name) for name in names)
    return next((one for one in found if one and not MERGE_TOKEN.fullmatch(one)), None)


def _facets(job: _Element) -> Iterator[tuple[str, str | None]]:
    """Yield what each customer sets up as it likes: `<filter1><label>Location</label><value>Ulm</value></filter1>`."""
    for child in job:
        name = words(child, "label")
        if name:
            yield name, _pick(child, "value")


def _facet(facets: dict[str, str], *names: str) -> str | None:
    return next((value for name, value in facets.items() if name.lower() in names), None)


def _places(job: _Element, facets: dict[str, str]) -> tuple[str, ...]:
    found = _pick(job, "location") or joined(*(_pick(job, name) for name in ("city", "state", "country")))
    if found:
        return (found,)
    named = [value for name, value in facets.items() if PLACE.search(name) and not NOT_A_PLACE.search(name)]
    return distinct(*named) or distinct(*(value for name, value in facets.items() if "country" in name.lower()))


def _number_in(url: str | None) -> str | None:
    parts = urlsplit(url or "")
    asked = parse_qs(parts.query).get("career_job_req_id")
    found = re.search(r"/job/.*?/(\d+)/?$", parts.path)
    return asked[0] if asked else found[1] if found else None


def _public(token: str, number: str | None) -> str | None:
    host, _, company = token.removeprefix("https://").strip("/").partition("/")
    if not company or not number:
        return None
    return f"https://{host}/career?company={quote(company, safe='')}&career_ns=job_listing&career_job_req_id={number}"


def _raw(job: _Element) -> dict[str, Any]:
    return {local_name(one): "".join(one.itertext()).strip() for one in job if local_name(one)}


def _page(payload: bytes | str, token: str) -> Parsed | None:
    tree = page_tree(payload)
    if tree is None:
        return None
    host = token.removeprefix("https://").partition("/")[0]
    base = own_address(tree) or (f"https://{host}" if host else "")
    rows = tree.xpath("//tr[contains(@class, 'data-row')] | //li[contains(@class, 'job-tile')]")
    if rows:
        return read_records(rows, lambda row: _row(row, base, token), _stated(tree))
    posting = schema_posting(tree, "successfactors", token)
    return Parsed(postings=[posting]) if posting else None


def _row(row: HtmlElement, base: str, token: str) -> RawPosting:
    link = next(iter(row.xpath(".//a[contains(@class, 'jobTitle-link')][@href]")), None)
    if link is None:
        raise UnreadableError("no link to the posting")
    url = urljoin(base, target(link)) if base else target(link)

    def cell(name: str) -> str | None:
        found = row.xpath(f".//*[contains(concat(' ', @class, ' '), ' {name} ')]")
        return visible_text(found[0]) or None if found else None

    return RawPosting(
        platform="successfactors",
        token=token,
        external_id=needed(_number_in(url), "number in the address"),
        url=url,
        title=needed(visible_text(link), "title"),
        places_said=distinct(cell("jobLocation")),
        posted_on=day(cell("jobDate")),
        department=cell("jobDepartment"),
        raw={"row": visible_text(row)},
    )


def _stated(tree: HtmlElement) -> int | None:
    label = tree.xpath("string(//*[contains(@class, 'paginationLabel')])")
    found = re.search(r"(\d[\d.,]*)\s*$", str(label).strip())
    return int(re.sub(r"\D", "", found[1])) if found else None
