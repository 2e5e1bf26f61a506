"""What every platform's spider has in common: ask, read, follow, and know when a board is done."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

import scrapy
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from scrapers.answer import Parsed, UnreadableError
from scrapers.crawl.document import BoardResult
from scrapers.crawl.guard import RefusedError
from scrapers.crawl.politeness import ForbiddenError, RobotsDownError
from scrapers.crawl.visit import Trouble, Visit
from scrapers.records import Board

if TYPE_CHECKING:
    from scrapers.crawl.store import CrawlStore

BATCH = 500
BLOCKING = frozenset({401, 403, 429})
MISSING = frozenset({404, 410})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One address to fetch for a board."""

    url: str
    rest: tuple[Any, ...] = ()
    """Whatever the platform wants to remember until the answer is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer."""

    body: bytes | str
    """Bytes; already decoded where the answer's headers name the charset of a text."""
    url: str
    """The address as the platform knows it, whatever host really answered."""
    board: Board
    ask: Ask


class BoardSpider(scrapy.Spider):
    """Base of the platforms.

    One gives `name`, `origin`, `first` and `read`, and `follow` where one answer is not the whole board.
    """

    origin: ClassVar[str] = ""
    """Scheme and host of the platform's API."""
    longest_delay: ClassVar[float | None] = None
    """Pause that is enough for this platform, in seconds, where its terms allow a quicker pace than the usual one."""

    def __init__(
        self, store: "CrawlStore", report: Callable[[BoardResult], None], overrides: dict[str, str], pages: int
    ) -> None:
        super().__init__()
        self.store = store
        self.report = report
        self.overrides = overrides
        self.pages = pages
        self.open: dict[str, Visit] = {}

    def first(self, board: Board) -> Ask:
        """Return what to ask first."""
        raise NotImplementedError

    def read(self, page: Page) -> Parsed:
        """Return the postings of one answer; raise UnreadableError when it has not the platform's shape."""
        raise NotImplementedError

    def follow(self, page: Page) -> Iterable[Ask]:
        """Yield what else to ask."""
        return ()

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Ask for the first answer of every board."""
        self.open = {visit.board.name: visit for visit in self.store.visits()}
        for visit in list(self.open.values()):
            for request in self._requests(visit, [self.first(visit.board)]):
                yield request

    def closed(self, reason: str) -> None:
        """End the boards that the crawl did not get through."""
        for visit in list(self.open.values()):
            why = "an error in jobtide" if reason == "finished" else f"the crawl stopped ({reason})"
            self._trouble(visit, Trouble.DOWN, f"{why} before the end")
            self._finish(visit)

    def _requests(self, visit: Visit, asks: Iterable[Ask]) -> Iterator[scrapy.Request]:
        for ask in asks:
            if ask.url in visit.asked:
                continue
            if len(visit.asked) >= self.pages:
                self._trouble(visit, Trouble.DOWN, f"more than {self.pages} pages")
                return
            is_first = not visit.asked
            visit.asked.add(ask.url)
            visit.pending += 1
            yield scrapy.Request(
                self._real_address(ask.url),
                callback=self._answered,
                errback=self._failed,
                cb_kwargs={"visit": visit, "ask": ask},
                meta={"visit": visit, "is_first": is_first},
                dont_filter=True,
            )

    def _answered(self, response: Response, visit: Visit, ask: Ask) -> Iterator[scrapy.Request]:
        page = Page(body=_content(response), url=self._known_address(response.url), board=visit.board, ask=ask)
        try:
            visit.take(self.read(page))
            yield from self._requests(visit, self.follow(page))
        except UnreadableError as error:
            self._trouble(visit, Trouble.UNREADABLE, f"{page.url}: {error}")
        if len(visit.unsaved) >= BATCH:
            self.store.save(visit)
        self._done(visit)

    def _failed(self, failure: Failure) -> None:
        request: scrapy.Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        visit: Visit = request.meta["visit"]
        trouble, reason = _diagnose(failure.value)
        # A page that vanished between the list and the visit is no fault of the board.
        if trouble is not Trouble.GONE or request.meta["is_first"]:
            self._trouble(visit, trouble, reason)
        self._done(visit)

    def _trouble(self, visit: Visit, kind: Trouble, reason: str) -> None:
        visit.troubles.append((kind, reason))

    def _done(self, visit: Visit) -> None:
        visit.pending -= 1
        if not visit.pending:
            self._finish(visit)

    def _finish(self, visit: Visit) -> None:
        del self.open[visit.board.name]
        self.report(self.store.finish(visit))

    def _real_address(self, url: str) -> str:
        return _swap_origin(url, self.overrides)

    def _known_address(self, url: str) -> str:
        return _swap_origin(url, {there: here for here, there in self.overrides.items()})


def _swap_origin(url: str, swaps: dict[str, str]) -> str:
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    return swaps[origin].rstrip("/") + url.removeprefix(origin) if origin in swaps else url


def _content(response: Response) -> bytes | str:
    is_named = b"charset=" in (response.headers.get("Content-Type") or b"").lower()
    return response.text if is_named and isinstance(response, TextResponse) else response.body


def _diagnose(error: BaseException | None) -> tuple[Trouble, str]:
    if isinstance(error, HttpError):
        status = error.response.status
        reason = f"{error.response.url} answers {status}"
        if status in BLOCKING:
            return Trouble.BLOCKED, reason
        return (Trouble.GONE if status in MISSING else Trouble.DOWN), reason
    if isinstance(error, RefusedError):
        return Trouble.UNREADABLE, str(error)
    if isinstance(error, ForbiddenError):
        return Trouble.BLOCKED, str(error)
    if isinstance(error, (RobotsDownError, IgnoreRequest)):
        return Trouble.DOWN, str(error)
    return Trouble.DOWN, f"{type(error).__name__}: {error}"
