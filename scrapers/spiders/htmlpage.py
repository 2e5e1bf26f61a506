"""Career pages without structured data, read by the CSS selectors of `scrapers/selectors/{token}.toml`.

Endpoint: the `address` in that file, the pages that `list.next` names, and each posting's own page where there is
    `[detail]`. Paging: by link. Dates: ISO, in words, or as `date_form` says; a relative date is none.
Pay: the words that `pay` finds, where they are nothing but pay. The id of a posting is its address.
Limits and terms: the site's own; robots.txt decides. Source: scrapers/selectors/example.toml
"""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from w3lib.encoding import html_to_unicode

from scrapers.answer import Parsed, UnreadableError, read_records
from scrapers.crawl.details import DetailSpider
from scrapers.crawl.spider import Ask, Page
from scrapers.fields import distinct, needed
from scrapers.moments import day
from scrapers.pages.jobposting import stable_id
from scrapers.pages.selectors import FACTS, Selectors, all_selectors, load_selectors
from scrapers.pay import pay_in_words
from scrapers.records import Board, RawPosting
from scrapers.store.errors import JobtideError

selectors_of = lru_cache(load_selectors)


class Spider(DetailSpider):
    """The list, page after page, and each posting's own page where the list does not say all."""

    name = "htmlpage"
    is_website = True

    def first(self, board: Board) -> Ask:
        """Ask for the first page of the list."""
        try:
            return Ask(url=selectors_of(board.token).address)
        except JobtideError as error:
            raise UnreadableError(str(error)) from error

    def parse_answer(self, page: Page) -> Parsed:
        """Read a page of the list, or a posting's own."""
        selectors = selectors_of(page.board.token)
        read_page = read_detail if page.ask.rest else read_list
        return read_page(_soup(page.body), selectors, page.url)

    def read(self, page: Page) -> Parsed:
        """Read the page; where each posting has its own, that one."""
        return super().read(page) if selectors_of(page.board.token).detail else self.parse_answer(page)

    def follow(self, page: Page) -> Iterator[Ask]:
        """Ask for the next page of the list and for the postings' own."""
        if selectors_of(page.board.token).detail:
            yield from super().follow(page)
        else:
            yield from self.more(page, self.parse_answer(page))

    def more(self, page: Page, listed: Parsed) -> Iterator[Ask]:
        """Ask for the page that this one names as the next."""
        selectors = selectors_of(page.board.token)
        link = _address(_found(_soup(page.body), selectors.list.get("next")), page.url)
        if link and urlsplit(link).netloc == selectors.host:
            yield Ask(url=link)

    def detail(self, page: Page, listed: RawPosting) -> str:
        """Ask for the posting's own page."""
        return listed.url or ""


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a list, or the one of its own page; without a token the page's address tells the site.

    >>> page = '<link rel="canonical" href="https://tidemark-tools.example/careers/fitter"><h1>Fitter</h1>'
    >>> [(one.title, one.employer) for one in read(page).postings]
    [('Fitter', 'Tidemark Tools')]
    """
    soup = _soup(payload)
    own = _found(soup, "link[rel=canonical]@href") or _found(soup, "meta[property='og:url']@content") or ""
    selectors = selectors_of(token) if token else _site_of(own)
    if soup.select(selectors.list["posting"]) or not selectors.detail:
        return read_list(soup, selectors, own or selectors.address)
    return read_detail(soup, selectors, own)


def read_list(soup: BeautifulSoup, selectors: Selectors, page_url: str) -> Parsed:
    """Return what a page of the list says of each posting.

    Raises UnreadableError when there is none and the page does not say so itself: then it has been rebuilt.
    """
    elements = soup.select(selectors.list["posting"])
    if not elements and not (selectors.list.get("empty") and soup.select(selectors.list["empty"])):
        raise UnreadableError(f"nothing there for list.posting of {selectors.name}.toml")
    return read_records(elements, lambda one: _posting(one, selectors.list, selectors, page_url))


def read_detail(soup: BeautifulSoup, selectors: Selectors, page_url: str) -> Parsed:
    """Return the one posting of its own page."""
    return read_records([soup], lambda one: _posting(one, selectors.detail, selectors, page_url))


def _site_of(address: str) -> Selectors:
    host = urlsplit(address).netloc
    for selectors in all_selectors():
        if host and selectors.host == host:
            return selectors
    raise UnreadableError("no selectors for this page; write a file for its site in scrapers/selectors/")


def _posting(element: Tag, chosen: dict[str, str], selectors: Selectors, page_url: str) -> RawPosting:
    facts = {name: _found(element, chosen[name]) for name in chosen.keys() & {"link", *FACTS} - {"body"}}
    title = needed(facts.get("title"), "title")
    place = facts.get("place")
    link = page_url if chosen is selectors.detail else _address(facts.get("link"), page_url)
    if selectors.detail and not link:
        raise UnreadableError(f"no link to '{title}'")
    body = element.select_one(chosen["body"]) if "body" in chosen else None
    return RawPosting(
        platform="htmlpage",
        token=selectors.name,
        external_id=stable_id(link, None, title, place or ""),
        url=link or None,
        title=title,
        employer=selectors.employer,
        places_said=distinct(place),
        html=body.decode_contents().strip() if body else "",
        posted_on=_day(facts.get("date"), chosen.get("date_form")),
        employment_said=facts.get("employment"),
        department=facts.get("department"),
        pay_said=pay_in_words(facts.get("pay")),
        raw={name: facts[name] for name in sorted(facts) if facts[name]},
    )


def _soup(payload: bytes | str) -> BeautifulSoup:
    text = payload if isinstance(payload, str) else html_to_unicode(None, payload)[1]
    return BeautifulSoup(text, "lxml")


def _found(element: Tag, selector: str | None) -> str | None:
    """Return the text, or the attribute after the @, of the first element that a selector finds."""
    if not selector:
        return None
    path, _, attribute = selector.partition("@")
    found = element.select_one(path)
    if found is None:
        return None
    value: Any = found.get(attribute) if attribute else found.get_text()
    return " ".join(str(value).split()) or None if value is not None else None


def _address(link: str | None, page_url: str) -> str:
    address = urldefrag(urljoin(page_url, link)).url if link else ""
    return address if urlsplit(address).scheme in ("http", "https") else ""


def _day(words: str | None, form: str | None) -> dt.date | None:
    if not form or not words:
        return day(words)
    try:
        return dt.datetime.strptime(words, form).replace(tzinfo=dt.UTC).date()
    except ValueError:
        return None
