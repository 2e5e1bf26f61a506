"""Crawl boards: one platform at a time, normally in a child process of its own."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from scrapers.crawl.document import BoardResult, CrawlDocument, Limits

if TYPE_CHECKING:
    from scrapers.crawl.spider import BoardSpider

__all__ = ["BoardResult", "CrawlDocument", "Limits", "run"]


def run(
    document: CrawlDocument,
    *,
    spider: "type[BoardSpider] | None" = None,
    report: Callable[[BoardResult], None] | None = None,
    with_reactor: bool = False,
    overrides: dict[str, Any] | None = None,
) -> list[BoardResult]:
    """Crawl the document's boards into its store and return what was seen, in the order in which boards ended.

    `with_reactor` is for a process that ends afterwards: a Twisted reactor starts once, and the resolver guard
    works only under it. `spider` goes instead of the platform's own; `overrides` are Scrapy settings for tests. Each
    board's result also goes to `report` at once, so that nothing is lost when a later board breaks the process.
    """
    # The spiders import their base from this package, so the store must not be loaded with it.
    from scrapers.crawl.runner import crawl_platform

    return crawl_platform(document, spider, report or (lambda result: None), with_reactor, overrides or {})
