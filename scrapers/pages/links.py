"""Which pages a sitemap or a listing leads to."""

import re
import zlib
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree

from scrapers.pages.html import page_tree

LARGEST_SITEMAP = 50_000_000
"""Bytes unpacked; the limit that sitemaps.org sets."""
SPEAKS_OF_JOBS = re.compile(
    r"job|career|position|vacan|opening|stelle|emploi|offre|empleo|lavoro|karriere", re.IGNORECASE
)
GZIP = b"\x1f\x8b"


def sitemap_links(body: bytes | str) -> list[tuple[str, bool]] | None:
    """Return the addresses in a sitemap, each with whether it is a further sitemap; None for anything else.

    >>> sitemap_links('<urlset><url><loc> https://acme.example/jobs/1 </loc></url></urlset>')
    [('https://acme.example/jobs/1', False)]
    """
    data = body.encode() if isinstance(body, str) else _unpacked(body)
    if b"<urlset" not in data[:2000] and b"<sitemapindex" not in data[:2000]:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    root = etree.fromstring(data, parser)
    if root is None:
        return None
    links = []
    for address in root.iter("{*}loc"):
        parent = address.getparent()
        is_sitemap = parent is not None and etree.QName(parent).localname == "sitemap"
        if address.text and (is_sitemap or etree.QName(address).namespace == etree.QName(root).namespace):
            links.append((address.text.strip(), is_sitemap))
    return links


def listing_links(body: bytes | str, url: str) -> Iterator[tuple[str, bool]]:
    """Yield the addresses on the same host that a listing links to as postings or as its next page."""
    tree = page_tree(body)
    if tree is None:
        return
    host, here = urlsplit(url).netloc, urldefrag(url).url.rstrip("/")
    for anchor in tree.xpath("//a[@href] | //link[@rel='next'][@href]"):
        try:
            link = urldefrag(urljoin(url, anchor.get("href").strip())).url
            parts = urlsplit(link)
        except ValueError:  # no address at all, such as one with half a bracket
            continue
        if parts.scheme not in ("http", "https") or parts.netloc != host or link.rstrip("/") == here:
            continue
        if anchor.get("rel") == "next":
            yield link, True
        elif SPEAKS_OF_JOBS.search(parts.path + parts.query) and parts.path.count("/") >= urlsplit(url).path.count("/"):
            yield link, False


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(GZIP):
        return body
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, LARGEST_SITEMAP)
    except zlib.error:
        return body
