"""How spiders find their way: threads, sitemaps, listings."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from scrapers.crawl import BoardResult, run
from scrapers.records import Board, BoardKind, CrawlState
from tests.scrapers.crawling import FIRST_DAY, JSON, document
from tests.scrapers.server import Answer, Server, serve

HTML = {"Content-Type": "text/html; charset=utf-8"}
HN = Board(platform="hn", token="whoishiring", kind=BoardKind.THREAD)
SITE = "https://harbourbakery.example"


@pytest.fixture
def server() -> Iterator[Server]:
    with serve() as running:
        yield running


def crawl(server: Server, store_url: str, board: Board, origin: str) -> BoardResult:
    given = replace(document(server, store_url, 1, board), origin_overrides={origin: server.origin})
    (result,) = run(given)
    return result


def answer(value: Any) -> Answer:
    return Answer(json.dumps(value).encode(), headers=JSON)


def crawl_thread(server: Server, store_url: str) -> BoardResult:
    return crawl(server, store_url, HN, "https://hacker-news.firebaseio.com")


def crawl_site(server: Server, store_url: str, path: str) -> BoardResult:
    return crawl(server, store_url, Board(platform="jsonld", token=SITE + path), SITE)


def posting_page(title: str, extra: str = "") -> Answer:
    block = json.dumps({"@type": "JobPosting", "title": title, "datePosted": str(FIRST_DAY)})
    return Answer(f'<script type="application/ld+json">{block}</script>{extra}'.encode(), headers=HTML)


def test_only_the_newest_thread_is_read(server: Server, sqlite_url: str) -> None:
    server.routes |= {
        "/v0/user/whoishiring.json": answer({"id": "whoishiring", "submitted": [9, 8, 7]}),
        "/v0/item/9.json": answer({"id": 9, "type": "story", "title": "Ask HN: Freelancer?", "kids": [91]}),
        "/v0/item/8.json": answer({"id": 8, "type": "story", "title": "Ask HN: Who is hiring?", "kids": [81]}),
        "/v0/item/7.json": answer({"id": 7, "type": "story", "title": "Ask HN: Who is hiring?", "kids": [71]}),
        "/v0/item/81.json": answer({"id": 81, "type": "comment", "time": 1793552400, "text": "Acme | Welder"}),
    }

    result = crawl_thread(server, sqlite_url)

    assert (result.state, result.listed) == (CrawlState.COMPLETE, 1)
    assert "/v0/item/91.json" not in server.asked
    assert "/v0/item/7.json" not in server.asked


@pytest.mark.parametrize(
    ("account", "reason"),
    [
        (None, "no such account"),
        ({"id": "whoishiring", "submitted": [9]}, "no hiring thread among the newest"),
        ({"id": "whoishiring"}, "no hiring thread among the newest"),
    ],
)
def test_an_account_without_a_thread_is_suspect(account: Any, reason: str, server: Server, sqlite_url: str) -> None:
    server.routes |= {
        "/v0/user/whoishiring.json": answer(account),
        "/v0/item/9.json": answer({"id": 9, "type": "story", "title": "Ask HN: Freelancer?"}),
    }

    result = crawl_thread(server, sqlite_url)

    assert result.state is CrawlState.SUSPECT
    assert reason in (result.error or "")


def test_one_comment_that_cannot_be_had_makes_the_thread_partial(server: Server, sqlite_url: str) -> None:
    server.routes |= {
        "/v0/user/whoishiring.json": answer({"id": "whoishiring", "submitted": [8]}),
        "/v0/item/8.json": answer({"id": 8, "type": "story", "title": "Who is hiring?", "kids": [81, 82]}),
        "/v0/item/81.json": answer({"id": 81, "type": "comment", "time": 1793552400, "text": "Acme | Welder"}),
        "/v0/item/82.json": Answer(status=500),
    }

    result = crawl_thread(server, sqlite_url)

    assert (result.state, result.listed) == (CrawlState.PARTIAL, 1)


def test_a_listing_leads_to_its_postings_and_its_next_page(server: Server, sqlite_url: str) -> None:
    first = '<a href="/jobs/1">Baker</a> <a href="/jobs/2">Driver</a> <a rel="next" href="/jobs?page=2">More</a>'
    server.routes |= {
        "/jobs": Answer(first.encode(), headers=HTML),
        "/jobs?page=2": Answer(b'<a href="/jobs/3">Lead</a> <a href="/jobs/1">Baker</a>', headers=HTML),
        **{
            f"/jobs/{number}": posting_page(f"Baker {number}", '<a href="/jobs/99">Similar</a>') for number in (1, 2, 3)
        },
    }

    result = crawl_site(server, sqlite_url, "/jobs")

    assert (result.state, result.listed) == (CrawlState.COMPLETE, 3)
    assert "/jobs/99" not in server.asked


def test_a_posting_as_token_does_not_lead_to_similar_ones(server: Server, sqlite_url: str) -> None:
    server.routes["/jobs/1"] = posting_page("Baker", '<a href="/jobs/2">Similar</a>')

    result = crawl_site(server, sqlite_url, "/jobs/1")

    assert (result.state, result.listed) == (CrawlState.COMPLETE, 1)


def test_a_listing_without_end_stops_at_the_limit_and_says_so(server: Server, sqlite_url: str) -> None:
    for number in range(30):
        more = f'<a rel="next" href="/jobs?page={number + 1}">More</a>'
        server.routes[f"/jobs?page={number}"] = Answer(more.encode(), headers=HTML)
    board = Board(platform="jsonld", token=f"{SITE}/jobs?page=0")
    given = document(server, sqlite_url, 1, board, limits={"pages": 10})

    (result,) = run(replace(given, origin_overrides={SITE: server.origin}))

    assert (result.state, result.error) == (CrawlState.PARTIAL, "more than 10 pages")


def test_sitemaps_of_sitemaps_are_followed(server: Server, sqlite_url: str) -> None:
    index = f"<sitemapindex><sitemap><loc>{SITE}/jobs.xml</loc></sitemap></sitemapindex>"
    inner = f"<urlset><url><loc>{SITE}/jobs/1</loc></url></urlset>"
    server.routes |= {
        "/sitemap.xml": Answer(index.encode(), headers={"Content-Type": "application/xml"}),
        "/jobs.xml": Answer(inner.encode(), headers={"Content-Type": "application/xml"}),
        "/jobs/1": posting_page("Baker"),
    }

    result = crawl_site(server, sqlite_url, "/sitemap.xml")

    assert (result.state, result.listed) == (CrawlState.COMPLETE, 1)
