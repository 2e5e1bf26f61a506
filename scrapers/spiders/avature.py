"""Avature career portals.

Token: the portal's address without what follows it, such as `https://careers.acme.com/en_US/careers`.
Endpoint: GET {token}/SearchJobs/?jobOffset=, a page of articles; {token}/JobDetail/{name}/{id} is one posting, its
    fields under labels that each employer words as it likes, on some portals with JSON-LD.
Paging: `jobOffset`, as many a page as the portal is set to; most say "1-10 of 57". Dates: where a portal shows them.
Pay: `baseSalary` of the JSON-LD.
Limits and terms: not documented; robots.txt of the portal decides.
Source: public code that reads these pages, checked against portals in 2026.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urljoin, urlsplit

from lxml.html import HtmlElement

from scrapers.answer import Parsed, UnreadableError, filled, read_records
from scrapers.crawl.details import OffsetSpider
from scrapers.crawl.spider import Ask, Page
from scrapers.fields import distinct, joined, needed
from scrapers.moments import day
from scrapers.pages.detail import markup, schema_posting
from scrapers.pages.html import own_address, page_tree, target, visible_text
from scrapers.records import Board, RawPosting

JOB = re.compile(r"/(?:JobDetail|FolderDetail|PipelineDetail|ProjectDetail)(?:[/?]|$)", re.IGNORECASE)
IN_HEADING = "ancestor::h1 or ancestor::h2 or ancestor::h3 or ancestor::h4"
OFFSET = re.compile(r"[?&]jobOffset=(\d+)")
RANGE = re.compile(r"\d+\s*[-–]\s*\d+\s+of\s+(\d[\d,.]*)(?![\d,.]*\+)")
ROLE = re.compile(r"\b(?:role|job|req\w*)\.?\s*(?:id|number|no\.?)?\s*:?\s*([\w-]*\d[\w-]*)", re.IGNORECASE)
DATE = re.compile(r"(\d{1,2})-([A-Za-z]{3,})-(\d{4})")
LONGEST_FACT = 100
"""Characters; a field with more is part of the ad's text."""
LABELS = {
    "place": ("location", "locations", "job location", "primary location", "additional office locations"),
    "date": ("date posted", "posted", "posted on", "posted since", "posting date", "date"),
    "employment": ("employment type", "worker type", "contract type", "working time", "position type"),
    "department": ("department", "job category", "area of work", "business area", "category", "job function"),
    "remote": ("work arrangement", "work model", "remote", "workplace type"),
    "number": ("job id", "role id", "req id", "requisition id", "ref #", "reference"),
}


class Spider(OffsetSpider):
    """The list page by page, then every posting."""

    name = "avature"

    def listing(self, board: Board, offset: int) -> Ask:
        """Ask for one page of the list."""
        if urlsplit(board.token).scheme != "https":
            raise UnreadableError(f"'{board.token}' is no address; write https://careers.acme.com/careers")
        return Ask(url=f"{board.token.rstrip('/')}/SearchJobs/?jobOffset={offset}")

    def parse_answer(self, page: Page) -> Parsed:
        """Read a page of the list or a posting."""
        return read(page.body, page.board.token, page.url)

    def more(self, page: Page, listed: Parsed) -> Iterator[Ask]:
        """Ask for the pages that the first one counts; where it counts none, for the one that this one links to."""
        if listed.total is not None:
            yield from super().more(page, listed)
            return
        here, tree = OFFSET.search(page.ask.url), page_tree(page.body)
        links = [OFFSET.search(link) for link in tree.xpath("//a/@href")] if tree is not None else []
        later = sorted(int(link[1]) for link in links if link and (not here or int(link[1]) > int(here[1])))
        yield from (self.listing(page.board, offset) for offset in later[:1] if listed.postings)

    def detail(self, page: Page, listed: RawPosting) -> str:
        """Return the address of one posting."""
        return listed.url or ""


def read(payload: bytes | str, token: str = "", page_url: str = "") -> Parsed:
    """Return every posting of a list, or the one of a posting's page.

    >>> page = '<article><a href="/careers/Login">Login</a> <a href="/careers/JobDetail/Welder/7">Welder</a></article>'
    >>> [(one.external_id, one.url, one.title) for one in read(page).postings]
    [('7', '/careers/JobDetail/Welder/7', 'Welder')]
    """
    tree = page_tree(payload)
    if tree is None:
        raise UnreadableError("an empty page")
    url = page_url or own_address(tree)
    if JOB.search(urlsplit(url).path):
        return Parsed(postings=[_detail(tree, token, url)])
    links = _links(tree)
    if not links and not tree.xpath("//*[contains(@class, 'article') or contains(@class, 'results')] | //article"):
        raise UnreadableError("no list of postings in the page")
    base = url or token
    return read_records(links, lambda link: _listed(link, token, base), _stated(tree))


