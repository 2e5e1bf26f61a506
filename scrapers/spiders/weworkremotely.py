"""We Work Remotely, a board of remote work: its public RSS feeds.

Endpoint: GET https://weworkremotely.com/{token}.rss; token `remote-jobs` for all, `categories/remote-programming-jobs`
    for one category.
Paging: none; a feed holds its newest ads, so that an older one leaves it before it closes.
Dates: `pubDate`, `expires_at`, RFC 2822. Pay: only in the text.
The title is "Company: Title"; the body is HTML whose entities are escaped once.
Limits and terms: the feeds are offered for reading; the terms of the API forbid "a job advertising or job search
    service", not statistics. Source: https://weworkremotely.com/api-terms-and-guidelines
"""

from lxml import etree

from scrapers.answer import Parsed, UnreadableError, read_records
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.crawl.window import Window
from scrapers.fields import distinct, joined, needed, said, web_address
from scrapers.moments import day
from scrapers.pages.feed import feed_tree
from scrapers.records import Board, RawPosting


class Spider(BoardSpider):
    """One feed a board."""

    name = "weworkremotely"
    origin = "https://weworkremotely.com"
    window = Window()

    def first(self, board: Board) -> Ask:
        """Ask for the feed."""
        return Ask(url=f"{self.origin}/{board.token}.rss")

    def read(self, page: Page) -> Parsed:
        """Read the one answer."""
        return read(page.body, page.board.token)


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a feed.

    >>> item = "<item><title>Acme: Welder</title><guid>https://x.example/1</guid><region>Europe</region></item>"
    >>> [(one.employer, one.title, one.places_said) for one in read(f"<rss><channel>{item}</channel></rss>").postings]
    [('Acme', 'Acme: Welder', ('Europe',))]
    """
    root = feed_tree(payload)
    if not list(root.iter("channel")):
        raise UnreadableError("no channel in it")
    return read_records(map(_texts, root.iter("item")), lambda item: _posting(item, token))


def _texts(item: etree._Element) -> dict[str, str]:
    return {str(child.tag): "".join(child.itertext()).strip() for child in item.iterchildren("*")}


def _posting(item: dict[str, str], token: str) -> RawPosting:
    title = needed(item.get("title"), "title")
    employer, colon, _ = title.partition(":")
    return RawPosting(
        platform="weworkremotely",
        token=token,
        external_id=needed(item.get("guid") or item.get("link"), "guid"),
        url=web_address(item.get("link") or item.get("guid")),
        title=title,
        employer=said(employer) if colon else None,
        places_said=distinct(said(item.get("region")), joined(item.get("state"), item.get("country"))),
        html=item.get("description", ""),
        posted_on=day(item.get("pubDate")),
        valid_through=day(item.get("expires_at")),
        employment_said=said(item.get("type")),
        department=said(item.get("category")),
        raw=dict(item),
    )
