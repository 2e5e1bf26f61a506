"""A board that misbehaves: the state tells the truth, nothing closes, nothing counts as observed."""

import gzip
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from scrapers.crawl import children, run
from scrapers.crawl.children import crawl_platforms
from scrapers.records import Board, BoardKind, CrawlState
from scrapers.store.engine import open_engine
from tests.scrapers.crawling import ACME, JSON, covered, crawl_acme, document, listing, open_ids, path_of
from tests.scrapers.server import Answer, Server, serve

FULL = range(1, 11)
WHOLE = listing(FULL)
ZIPPED = gzip.compress(WHOLE.body)
HTML = {"Content-Type": "text/html; charset=utf-8"}
FAULTS = {
    "500": (Answer(b"oops", 500), CrawlState.PARTIAL, "answers 500"),
    "503 with a long Retry-After": (Answer(status=503, headers={"Retry-After": "3600"}), CrawlState.PARTIAL, "503"),
    "429": (Answer(status=429, headers={"Retry-After": "0"}), CrawlState.BLOCKED, "answers 429"),
    "403": (Answer(status=403), CrawlState.BLOCKED, "answers 403"),
    "404": (Answer(status=404), CrawlState.GONE, "answers 404"),
    "a page instead of JSON": (Answer(b"<html>We'll be back</html>", headers=HTML), CrawlState.SUSPECT, "no JSON"),
    "JSON cut in the middle": (Answer(WHOLE.body[:300], headers=JSON), CrawlState.SUSPECT, "ends in the middle"),
    "an empty body": (Answer(b"", headers=JSON), CrawlState.SUSPECT, "no JSON"),
    "another schema": (Answer(b'{"openings": []}', headers=JSON), CrawlState.SUSPECT, "no list of jobs"),
    "deep JSON": (Answer(b"[" * 200_000, headers=JSON), CrawlState.SUSPECT, "nested too deeply"),
    "gzip cut in the middle": (
        Answer(ZIPPED[:-40], headers=JSON | {"Content-Encoding": "gzip"}),
        CrawlState.PARTIAL,
        "was cut off",
    ),
    "a broken connection": (Answer(WHOLE.body, headers=JSON, cut_at=200), CrawlState.PARTIAL, ""),
    "a hang": (lambda times: (time.sleep(0.7), WHOLE)[1], CrawlState.PARTIAL, "longer than 0.5 seconds"),
    "fewer than it says": (listing(FULL, total=37), CrawlState.PARTIAL, "listed 10 of 37"),
    "a record without a title": (
        Answer(b'{"jobs": [{"id": 1}, {"id": 2, "title": "Welder"}]}', headers=JSON),
        CrawlState.PARTIAL,
        "1 of 2 records unread: record 1: no title",
    ),
    "half gone": (listing(range(1, 5)), CrawlState.SUSPECT, "listed far fewer than usual: 4 instead of 10"),
    "all gone": (listing([]), CrawlState.SUSPECT, "0 instead of 10"),
    "a redirect to a cloud's secrets": (
        Answer(status=302, headers={"Location": "http://169.254.169.254/latest/meta-data/"}),
        CrawlState.SUSPECT,
        "169.254.169.254 is not public",
    ),
    "a redirect to a file": (Answer(status=302, headers={"Location": "file:///etc/passwd"}), CrawlState.PARTIAL, "302"),
    "a redirect to itself": (Answer(status=302, headers={"Location": path_of(ACME)}), CrawlState.PARTIAL, ""),
}


@pytest.fixture
def server() -> Iterator[Server]:
    with serve() as running:
        yield running


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_and_closes_nothing(fault: str, server: Server, sqlite_url: str) -> None:
    answer, state, reason = FAULTS[fault]
    engine, store_url = open_engine(sqlite_url), sqlite_url
    crawl_acme(server, store_url, 1, WHOLE)

    results = [crawl_acme(server, store_url, day, answer, limits={"answer_seconds": 0.5}) for day in (2, 3)]

    assert [result.state for result in results] == [state, state]
    assert all(reason in (result.error or "") and result.usual == 10 for result in results)
    assert open_ids(engine) >= {str(number) for number in FULL}
    assert covered(engine) == [(1, 1)]


@pytest.mark.parametrize(
    ("robots", "reason"),
    [
        (Answer(b"User-agent: *\nDisallow: /v1/\n"), "robots.txt forbids"),
        (Answer(b"<html>error</html>", 503), "counts as no"),
    ],
)
def test_robots_that_forbid_or_fail_block_a_board(robots: Answer, reason: str, server: Server, sqlite_url: str) -> None:
    server.routes["/robots.txt"] = robots

    result = crawl_acme(server, sqlite_url, 1, WHOLE)

    assert (result.state, result.listed) == (CrawlState.BLOCKED, 0)
    assert reason in (result.error or "")
    assert path_of(ACME) not in server.asked