def _links(tree: HtmlElement) -> list[HtmlElement]:
    """Return one link a posting, its title where an article holds several."""
    found: dict[str, HtmlElement] = {}
    for link in (*tree.xpath(f"//a[@href][{IN_HEADING}]"), *tree.xpath("//a[@href]")):
        address = target(link)
        if JOB.search(address) and visible_text(link):
            found.setdefault(_number(address) or address, link)
    order = {link: place for place, link in enumerate(tree.iter("a"))}
    return sorted(found.values(), key=order.__getitem__)


def _heading(link: HtmlElement) -> str:
    """Return the heading in a link that holds a whole card, else what the link says."""
    headings = link.xpath(".//h1 | .//h2 | .//h3 | .//h4 | .//*[contains(@class, 'heading')]")
    return visible_text(headings[0]) if headings else visible_text(link)


def _number(address: str) -> str | None:
    parts = urlsplit(address)
    asked = parse_qs(parts.query)
    last = parts.path.rstrip("/").rpartition("/")[2]
    named = next((asked[name][0] for name in ("jobId", "folderId", "projectId") if name in asked), None)
    return last if last.isdigit() else named


def _listed(link: HtmlElement, token: str, base: str) -> RawPosting:
    address = target(link)
    url = urljoin(base, address) if base else address
    card = next(iter(link.xpath("ancestor::article[1] | ancestor::li[1] | ancestor::tr[1]")), None)
    row = card if card is not None else link

    def cell(name: str) -> list[str]:
        found = row.xpath(f".//*[contains(@class, 'list-item-{name}')]")
        return list(filter(None, map(visible_text, found)))

    marked = [visible_text(one) for one in row.xpath(".//*[contains(@class, 'address')]/..")]
    role = ROLE.search(" ".join(cell("id") or cell("jobId")))
    return RawPosting(
        platform="avature",
        token=token,
        external_id=needed(_number(address), "number in the address"),
        url=url,
        title=needed(_heading(link), "title"),
        places_said=distinct(*cell("location"), *cell("jobPostingLocation"), *marked),
        posted_on=_day(" ".join(cell("posted"))),
        employment_said=next(iter(cell("workerType")), None),
        department=next(iter(cell("department")), None),
        requisition_id=role[1] if role else None,
        raw={"article": visible_text(row)},
    )


def _detail(tree: HtmlElement, token: str, url: str) -> RawPosting:
    number = needed(_number(url), "number in the address")
    fields = list(_fields(tree))
    named = {name.lower().rstrip(" :"): value for name, value, _ in fields if name and value}
    values = {kind: next((named[name] for name in names if name in named), None) for kind, names in LABELS.items()}
    place = values["place"] or joined(*(named.get(name) for name in ("city", "state", "country")))
    texts = [text for name, value, text in fields if not name or len(value) > LONGEST_FACT]
    articles = tree.xpath("//article[contains(@class, 'article--details')]//*[contains(@class, 'article__content')]")
    shown = RawPosting(
        platform="avature",
        token=token,
        external_id=number,
        url=url,
        title=needed(_title(tree), "title"),
        places_said=distinct(place),
        html="\n".join(texts) or "\n".join(map(markup, articles[:1])),
        posted_on=_day(values["date"] or ""),
        employment_said=values["employment"],
        department=values["department"],
        remote_said=values["remote"],
        requisition_id=values["number"],
        raw={"fields": named},
    )
    linked = schema_posting(tree, "avature", token, url)
    return filled(replace(linked, external_id=number, url=url), shown) if linked else shown


def _fields(tree: HtmlElement) -> Iterator[tuple[str, str, str]]:
    for field in tree.xpath("//*[contains(concat(' ', @class, ' '), ' article__content__view__field ')]"):
        labels = field.xpath(".//*[contains(@class, 'article__content__view__field__label')]")
        for value in field.xpath(".//*[contains(@class, 'article__content__view__field__value')]")[:1]:
            yield visible_text(labels[0]) if labels else "", visible_text(value), markup(value)


def _title(tree: HtmlElement) -> str:
    """Return the heading of the posting; a portal's own heading says what the page is for."""
    places = (
        "//*[contains(@class, 'banner__text__title')]",
        "//meta[@property='og:title']/@content",
        "//h1[not(contains(@class, 'hidden'))] | //h2",
    )
    for path in places:
        for found in tree.xpath(path):
            words = " ".join((found if isinstance(found, str) else visible_text(found)).split())
            if words:
                return str(words)
    return ""


def _day(words: str) -> dt.date | None:
    match = DATE.search(words)
    return day(f"{match[1]} {match[2]} {match[3]}") if match else day(words)


def _stated(tree: HtmlElement) -> int | None:
    counted = str(tree.xpath("string(//*[contains(@class, 'jobListTotalRecords')])")).strip()
    if counted.isdigit():
        return int(counted)
    legends = tree.xpath("//*[contains(@class, 'legend') or contains(@class, 'results') or contains(@class, 'aginat')]")
    stated = next(filter(None, (RANGE.search(visible_text(one)) for one in legends)), None)
    return int(re.sub(r"\D", "", stated[1])) if stated else None
