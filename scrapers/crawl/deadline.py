"""End a crawl when its time is over, and with it whatever still waits for its turn behind a long pause."""

import asyncio
from typing import Self

from scrapy import Request, signals
from scrapy.core.engine import ExecutionEngine
from scrapy.crawler import Crawler

from scrapers.crawl.diagnosis import OutOfTimeError

TIME_IS_OVER = "closespider_timeout"
"""Scrapy's own name for this end."""


class Deadline:
    """Downloader middleware, last before the network; in place of Scrapy's limit, which lets all that waits go on."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.seconds = crawler.settings.getfloat("JOBTIDE_SECONDS")
        self.delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self.is_over = False
        self.timer: asyncio.TimerHandle | None = None
        self.ending: asyncio.Task[None] | None = None
        crawler.signals.connect(self._start, signal=signals.spider_opened)
        crawler.signals.connect(self._stop, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the limit that the runner takes from the crawl document."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise OutOfTimeError for a request that comes too late."""
        if self.is_over:
            raise OutOfTimeError(f"{request.url} was not asked: {self._words(self.delay)}")

    def _start(self) -> None:
        self.timer = asyncio.get_running_loop().call_later(self.seconds, self._end)

    def _stop(self) -> None:
        if self.timer is not None:
            self.timer.cancel()

    def _end(self) -> None:
        engine = self.crawler.engine
        assert engine is not None  # noqa: S101 - the spider is open
        self.is_over = True
        self.ending = asyncio.ensure_future(self._close(engine))

    async def _close(self, engine: ExecutionEngine) -> None:
        closing = asyncio.ensure_future(engine.close_spider_async(reason=TIME_IS_OVER))
        await asyncio.sleep(0)  # from here on the engine starts nothing new
        for slot in engine.downloader.slots.values():
            while slot.queue:
                request, waiting = slot.queue.popleft()
                waiting.errback(OutOfTimeError(f"{request.url} was not asked: {self._words(slot.delay)}"))
        await closing

    def _words(self, delay: float) -> str:
        slow = f", with the {delay:g} s between requests that its host asks for" if delay > self.delay else ""
        return f"the time limit of {self.seconds:g} s was reached{slow}"