def test_a_host_is_left_alone_as_long_as_it_asks(server: Server, sqlite_url: str) -> None:
    def tired_once(times: int) -> Answer:
        return WHOLE if times else Answer(status=429, headers={"Retry-After": "1"})

    assert crawl_acme(server, sqlite_url, 1, tired_once).state is CrawlState.COMPLETE
    server.asked.clear()
    long_rest = Answer(status=429, headers={"Retry-After": "3600"})
    assert crawl_acme(server, sqlite_url, 2, long_rest).state is CrawlState.BLOCKED
    assert server.asked.count(path_of(ACME)) == 1


def test_a_board_that_is_empty_from_the_start_is_complete(server: Server, engine: Engine, store_url: str) -> None:
    result = crawl_acme(server, store_url, 1, listing([]))

    assert (result.state, result.listed, result.error) == (CrawlState.COMPLETE, 0, None)
    assert covered(engine) == [(1, 1)]


def test_a_posting_closes_after_two_complete_crawls_without_it(server: Server, engine: Engine, store_url: str) -> None:
    crawl_acme(server, store_url, 1, WHOLE)
    assert crawl_acme(server, store_url, 2, listing(range(2, 11))).gone == 0
    crawl_acme(server, store_url, 3, Answer(status=500))

    assert crawl_acme(server, store_url, 4, listing(range(2, 11))).gone == 1
    assert open_ids(engine) == {str(number) for number in range(2, 11)}


def test_a_large_drop_is_believed_when_it_stays_for_three_days(server: Server, engine: Engine, store_url: str) -> None:
    crawl_acme(server, store_url, 1, WHOLE)

    states = [crawl_acme(server, store_url, day, listing([1, 2])).state for day in (2, 3, 4, 5)]

    assert states == [CrawlState.SUSPECT, CrawlState.SUSPECT, CrawlState.COMPLETE, CrawlState.COMPLETE]
    assert open_ids(engine) == {"1", "2"}


def test_fewer_than_the_healthy_minimum_is_suspect_even_on_the_first_day(server: Server, sqlite_url: str) -> None:
    board = Board(platform="greenhouse", token="acme", healthy_min=20)
    server.routes[path_of(board)] = WHOLE

    (result,) = run(document(server, sqlite_url, 1, board))

    assert (result.state, result.error) == (CrawlState.SUSPECT, "listed 10, healthy from 20")


def test_an_answer_over_the_size_limit_is_not_taken(server: Server, sqlite_url: str) -> None:
    bomb = Answer(gzip.compress(b" " * 3_000_000), headers=JSON | {"Content-Encoding": "gzip"})

    result = crawl_acme(server, sqlite_url, 1, bomb, limits={"answer_bytes": 1_000_000})

    assert result.state is not CrawlState.COMPLETE


def test_children_crawl_and_one_that_crashes_loses_only_its_own_boards(server: Server, sqlite_url: str) -> None:
    faults = {
        "inward": Answer(status=302, headers={"Location": "http://[::1]/"}),
        "broken": Answer(WHOLE.body, headers=JSON, cut_at=200),
        "cut": Answer(ZIPPED[:-40], headers=JSON | {"Content-Encoding": "gzip"}),
    }
    boards = [ACME, *(Board(platform="greenhouse", token=name) for name in faults)]
    for board in boards:
        server.routes[path_of(board)] = faults.get(board.token, WHOLE)
    thread = Board(platform="hn", token="whoishiring", kind=BoardKind.THREAD)
    healthy = document(server, sqlite_url, 1, *boards)
    crashing = document(server, "sqlite:////no/such/folder/store.db", 1, thread)

    results = {result.board: result for result in crawl_platforms([crashing, healthy])}

    assert {name: str(result.state) for name, result in results.items()} == {
        "hn/whoishiring": "partial",
        "greenhouse/acme": "complete",
        "greenhouse/inward": "suspect",
        "greenhouse/broken": "partial",
        "greenhouse/cut": "partial",
    }
    assert results["greenhouse/acme"].new == 10
    assert "ended with code" in (results["hn/whoishiring"].error or "")


def test_a_child_that_does_not_end_is_stopped(server: Server, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "GRACE_SECONDS", 0.0)
    server.routes[path_of(ACME)] = lambda times: (time.sleep(4), WHOLE)[1]

    (result,) = crawl_platforms([document(server, sqlite_url, 1, limits={"seconds": 2.5, "answer_seconds": 60})])

    assert (result.state, result.error) == (CrawlState.PARTIAL, "the crawl's process was stopped after 2 s")


def test_a_posting_listed_twice_counts_once_and_is_no_fault(server: Server, sqlite_url: str) -> None:
    result = crawl_acme(server, sqlite_url, 1, listing([1, 2, 2]))

    assert (result.state, result.listed) == (CrawlState.COMPLETE, 2)
