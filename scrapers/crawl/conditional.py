"""Ask for an answer only if it has changed: the validators of the last answer that was stored go with the question."""

from typing import TYPE_CHECKING, Self

from scrapy import Request
from scrapy.crawler import Crawler

if TYPE_CHECKING:
    from scrapers.crawl.spider import BoardSpider

NOT_MODIFIED = 304


class Conditional:
    """Downloader middleware; what it sends was stored together with the postings, so nothing can be missed by it."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Remember the crawler, whose spider is not made yet."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Add the validators of a board's request, and let a 304 through."""
        visit, ask = request.meta.get("visit"), request.cb_kwargs.get("ask")
        if visit is None or ask is None or request.method != "GET":
            return
        spider: BoardSpider = self.crawler.spider  # type: ignore[assignment]  # the runner starts no other
        kept = spider.store.known(visit).get(ask.address)
        if kept is None or not (kept.etag or kept.last_modified):
            return
        if kept.etag:
            request.headers.setdefault("If-None-Match", kept.etag)
        if kept.last_modified:
            request.headers.setdefault("If-Modified-Since", kept.last_modified)
        request.meta["handle_httpstatus_list"] = [NOT_MODIFIED]
