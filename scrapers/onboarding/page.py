"""Tell the board from the page of an employer: what it embeds, what it links to, what its scripts say."""

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urljoin

from lxml.html import HtmlElement

from scrapers.answer import UnreadableError
from scrapers.onboarding.address import Found, board_at
from scrapers.onboarding.marks import marked_boards, marked_platforms
from scrapers.pages.html import page_tree
from scrapers.pages.links import listing_links, sitemap_links
from scrapers.spiders import jsonld

ADDRESS = re.compile(r"(?:https?:)?//[\w-]+(?:\.[\w-]+)+[^\s\"'<>\\)\]}`|]*", re.IGNORECASE)
BARE_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?")
RELATIVE = frozenset({"href", "src", "action"})
CLEAR_LEAD = 2
"""A board is the page's own when it is named at least this many times as often as the next one."""
LONGEST = 2000


class PageKind(StrEnum):
    """What a page is to `platform jsonld`."""

    SITEMAP = "sitemap"
    LISTING = "listing"
    """It holds several postings, or links to pages that may be some."""
    POSTING = "posting"
    """It holds one posting, its own."""
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLook:
    """What one page says about boards."""

    url: str
    """Where the request ended."""
    kind: PageKind
    """What the page itself is."""
    boards: tuple[Found, ...] = ()
    """Those it leads to: one where it is clear which is its own, several where it is not."""
    platforms: tuple[str, ...] = ()
    """Those whose scripts stand in it."""


def look_at(body: bytes | str, url: str, platform: str | None = None) -> PageLook:
    """Return what the page at `url` says; `platform` is the one that the address has hinted at."""
    if sitemap_links(body) is not None:
        return PageLook(url=url, kind=PageKind.SITEMAP)
    tree = page_tree(body)
    if tree is None:
        return PageLook(url=url, kind=PageKind.OTHER)
    text = _unescaped(body.decode("utf-8", "replace") if isinstance(body, bytes) else body)
    embedded = [*marked_boards(text, url), *_found(_embedded(tree, url))]
    linked = list(_found(_linked(tree, url)))
    platforms = marked_platforms(text)
    return PageLook(
        url=url,
        kind=_kind(body, url),
        boards=tuple(own_boards(embedded, platform) or own_boards(linked, platform)),
        platforms=tuple(sorted(platforms)),
    )


def own_boards(named: Sequence[Found], platform: str | None = None) -> list[Found]:
    """Return the board that stands out among those that a page names, else all of them, most often named first.

    >>> ours, theirs = (Found(platform="lever", token=name, said=name) for name in ("acme", "partner"))
    >>> [one.token for one in own_boards([ours, ours, theirs])], len(own_boards([ours, theirs]))
    (['acme'], 2)
    """
    hinted = [one for one in named if one.platform == platform] or named
    first = {one.key: one for one in reversed(hinted)}
    ranked = Counter(one.key for one in hinted).most_common()
    if len(ranked) > 1 and ranked[0][1] >= CLEAR_LEAD * ranked[1][1]:
        ranked = ranked[:1]
    return [first[key] for key, _ in ranked]


def _found(addresses: Iterator[str]) -> Iterator[Found]:
    return (found for address in addresses if (found := board_at(address)))


def _linked(tree: HtmlElement, url: str) -> Iterator[str]:
    for link in tree.iter("a", "area"):
        address = (link.get("href") or "").strip()
        if address and len(address) < LONGEST:
            yield _joined(url, address)


def _embedded(tree: HtmlElement, url: str) -> Iterator[str]:
    for element in tree.iter("*"):
        if element.tag in ("script", "style", "template", "noscript"):
            yield from ADDRESS.findall(_unescaped(element.text or ""))
        is_link = element.tag in ("a", "area")
        for name, value in element.attrib.items():
            if is_link and name == "href":
                continue
            yield from _in_attribute(str(name), str(value).strip(), url)


def _in_attribute(name: str, value: str, url: str) -> Iterator[str]:
    if name in RELATIVE:
        yield _joined(url, value)
    elif len(value) < LONGEST and BARE_HOST.fullmatch(value):
        yield value
    else:
        yield from ADDRESS.findall(_unescaped(value))


def _joined(url: str, address: str) -> str:
    try:
        return urljoin(url, address[:LONGEST])
    except ValueError:  # such as an unclosed bracket of IPv6
        return ""


def _unescaped(text: str) -> str:
    """Return text in which addresses are written as such, whatever script or template they stand in.

    >>> _unescaped(r'"https:\\/\\/jobs.lever.co\\/acme\\u0026x=1&amp;y"')
    '"https://jobs.lever.co/acme&x=1&y"'
    """
    return html.unescape(text.replace("\\/", "/").replace("\\u0026", "&").replace("\\u002F", "/"))


def _kind(body: bytes | str, url: str) -> PageKind:
    try:
        count = len(jsonld.read(body, url, url).postings)
    except UnreadableError:
        count = 0
    if count:
        return PageKind.POSTING if count == 1 else PageKind.LISTING
    return PageKind.LISTING if any(not is_next for _, is_next in listing_links(body, url)) else PageKind.OTHER
