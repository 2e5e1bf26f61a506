"""Which crawls may run side by side: two platforms on one host would ask it twice as often as it was promised."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from scrapers.answer import UnreadableError
from scrapers.crawl.document import CrawlDocument
from scrapers.platforms import load_spider


def in_turns(documents: Sequence[CrawlDocument]) -> list[list[CrawlDocument]]:
    """Return the documents in groups that share no host; those of one group are to be crawled one after another."""
    found = [hosts_of(document) for document in documents]
    domains = {domain for _, domain in found if domain}
    groups: list[tuple[set[str], list[CrawlDocument]]] = []
    for document, (hosts, _) in zip(documents, found, strict=True):
        own = {_domain_of(host, domains) for host in hosts}
        sharing = [group for group in groups if group[0] & own]
        groups = [group for group in groups if not group[0] & own]
        names = own.union(*(group[0] for group in sharing))
        groups.append((names, [*(one for group in sharing for one in group[1]), document]))
    return [group for _, group in groups]


def hosts_of(document: CrawlDocument) -> tuple[set[str], str | None]:
    """Return the hosts that a crawl asks first, and the domain whose hosts it paces as one."""
    kind = load_spider(document.platform)
    nowhere: Any = None  # nothing is crawled here, only asked what would be
    spider = kind(nowhere, nowhere, {}, 0, document.keys)
    hosts: set[str] = set()
    for board in document.boards:
        try:
            hosts.add(urlsplit(spider.first(board).url).hostname or "")
        except UnreadableError:  # told when the board is crawled
            continue
    return hosts, kind.paced_as


def _domain_of(host: str, domains: set[str]) -> str:
    return next((domain for domain in domains if host == domain or host.endswith(f".{domain}")), host)
