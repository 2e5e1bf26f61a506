"""Run one platform's crawl in this process."""

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from scrapy.crawler import AsyncCrawlerProcess, AsyncCrawlerRunner

from scrapers.crawl.document import BoardResult, CrawlDocument
from scrapers.crawl.settings import NO_OTHER_SCHEMES, scrapy_settings
from scrapers.crawl.store import CrawlStore
from scrapers.platforms import load_spider

if TYPE_CHECKING:
    from scrapers.crawl.spider import BoardSpider

HANDLER = "scrapy.core.downloader.handlers._aiohttp.AiohttpDownloadHandler"
REACTORLESS: dict[str, Any] = {
    "TWISTED_REACTOR_ENABLED": False,
    "DOWNLOAD_HANDLERS": {"http": HANDLER, "https": HANDLER} | NO_OTHER_SCHEMES,
}


def crawl_platform(
    document: CrawlDocument,
    spider: "type[BoardSpider] | None",
    report: Callable[[BoardResult], None],
    with_reactor: bool,
    overrides: dict[str, Any],
) -> list[BoardResult]:
    """Do what `scrapers.crawl.run` promises."""
    results: list[BoardResult] = []

    def take(result: BoardResult) -> None:
        results.append(result)
        report(result)

    spider = spider or load_spider(document.platform)
    settings = scrapy_settings(document, spider.longest_delay, spider.shortest_delay)
    settings |= ({} if with_reactor else REACTORLESS) | overrides
    with CrawlStore(document) as store:
        arguments = {
            "store": store,
            "report": take,
            "overrides": document.origin_overrides,
            "pages": document.limits.pages,
            "keys": document.keys,
        }
        if with_reactor:
            process = _quiet_process(settings)
            process.crawl(spider, **arguments)
            process.start()
        else:
            asyncio.run(_crawl(settings, spider, arguments))
    return results


async def _crawl(settings: dict[str, Any], spider: Any, arguments: dict[str, Any]) -> None:
    await AsyncCrawlerRunner(settings).crawl(spider, **arguments)


def _quiet_process(settings: dict[str, Any]) -> AsyncCrawlerProcess:
    """Make a process without letting it turn Scrapy's log up to the loudest."""
    level = logging.getLogger("scrapy").level
    logging.disable(logging.INFO)
    process = AsyncCrawlerProcess(settings)
    logging.disable(logging.NOTSET)
    logging.getLogger("scrapy").setLevel(level)
    return process
