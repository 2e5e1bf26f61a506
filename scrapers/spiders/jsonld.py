"""Any site whose pages carry schema.org JobPosting: as JSON-LD, microdata, RDFa, or handed to the page's own script.

Endpoint: the board's token is the address of a posting, of a listing page, or of a sitemap (`.xml`, also `.xml.gz`).
Paging: a sitemap names its pages and further sitemaps; a listing links to postings on its own host and to `rel=next`.
Dates: `datePosted`, `validThrough`, ISO 8601. Pay: `baseSalary`, in whatever shape the site writes.
Limits and terms: the site's own; robots.txt decides.
Source: https://schema.org/JobPosting, https://developers.google.com/search/docs/appearance/structured-data/job-posting
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from scrapers.answer import Parsed, UnreadableError, read_records
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.pages.html import own_address, page_tree
from scrapers.pages.jobposting import find_postings, read_jobposting, resolved
from scrapers.pages.links import listing_links, sitemap_links
from scrapers.pages.microdata import marked_postings
from scrapers.pages.scripts import job_documents
from scrapers.pages.state import state_postings
from scrapers.records import Board, RawPosting


class Spider(BoardSpider):
    """The token's own page, then what it leads to."""

    name = "jsonld"
    is_website = True

    def first(self, board: Board) -> Ask:
        """Ask for the token itself."""
        return Ask(url=board.token)

    def read(self, page: Page) -> Parsed:
        """Read a page; a sitemap holds no posting."""
        if sitemap_links(page.body) is not None:
            return Parsed(postings=[])
        return read(page.body, page.board.token, page.url)

    def follow(self, page: Page) -> Iterator[Ask]:
        """Ask for the pages of a sitemap, or for the postings that a listing links to.

        A page that holds postings leads only to its next page: what else it links to are merely similar ones.
        """
        links: Iterable[tuple[str, bool]] = sitemap_links(page.body) or ()
        if not links and (page.ask.url == page.board.token or page.ask.rest):
            holds_postings = bool(self.read(page).postings)
            links = (one for one in listing_links(page.body, page.url) if one[1] or not holds_postings)
        for link, is_list in links:
            yield Ask(url=link, rest=("list",) if is_list else ())


def read(payload: bytes | str, token: str = "", page_url: str = "") -> Parsed:
    """Return every posting of a page, from the first of its syntaxes that has any.

    >>> page = '<script type="application/ld+json">{"@type": "JobPosting", "title": "Welder"}</script>'
    >>> [one.title for one in read(page).postings]
    ['Welder']
    """
    tree = page_tree(payload)
    if tree is None:
        raise UnreadableError("an empty page")
    documents, broken = job_documents(tree)
    records: list[dict[str, Any]] = [resolved(one, documents) for one in find_postings(documents)]
    if not records and not broken:
        records = list(marked_postings(tree))
    url = page_url or own_address(tree)
    stated = [] if records or broken else list(state_postings(tree))
    parsed = read_records(records or stated, lambda one: read_jobposting(one, url, token, len(records or stated) == 1))
    if stated:  # a script's own numbers, unlike those in schema.org data, tell its postings apart
        parsed = replace(parsed, postings=[_numbered(one) for one in parsed.postings])
    return replace(parsed, unread=(*parsed.unread, *broken))


def _numbered(posting: RawPosting) -> RawPosting:
    return replace(posting, external_id=posting.requisition_id or posting.external_id)
