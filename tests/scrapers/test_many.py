"""Boards of many employers: their keys, their paging, and what is no posting there."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from scrapers.crawl import BoardResult, run
from scrapers.parse import parse_answer
from scrapers.platforms import load_spider
from scrapers.records import Board, BoardKind, CrawlState
from scrapers.spiders import adzuna, jobtech
from scrapers.store.errors import JobtideError
from tests.scrapers.crawling import JSON, document
from tests.scrapers.server import Answer, Server, serve

WELDERS = Board(platform="adzuna", token="gb?what=welder", kind=BoardKind.MANY)
SWEDEN = Board(platform="jobtech", token="all", kind=BoardKind.MANY)
SECRET = "0f0f99"


@pytest.fixture
def server() -> Iterator[Server]:
    with serve() as running:
        yield running


def crawl(server: Server, store_url: str, origin: str, board: Board, **changes: Any) -> BoardResult:
    given = replace(document(server, store_url, 1, board), origin_overrides={origin: server.origin})
    (result,) = run(replace(given, **changes))
    return result


def answer(value: Any) -> Answer:
    return Answer(json.dumps(value).encode(), headers=JSON)


def page_of_welders(number: int) -> str:
    query = "results_per_page=1&content-type=application/json&what=welder&app_id=me&app_key=0f0f99"
    return f"/v1/api/jobs/gb/search/{number}?{query}"


def welder(number: int) -> Answer:
    ad = {"id": str(number), "title": "Welder", "redirect_url": f"https://adzuna.example/{number}"}
    return answer({"count": 2, "results": [ad]})


def test_a_board_without_its_key_says_which_and_where_to_get_it(server: Server, sqlite_url: str) -> None:
    result = crawl(server, sqlite_url, adzuna.Spider.origin, WELDERS, keys={"app_id": "me"})

    assert (result.state, result.failure) == (CrawlState.SUSPECT, "misconfigured")
    assert "no key 'app_key'" in (result.error or "")
    assert "[crawl.keys.adzuna]" in (result.error or "")
    assert server.asked == []


def test_the_key_is_sent_with_every_page(server: Server, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adzuna, "PAGE", 1)
    server.routes |= {page_of_welders(1): welder(1), page_of_welders(2): welder(2)}

    result = crawl(server, sqlite_url, adzuna.Spider.origin, WELDERS, keys={"app_id": "me", "app_key": SECRET})

    assert (result.state, result.listed) == (CrawlState.COMPLETE, 2)


@pytest.mark.parametrize("refusal", [Answer(status=403), Answer(b"<p>no", headers=JSON)])
def test_no_message_ever_shows_a_key(
    refusal: Answer, server: Server, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adzuna, "PAGE", 1)
    server.routes[page_of_welders(1)] = refusal

    result = crawl(server, sqlite_url, adzuna.Spider.origin, WELDERS, keys={"app_id": "me", "app_key": SECRET})

    assert "search/1" in (result.error or "")
    assert "0f0f" not in (result.error or "")


def test_a_keyed_answer_is_not_followed_to_another_host(
    server: Server, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adzuna, "PAGE", 1)
    server.routes[page_of_welders(1)] = Answer(status=302, headers={"Location": f"{server.origin}/elsewhere"})

    result = crawl(server, sqlite_url, adzuna.Spider.origin, WELDERS, keys={"app_id": "me", "app_key": SECRET})

    assert result.state is CrawlState.PARTIAL
    assert "/elsewhere" not in server.asked


def test_ads_beyond_the_farthest_offset_are_asked_for_by_their_date(
    server: Server, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobtech, "PAGE", 2)
    monkeypatch.setattr(jobtech, "FARTHEST", 2)
    ads = [{"id": str(n), "headline": "Svetsare", "publication_date": f"2026-11-0{n}T08:00:00"} for n in range(1, 7)]

    def page(hits: list[Any], total: int) -> Answer:
        return answer({"total": {"value": total}, "hits": hits})

    start, since = "/search?limit=2&sort=pubdate-asc", "published-after=2026-11-04T08:00:00"
    path = start.replace("&sort", "&offset={}&sort")
    server.routes |= {
        path.format(0): page(ads[:2], 6),
        path.format(2): page(ads[2:4], 6),
        f"{path.format(0)}&{since}": page(ads[3:5], 3),
        f"{path.format(2)}&{since}": page(ads[5:], 3),
    }

    result = crawl(server, sqlite_url, jobtech.Spider.origin, SWEDEN)

    assert (result.state, result.listed, result.error) == (CrawlState.COMPLETE, 6, None)


def test_a_withdrawal_in_the_feed_is_none_but_an_archived_ad_is_one() -> None:
    feed = [
        {"id": "7", "headline": "Svetsare", "removed": False},
        {"id": "8", "removed": True, "removed_date": "2026-11-03T10:00:00"},
        {"id": "c0ffee", "original_id": "9", "headline": "Plåtslagare", "removed": True},
    ]

    parsed = parse_answer("jobtech", json.dumps(feed).encode())

    assert [one.external_id for one in parsed.postings] == ["7", "c0ffee"]
    assert parsed.unread == ()


def test_an_answer_keeps_the_name_that_it_is_known_under() -> None:
    (posting,) = parse_answer("arbetsformedlingen_se", b'{"hits": [{"id": "7", "headline": "Svetsare"}]}').postings

    assert posting.platform == "arbetsformedlingen_se"


@pytest.mark.parametrize(
    ("name", "remedy"),
    [("arbetsformedlingen_se", "crawl jobtech instead"), ("v2ex", "save its answers and parse them")],
)
def test_what_is_only_parsed_says_what_to_do_instead(name: str, remedy: str) -> None:
    with pytest.raises(JobtideError, match=remedy):
        load_spider(name)


def test_pay_that_adzuna_estimates_is_not_the_employers() -> None:
    ad = {"id": "7", "title": "Welder", "redirect_url": "u", "salary_min": 30000, "salary_is_predicted": "1"}

    (posting,) = parse_answer("adzuna", json.dumps({"results": [ad]}).encode()).postings

    assert posting.pay_said == ()


def test_only_living_topics_with_a_text_or_in_the_hiring_node_are_ads() -> None:
    topics = [
        {"id": 1, "title": "Hiring a welder", "created": 1, "content": "Steel", "_node": "remote"},
        {"id": 2, "title": "Where to go?", "created": 1, "content": "", "_node": "remote"},
        {"id": 3, "title": "Welder, 20k", "created": 1, "content": "", "node": {"name": "jobs"}},
        {"id": 4, "title": "Hiring a fitter", "created": 1, "content": "Steel", "deleted": 1},
    ]

    parsed = parse_answer("v2ex", json.dumps({"topics": topics}).encode())

    assert [one.external_id for one in parsed.postings] == ["1", "3"]


def test_ads_of_another_search_in_the_same_answer_are_left_out() -> None:
    def ad(number: str) -> dict[str, str]:
        return {"id": number, "title": "Welder", "name": "Acme"}

    found = {"postings": [ad("1")], "totalCount": 1, "additionalSearch": [{"postings": [ad("2")], "totalCount": 358}]}

    parsed = parse_answer("nofluffjobs", json.dumps(found).encode())

    assert ([one.external_id for one in parsed.postings], parsed.total) == (["1"], 1)
