"""Rules that take several days or several boards to see."""

import gzip
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from sqlalchemy import Engine, select

from scrapers.crawl import children, run
from scrapers.crawl.children import crawl_platforms
from scrapers.health import FailureClass
from scrapers.records import Board, BoardKind, CrawlState
from scrapers.tables import PostingRow
from tests.scrapers.crawling import ACME, JSON, covered, crawl_acme, document, listing, open_ids, path_of
from tests.scrapers.server import Answer, Server, serve

FULL = range(1, 11)
WHOLE = listing(FULL)
ZIPPED = gzip.compress(WHOLE.body)
HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def server() -> Iterator[Server]:
    with serve() as running:
        yield running


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


def test_a_clock_set_back_closes_nothing_and_ends_no_span_before_it_begins(
    server: Server, engine: Engine, store_url: str
) -> None:
    crawl_acme(server, store_url, 40, WHOLE)
    crawl_acme(server, store_url, 41, WHOLE)

    results = [crawl_acme(server, store_url, day, listing(range(6, 12))) for day in (2, 3, 4)]

    assert [(result.state, result.gone) for result in results] == [(CrawlState.COMPLETE, 0)] * 3
    assert open_ids(engine) == {str(number) for number in range(1, 12)}
    assert sorted(covered(engine)) == [(2, 4), (40, 41)]

    for day in (42, 43):
        crawl_acme(server, store_url, day, listing(range(6, 12)))
    with engine.connect() as connection:
        rows = connection.execute(select(PostingRow.first_seen, PostingRow.last_seen, PostingRow.closed_on)).all()
    assert len(rows) == 11
    assert all(row.first_seen <= row.last_seen for row in rows)
    assert all(row.closed_on is None or row.closed_on >= row.first_seen.date() for row in rows)
    assert open_ids(engine) == {str(number) for number in range(6, 12)}


def test_a_drop_is_noticed_though_the_clock_was_set_back(server: Server, sqlite_url: str) -> None:
    crawl_acme(server, sqlite_url, 40, WHOLE)

    result = crawl_acme(server, sqlite_url, 2, listing([1, 2]))

    assert (result.state, result.usual) == (CrawlState.SUSPECT, 10)


def test_what_waits_when_the_time_is_over_is_let_go_and_told(server: Server, sqlite_url: str) -> None:
    boards = [ACME, *(Board(platform="greenhouse", token=f"b{number}") for number in range(6))]
    for board in boards:
        server.routes[path_of(board)] = WHOLE
    server.routes["/robots.txt"] = Answer(b"User-agent: *\nCrawl-delay: 0.9\n")
    started = time.monotonic()

    results = run(document(server, sqlite_url, 1, *boards, limits={"seconds": 1.2}))

    assert time.monotonic() - started < 4  # seven times 0.9 s would be longer
    states = {result.state for result in results}
    late = [result for result in results if result.state is CrawlState.PARTIAL]
    assert states == {CrawlState.COMPLETE, CrawlState.PARTIAL}
    assert len(results) == 7
    assert {result.failure for result in late} == {FailureClass.SLOW}
    assert any("the 0.9 s between requests that its host asks for" in (result.error or "") for result in late)


def test_the_pace_that_robots_txt_asks_for_is_kept(server: Server, sqlite_url: str) -> None:
    moments: list[float] = []

    def noted(times: int) -> Answer:
        moments.append(time.monotonic())
        return WHOLE

    boards = [ACME, Board(platform="greenhouse", token="tide"), Board(platform="greenhouse", token="dune")]
    server.routes |= {path_of(board): noted for board in boards}
    server.routes["/robots.txt"] = Answer(b"User-agent: *\nRequest-rate: 2/1\n")

    results = run(document(server, sqlite_url, 1, *boards))

    assert [result.state for result in results] == [CrawlState.COMPLETE] * 3
    assert all(later - earlier > 0.45 for earlier, later in pairwise(moments))
