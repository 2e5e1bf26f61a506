"""Bare Scrapy that asks for the same addresses and json-parses the answers: `… KIND ORIGIN BOARDS POSTINGS`."""

import json
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

from benchmarks.crawling.invented import LIST_PAGE


class Bare(scrapy.Spider):
    """Downloads and parses, keeps nothing."""

    name = "bare"

    def __init__(self, kind: str, origin: str, boards: int, postings: int) -> None:
        super().__init__()
        self.kind, self.origin, self.boards, self.postings = kind, origin, boards, postings

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Ask for every board."""
        for number in range(self.boards):
            token = f"b{number}-{self.postings}"
            if self.kind == "greenhouse":
                url = f"{self.origin}/v1/boards/{token}/jobs?content=true&pay_transparency=true"
                yield scrapy.Request(url, self.parsed, dont_filter=True)
            else:
                for offset in range(0, self.postings, LIST_PAGE):
                    url = f"{self.origin}/v1/companies/{token}/postings?limit={LIST_PAGE}&offset={offset}"
                    yield scrapy.Request(url, self.listed, cb_kwargs={"token": token}, dont_filter=True)

    def parsed(self, response: Response) -> None:
        """Parse."""
        json.loads(response.body)

    def listed(self, response: Response, token: str) -> Iterator[scrapy.Request]:
        """Parse and ask for each posting."""
        for row in json.loads(response.body)["content"]:
            url = f"{self.origin}/v1/companies/{token}/postings/{row['id']}"
            yield scrapy.Request(url, self.parsed, dont_filter=True)


def main(kind: str, origin: str, boards: str, postings: str) -> None:
    """Crawl once."""
    settings: dict[str, Any] = {
        "LOG_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "DOWNLOAD_DELAY": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 2,
    }
    process = AsyncCrawlerProcess(settings)
    process.crawl(Bare, kind=kind, origin=origin, boards=int(boards), postings=int(postings))
    process.start()


if __name__ == "__main__":
    main(*sys.argv[1:])
