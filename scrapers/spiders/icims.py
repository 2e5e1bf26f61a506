"""iCIMS career portals.

Token: the portal's host, `careers-acme.icims.com`, or its first part.
Endpoint: GET https://{host}/jobs/search?ss=1&in_iframe=1&pr=, a page of cards; /jobs/{id}/{name}/job?in_iframe=1 is one
    posting, whole in JSON-LD on most portals.
    Saved answers of {site}/api/jobs, the search of sites under the employer's own name, are read too.
Paging: `pr` from 0; the page says "Page 1 of 3". Dates: `datePosted` of the posting's JSON-LD; a card says "4 days
    ago", on some portals with the moment in a title. Pay: `baseSalary` of the JSON-LD.
Limits and terms: robots.txt differs from portal to portal, from a crawl-delay of 5 seconds to nothing allowed at all.
Source: public code that reads these pages; robots.txt of several portals as quoted there.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from scrapers.answer import Parsed, UnreadableError, filled, load_json, read_records
from scrapers.crawl.details import DetailSpider
from scrapers.crawl.spider import Ask, Page
from scrapers.fields import distinct, joined, needed
from scrapers.moments import day, slashed_day
from scrapers.pages.detail import is_page, markup, schema_posting
from scrapers.pages.html import own_address, page_tree, target, visible_text
from scrapers.pages.icims_attract import read_search
from scrapers.records import Board, RawPosting

JOB = re.compile(r"/jobs/(\d+)(?:/[^/?#]*)?/job")
NAMED_FOR = re.compile(r"\s*\([^()]*\)$")
"""What a portal adds to a label, such as "Category (Portal Searching)"."""
PAGES = re.compile(r"Page\s+\d+\s+of\s+(\d+)", re.IGNORECASE)
LIST_MARK = "//*[contains(@class, 'iCIMS_JobsTable') or contains(@class, 'iCIMS_SubHeader_Jobs')]"
CARD = "ancestor::li[1] | ancestor::div[contains(concat(' ', @class, ' '), ' row ')][1] | ancestor::tr[1]"


class Spider(DetailSpider):
    """The list page by page, then every posting."""

    name = "icims"
    paced_as = "icims.com"

    def first(self, board: Board) -> Ask:
        """Ask for the first page."""
        return self._list(board, 0)

    def parse_answer(self, page: Page) -> Parsed:
        """Read a page of the list or a posting."""
        return read(page.body, page.board.token, page.url)

    def more(self, page: Page, listed: Parsed) -> Iterator[Ask]:
        """Ask for the pages that the first one counts."""
        stated = PAGES.search(page.body if isinstance(page.body, str) else page.body.decode("utf-8", "replace"))
        if stated and page.ask == self.first(page.board):
            yield from (self._list(page.board, number) for number in range(1, int(stated[1])))

    def detail(self, page: Page, listed: RawPosting) -> str:
        """Return the address of one posting without its frame."""
        return f"{listed.url}?in_iframe=1"

    def _list(self, board: Board, number: int) -> Ask:
        return Ask(url=f"https://{_host(board.token)}/jobs/search?ss=1&in_iframe=1&pr={number}")


def read(payload: bytes | str, token: str = "", page_url: str = "") -> Parsed:
    """Return every posting of a list, or the one of a posting's page.

    >>> page = '<a class="iCIMS_Anchor" href="https://careers-acme.icims.com/jobs/7/welder/job?in_iframe=1"><h3>Welder</h3>'
    >>> [(one.external_id, one.url, one.title) for one in read(page).postings]
    [('7', 'https://careers-acme.icims.com/jobs/7/welder/job', 'Welder')]
    """
    if not is_page(payload) and payload.strip():
        return read_search(load_json(payload), token)
    tree = page_tree(payload)
    if tree is None:
        raise UnreadableError("an empty page")
    url = page_url or own_address(tree)
    links = [link for link in tree.xpath("//a[@href]") if JOB.search(target(link)) and _title(link)]
    if JOB.search(url) or not links:
        posting = _detail(tree, token, url)
        if posting is not None:
            return Parsed(postings=[posting])
    if not links and not tree.xpath(LIST_MARK):
        raise UnreadableError("no list of postings in the page")
    base = url or (f"https://{_host(token)}" if token else "")
    dates = list(map(str, tree.xpath("//@title")))
    return read_records(links, lambda link: _listed(link, token, base, dates))


def _title(link: HtmlElement) -> str:
    """Return the heading in the link; without one, what the link says or bears as "8214 - Title"."""
    headings = link.xpath(".//h1 | .//h2 | .//h3 | .//h4")
    if headings:
        return visible_text(headings[0])
    borne = re.sub(r"^\s*[\w-]+ - ", "", link.get("title") or "")
    is_titled = "iCIMS_Anchor" in (link.get("class") or "")
    return " ".join(borne.split()) or (visible_text(link) if is_titled else "")


def _listed(link: HtmlElement, token: str, base: str, dates: list[str]) -> RawPosting:
    card = next(iter(link.xpath(f"({CARD})[last()]")), link)
    labels = dict(_labels(card))
    placed = card.xpath(".//*[contains(@class, 'iCIMS_JobLocation')]")
    if placed:
        labels.setdefault("location", visible_text(placed[0]))
    teaser = card.xpath(".//*[contains(concat(' ', @class, ' '), ' description ')]")
    return _labelled(
        RawPosting(
            platform="icims",
            token=token,
            external_id=_number(target(link)),
            url=_bare(urljoin(base, target(link))),
            title=needed(_title(link), "title"),
            html=markup(teaser[0]) if teaser else "",
            raw={"card": visible_text(card)},
        ),
        labels,
        dates,
    )


def _labelled(posting: RawPosting, labels: dict[str, str], dates: Sequence[str] = ()) -> RawPosting:
    def named(*names: str) -> str | None:
        return next((value for name, value in labels.items() if name in names), None)

    posted = named("posted date", "date posted", "posted")
    places = named("job locations", "job location", "location", "locations", "location : location") or ""
    return replace(
        posting,
        places_said=distinct(*(one.strip() for one in places.split("|")), joined(named("city"), named("state"))),
        posted_on=slashed_day(posted, dates) or day(posted),
        employment_said=named("position type", "type", "employment type", "job type"),
        department=named("category", "department", "division", "job category"),
        remote_said=named("remote", "work place", "workplace type", "location type"),
        requisition_id=named("job id", "id", "requisition id", "req id", "job number"),
    )


def _labels(card: HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield each label with its value, which follows it or stands in the next cell; a title is a value in full."""
    for label in card.xpath(".//*[contains(@class, 'field-label')] | .//dt"):
        values = label.xpath("following-sibling::span[1] | following-sibling::dd[1]")
        values = values or label.xpath("ancestor::dt[1]/following-sibling::dd[1]")
        name = visible_text(label).rstrip(" :").lower()
        if values and name:
            titles = filter(None, map(str, values[0].xpath("descendant-or-self::*[not(self::a)]/@title")))
            value = next(titles, None) or visible_text(values[0])
            if value:
                yield NAMED_FOR.sub("", name), value


