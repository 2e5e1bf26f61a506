"""Scrapy's settings: where its defaults are too trusting, too big or too talkative."""

from typing import Any
from urllib.parse import urlsplit

from scrapers.crawl.document import CrawlDocument

USER_AGENT = "jobtide/0.1 (trend statistics of job postings{contact})"
NO_OTHER_SCHEMES = {"file": None, "ftp": None, "s3": None, "data": None}
DOWNLOADER_MIDDLEWARES = {
    "scrapers.crawl.guard.PublicOnly": 10,
    "scrapers.crawl.politeness.Robots": 100,
    "scrapers.crawl.reservation.Reservation": 110,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "scrapers.crawl.politeness.PoliteRetry": 550,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": 570,
    "scrapers.crawl.conditional.Conditional": 580,
    "scrapers.crawl.wholeness.WholeCompression": 590,
    "scrapers.crawl.redirects.Redirects": 600,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
    "scrapers.crawl.deadline.Deadline": 990,
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": 25,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": 50,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": 700,
}


def scrapy_settings(document: CrawlDocument, longest_delay: float | None, shortest_delay: float = 0) -> dict[str, Any]:
    """Return the settings of one platform's crawl.

    The bounds are the platform's own; a delay of zero, for a server of one's own, is left as it is.
    """
    limits = document.limits
    delay = limits.delay_seconds if longest_delay is None else min(limits.delay_seconds, longest_delay)
    delay = max(delay, shortest_delay) if delay else delay
    return {
        "USER_AGENT": USER_AGENT.format(contact=f"; {document.contact_url}" if document.contact_url else ""),
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": "jobtide",
        # Scrapy's own lists stay empty: it loads whatever stands there, an HTTP server among it, even to leave it out.
        "DOWNLOADER_MIDDLEWARES_BASE": {},
        "DOWNLOADER_MIDDLEWARES": DOWNLOADER_MIDDLEWARES,
        "SPIDER_MIDDLEWARES_BASE": {},
        "SPIDER_MIDDLEWARES": SPIDER_MIDDLEWARES,
        "EXTENSIONS_BASE": {},
        "REFERRER_POLICY": "no-referrer",
        "REMOTE_CONTROL_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "TWISTED_DNS_RESOLVER": "scrapers.crawl.guard.PublicResolver",
        "JOBTIDE_TRUSTED": [urlsplit(origin).netloc for origin in document.origin_overrides.values()],
        "JOBTIDE_ALLOW_PRIVATE": document.allow_private,
        "DOWNLOAD_HANDLERS": NO_OTHER_SCHEMES,
        "DOWNLOAD_DELAY": delay,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 2,
        # Postings are stored by the spider: for no item at all Scrapy starts this many tasks an answer.
        "CONCURRENT_ITEMS": 1,
        "DOWNLOAD_TIMEOUT": limits.answer_seconds,
        "DOWNLOAD_MAXSIZE": limits.answer_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "RETRY_TIMES": limits.retries,
        "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",
        "REDIRECT_MAX_TIMES": 5,
        "JOBTIDE_SECONDS": limits.seconds,
        # It reads the callback's source again at every answer; ruff and mypy find the same mistake once.
        "WARN_ON_GENERATOR_RETURN_VALUE": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
    }
