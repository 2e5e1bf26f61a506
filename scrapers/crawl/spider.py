"""What every platform's spider has in common: ask, read, follow, and know when a board is done."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote, urlsplit

import scrapy
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from scrapers.answer import Parsed, UnreadableError
from scrapers.crawl.conditional import NOT_MODIFIED
from scrapers.crawl.document import BoardResult
from scrapers.crawl.given import Given, content, given_now, outcome_of
from scrapers.crawl.guard import RefusedError
from scrapers.crawl.politeness import ForbiddenError, RobotsDownError
from scrapers.crawl.reading import reading_of
from scrapers.crawl.visit import Trouble, Visit
from scrapers.ingest.archive import address_of
from scrapers.ingest.cleaning import accepted
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
    post: str | None = None
    """JSON to send; null asks with GET."""
    headers: tuple[tuple[str, str], ...] = ()
    """Names and values that the platform wants to see besides the usual ones."""

    @property
    def address(self) -> bytes:
        """What tells it from every other request for the board."""
        return address_of(self.url if self.post is None else f"{self.url} {self.post}")


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

    shortest_delay: ClassVar[float] = 0
    """Pause that the platform's terms ask for at least, in seconds."""
    paced_as: ClassVar[str | None] = None
    """Domain whose hosts share one pace, where a platform gives each board a host of its own."""
    register_at: ClassVar[str] = ""
    """Where an operator gets the keys that `keys_for` names."""

    def __init__(
        self,
        store: "CrawlStore",
        report: Callable[[BoardResult], None],
        overrides: dict[str, str],
        pages: int,
        keys: dict[str, str],
    ) -> None:
        super().__init__()
        self.store = store
        self.report = report
        self.overrides = overrides
        self.pages = pages
        self.keys = keys
        self.open: dict[str, Visit] = {}

    def first(self, board: Board) -> Ask:
        """Return what to ask first; raise UnreadableError for a token that is none of the platform's."""
        raise NotImplementedError

    def read(self, page: Page) -> Parsed:
        """Return the postings of one answer; raise UnreadableError when it has not the platform's shape."""
        raise NotImplementedError

    def follow(self, page: Page) -> Iterable[Ask]:
        """Yield what else to ask."""
        return ()

    def keys_for(self, board: Board) -> tuple[str, ...]:
        """Return the names of the keys without which the board does not answer."""
        return ()

    def sign(self, request: scrapy.Request) -> scrapy.Request:
        """Return the request with the operator's keys on it."""
        return request

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Ask for the first answer of every board."""
        self.open = {visit.board.name: visit for visit in self.store.visits()}
        for visit in list(self.open.values()):
            missing = [name for name in self.keys_for(visit.board) if not self.keys.get(name)]
            if missing:
                where = f"get one at {self.register_at} and set it under [crawl.keys.{self.name}]"
                self._trouble(visit, Trouble.DOWN, f"no key '{missing[0]}'; {where}")
                self._finish(visit)
                continue
            try:
                asks = [self.first(visit.board)]
            except UnreadableError as error:
                self._trouble(visit, Trouble.UNREADABLE, str(error))
                self._finish(visit)
                continue
            for request in self._requests(visit, asks):
                yield request

    def closed(self, reason: str) -> None:
        """End the boards that the crawl did not get through."""
        for visit in list(self.open.values()):
            why = "an error in jobtide" if reason == "finished" else f"the crawl stopped ({reason})"
            self._trouble(visit, Trouble.DOWN, f"{why} before the end")
            self._finish(visit)

    def _requests(self, visit: Visit, asks: Iterable[Ask]) -> Iterator[scrapy.Request]:
        for ask in asks:
            address = ask.address
            if address in visit.asked:
                continue
            if len(visit.asked) >= self.pages:
                self._trouble(visit, Trouble.DOWN, f"more than {self.pages} pages")
                return
            is_first = not visit.asked
            visit.asked.add(address)
            visit.pending += 1
            yield self._request(visit, ask, is_first)

    def _request(self, visit: Visit, ask: Ask, is_first: bool) -> scrapy.Request:
        is_keyed = bool(self.keys_for(visit.board))
        request = scrapy.Request(
            self._real_address(ask.url),
            method="GET" if ask.post is None else "POST",
            body=ask.post,
            headers=dict(ask.headers) | ({"Content-Type": "application/json"} if ask.post is not None else {}),
            callback=self._answered,
            errback=self._failed,
            cb_kwargs={"visit": visit, "ask": ask},
            # A redirect could carry a key to another host.
            meta={"visit": visit, "is_first": is_first, "dont_redirect": is_keyed, **self._slot()},
            dont_filter=True,
        )
        return self.sign(request) if is_keyed else request

    def _slot(self) -> dict[str, str]:
        return {"download_slot": self.paced_as} if self.paced_as else {}

    def _answered(self, response: Response, visit: Visit, ask: Ask) -> Iterator[scrapy.Request]:
        given = self._given(response, visit, ask)
        if given is None:
            self._trouble(visit, Trouble.DOWN, f"{response.url} answers 304, though nothing of it is stored")
        elif given.is_unchanged and given.kept.outcome is not None:
            visit.take_unchanged(ask.address, given)
        else:
            yield from self._read(given, visit, ask)
        if len(visit.unsaved) >= BATCH or len(visit.answers) >= BATCH:
            self.store.save(visit)
        self._done(visit)

    def _given(self, response: Response, visit: Visit, ask: Ask) -> Given | None:
        """Return the answer, from the store where the platform says that it has not changed."""
        known = self.store.known(visit).get(ask.address)
        reading = reading_of(ask.rest)
        if response.status == NOT_MODIFIED:
            return self.store.unchanged(known, reading) if known is not None else None
        url = ask.url if self.keys_for(visit.board) else self._known_address(response.url)
        return given_now(response, url, reading, known)

    def _read(self, given: Given, visit: Visit, ask: Ask) -> Iterator[scrapy.Request]:
        kept = given.kept
        page = Page(body=content(given.body, kept.content_type), url=kept.url, board=visit.board, ask=ask)
        try:
            parsed = accepted(self.read(page))
            asks = list(self.follow(page))
        except UnreadableError as error:
            self._trouble(visit, Trouble.UNREADABLE, f"{page.url}: {error}")
            return
        visit.take(parsed)
        visit.keep(ask.address, given, None if asks else outcome_of(parsed))
        yield from self._requests(visit, asks)

    def _failed(self, failure: Failure) -> None:
        request: scrapy.Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        visit: Visit = request.meta["visit"]
        trouble, reason = _diagnose(failure.value)
        # A page that vanished between the list and the visit is no fault of the board.
        if trouble is not Trouble.GONE or request.meta["is_first"]:
            self._trouble(visit, trouble, reason)
        else:
            visit.vanished += 1
        self._done(visit)

    def _trouble(self, visit: Visit, kind: Trouble, reason: str) -> None:
        for value in filter(None, self.keys.values()):
            reason = reason.replace(value, "…").replace(quote(value, safe=""), "…")
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
