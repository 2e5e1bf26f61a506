"""What holds for the boards of one employer each, whichever platform they are on."""

import json
from typing import Any
from urllib.parse import urlsplit

import pytest

from scrapers.answer import UnreadableError
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.parse import parse_answer
from scrapers.platforms import load_spider
from scrapers.records import Board

RECORDS: dict[str, tuple[str | None, dict[str, Any]]] = {
    "ashby": ("jobs", {"id": "7", "title": "Welder", "publishedAt": "2026-11-02T08:00:00Z"}),
    "bamboohr": ("result", {"id": "7", "jobOpeningName": "Welder"}),
    "breezy": (None, {"id": "7", "name": "Welder", "url": "https://acme.breezy.hr/p/7"}),
    "lever": (None, {"id": "7", "text": "Welder"}),
    "personio": ("position", {"id": "7", "name": "Welder", "office": "Ulm"}),
    "pinpoint": ("data", {"id": "7", "title": "Welder", "path": "/postings/7"}),
    "recruitee": ("offers", {"id": 7, "title": "Welder", "slug": "welder"}),
    "rippling": ("items", {"id": "7", "name": "Welder", "url": "https://ats.rippling.com/acme/jobs/7"}),
    "smartrecruiters": ("content", {"id": "7", "name": "Welder", "releasedDate": "2026-11-02T08:00:00Z"}),
    "teamtailor": ("items", {"id": "7", "title": "Welder", "date_published": "2026-11-02T08:00:00Z"}),
    "workable": ("jobs", {"shortcode": "7", "title": "Welder"}),
}
"""Platform → the name of its list (None: the answer is the list) and its smallest record."""


def listing(platform: str, *records: Any) -> Any:
    name = RECORDS[platform][0]
    return list(records) if name is None else {name: list(records)}


def ids(platform: str, answer: Any) -> list[str]:
    return [one.external_id for one in parse_answer(platform, json.dumps(answer).encode()).postings]


@pytest.mark.parametrize("platform", RECORDS)
def test_an_empty_board_is_empty_and_another_answer_is_refused(platform: str) -> None:
    assert ids(platform, listing(platform)) == []

    for answer in ({"error": "not found"}, [{"id": 7, "source": "elsewhere"}], "no", None, {"jobs": {"id": 7}}):
        with pytest.raises(UnreadableError):
            ids(platform, answer)
    with pytest.raises(UnreadableError):
        parse_answer(platform, b"<!DOCTYPE html><html><body>Page not found</body></html>")


@pytest.mark.parametrize("platform", RECORDS)
def test_answers_are_found_however_a_tool_wrapped_them(platform: str) -> None:
    record = RECORDS[platform][1]
    other = {**record, "id" if "id" in record else "shortcode": "8"}
    pages = [listing(platform, record), listing(platform, other)]

    assert ids(platform, {"fetched": "2026-11-02", "response": {"body": pages[0]}}) == ["7"]
    assert ids(platform, {"pages": pages}) == ["7", "8"]
    assert ids(platform, {"board": "acme", "postings": [{"source": platform, "raw": record}]}) == ["7"]


@pytest.mark.parametrize("platform", RECORDS)
def test_a_broken_record_is_counted_and_the_rest_is_read(platform: str) -> None:
    parsed = parse_answer(platform, json.dumps(listing(platform, RECORDS[platform][1], {"id": "8"}, "?")).encode())

    assert ([one.title for one in parsed.postings], len(parsed.unread)) == (["Welder"], 2)


def spider_of(platform: str) -> BoardSpider:
    return load_spider(platform)(store=None, report=print, overrides={}, pages=9, keys={})


def asked(platform: str, token: str, url: str, answer: Any) -> list[str]:
    spider, board = spider_of(platform), Board(platform=platform, token=token)
    ask = Ask(url=url) if url else spider.first(board)
    page = Page(body=json.dumps(answer), url=ask.url, board=board, ask=ask)
    return [one.url for one in spider.follow(page)]


@pytest.mark.parametrize("platform", RECORDS)
def test_the_boards_of_a_platform_share_its_pace_also_where_each_has_a_host_of_its_own(platform: str) -> None:
    spider = spider_of(platform)
    host = urlsplit(spider.first(Board(platform=platform, token="acme")).url).netloc

    shared = spider.paced_as or urlsplit(spider.origin).netloc
    assert host in (shared, f"acme.{shared}")
    assert (host == shared) == (spider.paced_as is None)


def test_a_full_page_of_lever_leads_to_the_next_and_a_short_one_ends_the_board() -> None:
    full = [{"id": str(number), "text": "Welder"} for number in range(100)]

    (following,) = asked("lever", "eu/acme", "", full)
    assert following == "https://api.eu.lever.co/v0/postings/acme?mode=json&limit=100&skip=100"
    assert asked("lever", "eu/acme", "", full[:99]) == []


def test_a_board_of_lever_that_gives_one_page_for_ever_is_refused() -> None:
    spider, board = spider_of("lever"), Board(platform="lever", token="acme")
    body = json.dumps([{"id": str(number), "text": "Welder"} for number in range(100)])
    first = spider.first(board)
    (second,) = spider.follow(Page(body=body, url=first.url, board=board, ask=first))

    with pytest.raises(UnreadableError, match="the same page again"):
        list(spider.follow(Page(body=body, url=second.url, board=board, ask=second)))


def test_the_first_page_of_smartrecruiters_leads_to_all_others_and_to_its_postings() -> None:
    posting = {"id": "7", "name": "Welder", "releasedDate": "2026-11-02T08:00:00Z"}
    base = "https://api.smartrecruiters.com/v1/companies/Acme/postings"
    page = {"totalFound": 250, "content": [posting]}

    second = f"{base}?limit=100&offset=100"
    assert asked("smartrecruiters", "Acme", "", page) == [second, f"{base}?limit=100&offset=200", f"{base}/7"]
    assert asked("smartrecruiters", "Acme", second, page) == [f"{base}/7"]


def test_the_next_page_of_a_feed_is_asked_for_on_its_own_site_only() -> None:
    site = "https://acme.teamtailor.com/jobs.json"

    assert asked("teamtailor", "acme", "", {"items": [], "next_url": f"{site}?page=2"}) == [f"{site}?page=2"]
    assert asked("teamtailor", "acme", "", {"items": [], "next_url": "https://elsewhere.example/jobs.json"}) == []


def test_a_list_saved_with_its_details_gives_each_posting_once_with_its_body() -> None:
    opening = {"id": "7", "jobOpeningName": "Welder", "departmentLabel": "Yard"}
    detail = {"jobOpeningName": "Welder", "jobOpeningShareUrl": "https://a.example/careers/7", "description": "<p>Weld"}
    saved = {"list": {"result": [opening]}, "details": {"7": {"result": {"jobOpening": detail}}}}

    (posting,) = parse_answer("bamboohr", json.dumps(saved).encode()).postings

    assert (posting.external_id, posting.department, posting.html) == ("7", "Yard", "<p>Weld")


def test_an_entity_in_a_feed_reads_no_file() -> None:
    feed = (
        b'<!DOCTYPE x [<!ENTITY leak SYSTEM "file:///etc/hostname">]>'
        b"<workzag-jobs><position><id>7</id><name>Welder &leak;</name><office>Ulm</office></position></workzag-jobs>"
    )

    with pytest.raises(UnreadableError, match="entities that fetch"):
        parse_answer("personio", feed)


def test_a_feed_cut_off_is_refused() -> None:
    with pytest.raises(UnreadableError, match="ends before"):
        parse_answer("personio", b"<workzag-jobs><position><id>7</id><name>Welder</name></position>")
