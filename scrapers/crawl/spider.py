"""What every platform's spider has in common: ask, read, follow, and know when a board is done."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote, urlsplit

import scrapy
from scrapy.http import Response
from twisted.python.failure import Failure

from scrapers.answer import Parsed, UnreadableError
from scrapers.crawl.conditional import NOT_MODIFIED
from scrapers.crawl.deadline import TIME_IS_OVER
from scrapers.crawl.diagnosis import class_of, words_of
from scrapers.crawl.document import BoardResult
from scrapers.crawl.gate import Gate
from scrapers.crawl.given import Given, content, given_now, outcome_of
from scrapers.crawl.reading import reading_of
from scrapers.crawl.visit import Visit
from scrapers.crawl.window import Window
from scrapers.health import FailureClass
from scrapers.ingest.archive import address_of
from scrapers.ingest.cleaning import accepted
from scrapers.records import Board

if TYPE_CHECKING:
    from scrapers.crawl.store import CrawlStore

BATCH = 200
AT_ONCE = 4
"""Requests of one board that Scrapy has; a request takes several times the memory of what it asks for."""


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
    is_website: ClassVar[bool] = False
    """Whether the pages are those of any site, made for readers and not offered for reading by programs."""
    window: ClassVar[Window | None] = None
    """How the list is cut where it shows only the newest ads; null for one that is the whole board."""
    most_listed: ClassVar[int | None] = None
    """Postings that the platform lists at most, whatever there are; a list of so many is cut off."""
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
        self.gate = Gate()

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
            visit.window, visit.most_listed = self.window, self.most_listed
            missing = [name for name in self.keys_for(visit.board) if not self.keys.get(name)]
            if missing:
                where = f"get one at {self.register_at} and set it under [crawl.keys.{self.name}]"
                self._trouble(visit, FailureClass.MISCONFIGURED, f"no key '{missing[0]}'; {where}")
                self._finish(visit)
                continue
            try:
                asks = [self.first(visit.board)]
            except UnreadableError as error:
                self._trouble(visit, FailureClass.MISCONFIGURED, str(error))
                self._finish(visit)
                continue
            host = self.paced_as or urlsplit(asks[0].url).netloc
            await self.gate.enter(host)
            visit.host = host
            for request in self._requests(visit, asks):
                yield request

    def closed(self, reason: str) -> None:
        """End the boards that the crawl did not get through."""
        for visit in list(self.open.values()):
            if reason == TIME_IS_OVER:
                self._trouble(visit, FailureClass.SLOW, "the time limit was reached before the end")
            else:
                why = "an error in jobtide" if reason == "finished" else f"the crawl stopped ({reason})"
                self._trouble(visit, FailureClass.CRASHED, f"{why} before the end")
            self._finish(visit)

    def _requests(self, visit: Visit, asks: Iterable[Ask]) -> Iterator[scrapy.Request]:
        """Take up what is to be asked, and yield what has its turn now."""
        for ask in asks:
            address = ask.address
            if address in visit.asked:
                continue
            if len(visit.asked) >= self.pages:
                self._trouble(visit, FailureClass.ENDLESS, f"more than {self.pages} pages")
                break
            visit.asked.add(address)
            visit.waiting.append(ask)
        yield from self._next(visit)

    def _next(self, visit: Visit) -> Iterator[scrapy.Request]:
        while visit.waiting and visit.under_way < AT_ONCE:
            is_first = len(visit.asked) == 1
            visit.under_way += 1
            yield self._request(visit, visit.waiting.popleft(), is_first)

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
            self._trouble(visit, FailureClass.UNEXPECTED, f"{response.url} answers 304, though nothing of it is stored")
        elif given.is_unchanged and given.kept.outcome is not None:
            visit.take_unchanged(ask.address, given)
        else:
            yield from self._read(given, visit, ask)
        if len(visit.unsaved) >= BATCH or len(visit.answers) >= BATCH:
            self.store.save(visit)
        yield from self._done(visit)

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
            asks = [one for one in self.follow(page) if one.address not in visit.asked]
        except UnreadableError as error:
            # It is kept all the same: a mended parser may read it.
            visit.keep(ask.address, given, None)
            self._trouble(visit, class_of(error), f"{page.url}: {error}")
            return
        is_fresh = visit.take(parsed)
        if asks and not is_fresh:
            self._trouble(visit, FailureClass.ENDLESS, f"{page.url} leads on but brings nothing new")
            return
        visit.keep(ask.address, given, None if asks else outcome_of(parsed))
        yield from self._requests(visit, asks)

    def _failed(self, failure: Failure) -> Iterator[scrapy.Request]:
        request: scrapy.Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        visit: Visit = request.meta["visit"]
        trouble = class_of(failure.value)
        # A page that vanished between the list and the visit is no fault of the board.
        if trouble is not FailureClass.NOT_FOUND or request.meta["is_first"]:
            self._trouble(visit, trouble, words_of(failure.value))
        else:
            visit.vanish(request.cb_kwargs["ask"].address)
        yield from self._done(visit)

    def _trouble(self, visit: Visit, kind: FailureClass, reason: str) -> None:
        for value in filter(None, self.keys.values()):
            reason = reason.replace(value, "…").replace(quote(value, safe=""), "…")
        visit.troubles.append((kind, reason))

    def _done(self, visit: Visit) -> Iterator[scrapy.Request]:
        visit.under_way -= 1
        yield from self._next(visit)
        if not visit.under_way:
            self._finish(visit)

    def _finish(self, visit: Visit) -> None:
        del self.open[visit.board.name]
        if visit.host is not None:
            self.gate.leave(visit.host)
        self.report(self.store.finish(visit))

    def _real_address(self, url: str) -> str:
        return _swap_origin(url, self.overrides)

    def _known_address(self, url: str) -> str:
        return _swap_origin(url, {there: here for here, there in self.overrides.items()})


def _swap_origin(url: str, swaps: dict[str, str]) -> str:
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    return swaps[origin].rstrip("/") + url.removeprefix(origin) if origin in swaps else url
