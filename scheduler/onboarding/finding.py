"""From an address to the one board it leads to, with at most one page fetched."""

import datetime as dt

from msgspec.structs import replace

from scheduler.collecting import documents
from scheduler.settings import Settings
from scrapers.crawl import Limits
from scrapers.onboarding.address import Found, board_at, hinted_platform, web_address
from scrapers.onboarding.elsewhere import refusal_of, unbuilt_platform
from scrapers.onboarding.fetching import PLATFORM, Fetched, fetch
from scrapers.onboarding.page import PageKind, PageLook
from scrapers.records import Board, CrawlState
from scrapers.store.errors import JobtideError

LARGEST_PAGE = 5_000_000
"""Bytes."""
LONGEST_WAIT = 120.0
"""Seconds, for robots.txt and the page together, with their repetitions."""
SHOWN = 5
REMEDIES = {
    CrawlState.BLOCKED: "leave it alone, or ask its owner; nothing here goes around a no",
    CrawlState.GONE: "correct the address",
    CrawlState.SUSPECT: "give a public address; [crawl] allow_private permits those of your own network",
    CrawlState.PARTIAL: "check the address, the network and the proxy, then try again",
}


def find_board(settings: Settings, address: str, now: dt.datetime, store_url: str) -> tuple[Found, PageLook | None]:
    """Return the board that an address leads to by itself, by where it redirects to, or by its page, and that page.

    Raises JobtideError for a refused platform, a page that cannot be had, and one that leads to no board or to several.
    """
    address = web_address(address)
    _check_terms(address)
    found = board_at(address)
    if found:
        return found, None
    look = _page(settings, address, now, store_url)
    _check_terms(look.url)
    found = board_at(look.url)
    if found:
        return found, look
    if len(look.boards) > 1:
        names = ", ".join(f"{one.platform}/{one.token}" for one in look.boards[:SHOWN])
        raise JobtideError(f"leads to several boards: {names}", look.url, "add the address of one of them")
    if look.boards:
        return look.boards[0], look
    if look.kind in (PageKind.SITEMAP, PageKind.LISTING):
        return Found(platform="jsonld", token=look.url, said=f"a {look.kind} of pages"), look
    raise unrecognised(address, look)


def unrecognised(address: str, look: PageLook | None = None) -> JobtideError:
    """Return what to tell about an address that leads to no board, and how its postings can be read all the same."""
    hinted = hinted_platform(address)
    platforms = [hinted] if hinted else list(look.platforms) if look else []
    if look and look.kind is PageKind.POSTING:
        return JobtideError(
            "the page of one posting", look.url, "add the page or the sitemap that lists all of the employer's"
        )
    if platforms:
        thing = f"a page of {' or '.join(platforms)}, which does not say whose board it shows"
        return JobtideError(thing, address, "open one of its postings in a browser and add that address")
    unbuilt = unbuilt_platform(look.url if look else address)
    if unbuilt:
        remedy = "bring its postings with `jobtide import csv`"
        return JobtideError(f"a page of {unbuilt}, which jobtide does not read", address, remedy)
    remedy = "add the address of a posting, or write a selector file (scrapers/selectors/example.toml says how)"
    return JobtideError("no board recognised, nor postings with structured data", address, remedy)


def _check_terms(address: str) -> None:
    refusal = refusal_of(address)
    if refusal:
        raise JobtideError(f'{refusal.name} does not want programs ("{refusal.clause}")', address, refusal.remedy)


def _page(settings: Settings, address: str, now: dt.datetime, store_url: str) -> PageLook:
    limits = Limits(
        delay_seconds=settings.crawl.delay_seconds, seconds=LONGEST_WAIT, answer_bytes=LARGEST_PAGE, pages=1, retries=1
    )
    (document,) = documents(settings, now, [Board(platform=PLATFORM, token=address)])
    fetched = fetch(replace(document, store_url=store_url, limits=limits))
    if fetched.look is None:
        raise _unreachable(address, fetched)
    return fetched.look


def _unreachable(address: str, fetched: Fetched) -> JobtideError:
    return JobtideError(fetched.error or "no answer", address, REMEDIES.get(fetched.state, "try again"))