def _detail(tree: HtmlElement, token: str, url: str) -> RawPosting | None:
    linked = schema_posting(tree, "icims", token, _bare(url))
    number = JOB.search(url) or JOB.search(linked.url or "" if linked else "")
    bodies = tree.xpath("//*[contains(@class, 'iCIMS_JobContent')]")
    if linked is not None:
        own = _bare(linked.url or url) or None
        linked = replace(linked, external_id=number[1] if number else linked.external_id, url=own)
    if not bodies or number is None:
        return linked
    heading = tree.xpath("//h1")
    shown = _labelled(
        RawPosting(
            platform="icims",
            token=token,
            external_id=number[1],
            url=_bare(url) or None,
            title=needed(visible_text(heading[0]) if heading else "", "title"),
            html=markup(bodies[0]),
        ),
        dict(_labels(tree)),
    )
    return filled(linked, replace(shown, html="" if linked and linked.html else shown.html)) if linked else shown


def _bare(url: str) -> str:
    return urlsplit(url)._replace(query="", fragment="").geturl()


def _number(address: str) -> str:
    found = JOB.search(address)
    if found is None:
        raise UnreadableError("no number in the address")
    return found[1]


def _host(token: str) -> str:
    host = token.removeprefix("https://").partition("/")[0]
    return host if "." in host else f"{host}.icims.com"
