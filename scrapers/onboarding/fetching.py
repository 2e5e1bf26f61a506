"""Fetch one page as a crawl does, robots.txt and guards included, and look at it."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from scrapers.answer import Parsed
from scrapers.crawl import BoardResult, CrawlDocument, run
from scrapers.crawl.children import run_child
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.onboarding.address import Found, hinted_platform
from scrapers.onboarding.page import PageKind, PageLook, look_at
from scrapers.records import Board, BoardKind, CrawlState

PLATFORM = "page"
"""Stands for a platform in the document of such a fetch; the board's token is the address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One page, or why there is none."""

    look: PageLook | None
    """What it says."""
    state: CrawlState
    """As of a board: blocked, gone, suspect for a refused address, partial for no answer."""
    error: str | None
    """Why there is no page."""


def fetch(document: CrawlDocument) -> Fetched:
    """Fetch the page that the document's board names, in a child process that its content may crash alone."""
    output, why = run_child("scrapers.onboarding", document)
    try:
        said = json.loads(output)
    except ValueError:
        return Fetched(look=None, state=CrawlState.PARTIAL, error=why)
    look = said["look"]
    return Fetched(look=_look(look) if look else None, state=CrawlState(said["state"]), error=said["error"])


def fetch_here(document: CrawlDocument, **options: Any) -> str:
    """Do the work of the child and return what it prints; `options` as of `scrapers.crawl.run`."""
    looks: list[PageLook] = []
    address = document.boards[0].token
    platform = hinted_platform(address)
    spider = _page_spider(lambda page: looks.append(look_at(page.body, page.url, platform)))
    (result,) = run(document, spider=spider, **options)
    return json.dumps(_plain(result, looks[0] if looks else None))


def _page_spider(take: Callable[[Page], None]) -> type[BoardSpider]:
    class Spider(BoardSpider):
        """One request, whatever the page holds."""

        name = PLATFORM

        def first(self, board: Board) -> Ask:
            """Ask for the page."""
            return Ask(url=board.token)

        def read(self, page: Page) -> Parsed:
            """Hand the page on; it holds no postings of a board yet."""
            take(page)
            return Parsed(postings=[])

    return Spider


def _plain(result: BoardResult, look: PageLook | None) -> dict[str, Any]:
    return {"state": result.state, "error": result.error, "look": asdict(look) if look else None}


def _look(fields: dict[str, Any]) -> PageLook:
    boards = tuple(Found(**{**one, "kind": BoardKind(one["kind"])}) for one in fields["boards"])
    return PageLook(
        url=fields["url"], kind=PageKind(fields["kind"]), boards=boards, platforms=tuple(fields["platforms"])
    )
