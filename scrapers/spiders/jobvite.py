"""Jobvite career sites.

Token: the site's name, as in https://jobs.jobvite.com/{token}.
Endpoint: GET https://jobs.jobvite.com/{token}/search?p=, a page whose table lists the postings ({token} itself leaves
    some out); /{token}/job/{id} is one posting, with its body, mostly in JSON-LD too.
Paging: `p` from 0, 50 a page; the page says "1-50 of 108". Dates: `datePosted` of the posting's JSON-LD.
Pay: `baseSalary` there, where an employer gives it.
Limits: none met in public measurements. Terms: none found for career sites; robots.txt answered 404 in September 2026.
Source: public code that reads these pages, and measurements published with it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote, urljoin, urlsplit

from lxml.html import HtmlElement

from scrapers.answer import Parsed, UnreadableError, filled, read_records
from scrapers.crawl.details import DetailSpider, offsets
from scrapers.crawl.spider import Ask, Page
from scrapers.fields import distinct, needed
from scrapers.pages.detail import markup, schema_posting
from scrapers.pages.html import own_address, page_tree, target, visible_text
from scrapers.records import Board, RawPosting

ORIGIN = "https://jobs.jobvite.com"
JOB = re.compile(r"/job/(\w+)")
RANGE = re.compile(r"(\d+)\s*-\s*(\d+)\s+of\s+(\d+)")
NUMBER_OF_PLACES = re.compile(r"\d+ \w+")


class Spider(DetailSpider):
    """The list page by page, then every posting."""

    name = "jobvite"
    origin = ORIGIN

    def first(self, board: Board) -> Ask:
        """Ask for the first page."""
        return self._list(board, 0)

    def parse_answer(self, page: Page) -> Parsed:
        """Read a page of the list or a posting."""
        return read(page.body, page.board.token, page.url if page.ask.rest else "")

    def more(self, page: Page, listed: Parsed) -> Iterator[Ask]:
        """Ask for the pages after the first."""
        if page.ask == self.first(page.board):
            yield from (self._list(page.board, number) for number in range(1, len(offsets(listed)) + 1))

    def detail(self, page: Page, listed: RawPosting) -> str:
        """Return the address of one posting."""
        return listed.url or ""

    def _list(self, board: Board, number: int) -> Ask:
        return Ask(url=f"{self.origin}/{quote(board.token, safe='/')}/search?p={number}")


def read(payload: bytes | str, token: str = "", page_url: str = "") -> Parsed:
    """Return every posting of a list, or the one of a posting's page.

    >>> page = '<table><tr><td><a href="/acme/job/o1">Welder</a></td><td class="jv-job-list-location">Ulm</td></tr>'
    >>> [(one.external_id, one.url, one.places_said) for one in read(page).postings]
    [('o1', 'https://jobs.jobvite.com/acme/job/o1', ('Ulm',))]
    """
    tree = page_tree(payload)
    if tree is None:
        raise UnreadableError("an empty page")
    posting = _detail(tree, token, page_url)
    if posting is not None:
        return Parsed(postings=[posting])
    links = [link for link in tree.xpath("//a[@href]") if JOB.search(target(link)) and visible_text(link)]
    rows = [link for link in links if not urlsplit(target(link)).path.endswith("/apply")]
    if not rows and not tree.xpath("//*[contains(@class, 'jv-job-list') or contains(@class, 'jv-search-list')]"):
        raise UnreadableError("no list of postings in the page")
    stated = RANGE.search(str(tree.xpath("string(//*[contains(@class, 'jv-pagination-text')])")))
    return read_records(rows, lambda row: _listed(row, token), int(stated[3]) if stated else None)


def _listed(link: HtmlElement, token: str) -> RawPosting:
    url = urljoin(ORIGIN, target(link))
    row = next(iter(link.xpath("ancestor::tr[1] | ancestor::li[1]")), None)
    cells = row.xpath(".//*[contains(@class, 'jv-job-list-location')]") if row is not None else []
    places = [visible_text(cell).replace(" ,", ",") for cell in cells]
    heading = link.xpath("string(ancestor::table[1]/preceding::*[self::h2 or self::h3][1])")
    return RawPosting(
        platform="jobvite",
        token=token,
        external_id=_number(url),
        url=url,
        title=needed(visible_text(link), "title"),
        places_said=distinct(*(place for place in places if not NUMBER_OF_PLACES.fullmatch(place))),
        department=" ".join(str(heading).split()) or None,
        raw={"row": visible_text(row if row is not None else link)},
    )


def _detail(tree: HtmlElement, token: str, page_url: str) -> RawPosting | None:
    url = page_url or own_address(tree)
    linked = schema_posting(tree, "jobvite", token, url)
    if linked is not None:
        number = JOB.search(url) or JOB.search(linked.url or "")
        linked = replace(linked, external_id=number[1] if number else linked.requisition_id or linked.external_id)
    bodies = tree.xpath("//*[contains(@class, 'jv-job-detail-description')]")
    if not bodies or (linked is None and not JOB.search(url)):
        return linked
    shown = _shown(tree, bodies[0], url, token)
    return filled(linked, shown) if linked else shown


def _shown(tree: HtmlElement, body: HtmlElement, url: str, token: str) -> RawPosting:
    """Return what the page itself shows: "Category | Place | Place | Req.Num.: 7" under the title."""
    heading = " ".join(str(tree.xpath("string(//*[contains(@class, 'jv-header')])")).split())
    line = next(iter(tree.xpath("//*[contains(@class, 'jv-job-detail-meta')]")), None)
    parts = [" ".join(part.split()).replace(" ,", ",") for part in _parts(line)] if line is not None else []
    numbers = [part for part in parts if part.startswith("Req.Num.")]
    places = [part for part in parts[1:] if part not in numbers]
    return RawPosting(
        platform="jobvite",
        token=token,
        external_id=_number(url) if JOB.search(url) else heading,
        url=url or None,
        title=needed(heading, "title"),
        places_said=distinct(*places),
        html=markup(body),
        department=parts[0] or None if parts else None,
        requisition_id=numbers[0].partition(":")[2].strip() or None if numbers else None,
        raw={"line": parts},
    )


def _parts(line: HtmlElement) -> list[str]:
    parts = [line.text or ""]
    for child in line:
        if "jv-inline-separator" in (child.get("class") or ""):
            parts.append(child.tail or "")
        elif child.tag == "br":
            break
        else:
            parts[-1] += f"{child.text_content()}{child.tail or ''}"
    return parts


def _number(url: str) -> str:
    found = JOB.search(url)
    if found is None:
        raise UnreadableError("no number in the address")
    return found[1]
