"""Lists that show only the newest ads, feeds of changes, and lists that stop at a number."""

import datetime as dt
import json

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine

from scrapers.crawl import BoardResult, run
from scrapers.crawl.visit import History, Visit
from scrapers.crawl.window import Window
from scrapers.health import Crawl
from scrapers.ingest.closing import finish_board
from scrapers.ingest.runs import start_run
from scrapers.platforms import MODULES, PARSED_ONLY, load_spider
from scrapers.records import Board, BoardKind, CrawlState
from scrapers.spiders import jobstream, remoteok
from scrapers.store.engine import open_engine
from tests.scrapers.crawling import FIRST_DAY, JSON, covered, document, open_ids
from tests.scrapers.ingest.board import DAY, Crawls, ad, noon
from tests.scrapers.server import Answer, Server, serve

REMOTE = Board(platform="remoteok", token="all", kind=BoardKind.MANY)
NEWEST_ONLY = {"arbeitnow", "jobicy", "jobstream", "remoteok", "remotive", "weworkremotely", "workingnomads"}
"""Platforms whose own pages or answers show that the list leaves out ads that are open."""


def crawl(server: Server, store_url: str, day: int, *numbers: int) -> BoardResult:
    ads = [{"id": str(n), "position": f"Welder {n}", "date": str(FIRST_DAY)} for n in numbers]
    server.routes["/api"] = Answer(json.dumps([{"legal": "link back"}, *ads]).encode(), headers=JSON)
    given = document(server, store_url, day, REMOTE)
    (result,) = run(replace(given, origin_overrides={remoteok.Spider.origin: server.origin}))
    return result


def test_every_platform_says_what_its_list_is() -> None:
    windowed = {name for name in MODULES - PARSED_ONLY if load_spider(name).window is not None}

    assert windowed == NEWEST_ONLY


def test_an_ad_that_leaves_the_newest_stays_open_however_often(sqlite_url: str) -> None:
    with serve() as server:
        results = [crawl(server, sqlite_url, day, *range(day, day + 8)) for day in range(1, 5)]

    assert {result.state for result in results} == {CrawlState.COMPLETE}
    assert sum(result.gone for result in results) == 0
    assert open_ids(open_engine(sqlite_url)) == {str(number) for number in range(1, 12)}
    assert covered(open_engine(sqlite_url)) == [(1, 4)]


def test_newest_ads_that_do_not_reach_back_leave_a_gap(sqlite_url: str) -> None:
    with serve() as server:
        crawl(server, sqlite_url, 1, *range(1, 9))
        far = crawl(server, sqlite_url, 2, 1, *range(101, 108))
        again = crawl(server, sqlite_url, 3, 1, *range(103, 110))

    assert (far.state, far.new) == (CrawlState.PARTIAL, 7)
    assert far.error == "gap: the newest 8 do not reach back to the last complete crawl"
    assert again.state is CrawlState.COMPLETE
    assert covered(open_engine(sqlite_url)) == [(1, 1), (3, 3)]


def test_what_the_same_gap_brought_at_an_earlier_try_does_not_bridge_it(sqlite_url: str) -> None:
    with serve() as server:
        crawl(server, sqlite_url, 1, *range(1, 9))
        tries = [crawl(server, sqlite_url, 2, 1, *range(101, 108)) for _ in range(3)]

    assert {one.state for one in tries} == {CrawlState.PARTIAL}
    assert covered(open_engine(sqlite_url)) == [(1, 1)]


def test_the_newest_of_a_board_that_shrinks_by_half_are_still_suspect(sqlite_url: str) -> None:
    with serve() as server:
        crawl(server, sqlite_url, 1, *range(1, 9))
        result = crawl(server, sqlite_url, 2, 1, 2, 3)

    assert result.state is CrawlState.SUSPECT


def test_a_list_that_stops_at_a_number_is_partial_though_it_says_that_this_is_all() -> None:
    visit = Visit(board=REMOTE, board_id=1, most_listed=3, total=3, seen={"1", "2", "3"})

    verdict = visit.judge()

    assert (verdict.state, verdict.error) == (CrawlState.PARTIAL, "cut off: remoteok lists no more than 3 postings")


@pytest.mark.parametrize(
    ("days_since", "state"), [(None, "complete"), (1, "complete"), (7, "complete"), (8, "partial")]
)
def test_a_feed_of_changes_reaches_back_as_far_as_it_was_asked_for(days_since: int | None, state: str) -> None:
    last = FIRST_DAY - dt.timedelta(days=days_since or 0)
    crawls = [] if days_since is None else [Crawl(day=last, state=CrawlState.COMPLETE, listed=100)]
    history = History(today=FIRST_DAY, crawls=crawls)
    visit = Visit(board=REMOTE, board_id=1, history=history, window=Window(days=7), seen={"1"})

    assert visit.judge().state == state


def finish(
    engine: Engine, board: Crawls, day: int, state: CrawlState, *withdrawn: str, seen: tuple[str, ...] = ()
) -> int:
    with engine.begin() as connection:
        run_id = start_run(connection, "greenhouse", noon(day))
        today, ids = noon(day).date(), set(seen)
        given = (connection, run_id, board.board, today, noon(day), state)
        return finish_board(*given, 0, 0, ids, None, gone_ids=set(withdrawn), absence_closes=False)


def test_beyond_a_window_only_its_validity_or_the_source_closes_a_posting(engine: Engine) -> None:
    board = Crawls(engine)
    board.see(0, ad("1"), ad("2", valid_through=DAY + dt.timedelta(3)), ad("3"), ad("4"))

    closed = [finish(engine, board, day, CrawlState.COMPLETE) for day in (1, 2, 3, 4)]

    assert closed == [0, 0, 0, 1]
    assert finish(engine, board, 5, CrawlState.PARTIAL, "3") == 0, "a crawl that is not complete closes nothing"
    assert finish(engine, board, 5, CrawlState.COMPLETE, "3", "4", seen=("4",)) == 1
    assert [board.posting(number).closed_on for number in "1234"] == [
        None,
        DAY + dt.timedelta(4),
        DAY + dt.timedelta(5),
        None,
    ]


def stream(day: int) -> list[str]:
    """What is asked for at noon of a day after a complete crawl of the day before."""
    midnight = dt.datetime.combine(FIRST_DAY + dt.timedelta(days=day - 2), dt.time())
    starts = [midnight + dt.timedelta(hours=hours) for hours in range(0, 36, 6)]
    ends = [f"&updated-before={one.isoformat()}" for one in starts[1:]] + [""]
    return [f"/v2/stream?updated-after={one.isoformat()}{end}" for one, end in zip(starts, ends, strict=True)]


def test_a_feed_of_changes_adds_what_it_names_and_closes_what_it_withdraws(sqlite_url: str) -> None:
    board = Board(platform="jobstream", token="all", kind=BoardKind.MANY)
    ads = [{"id": str(n), "headline": "Svetsare", "publication_date": f"{FIRST_DAY}T08:00:00"} for n in (1, 2, 3)]
    changes = {1: ads[:2], 2: [{"id": "1", "removed": True}, {"id": "9", "removed": True}, ads[2]], 3: []}
    results = []
    with serve() as server:
        for day, changed in changes.items():
            for number, path in enumerate(stream(day)):
                body = json.dumps(changed if number == 4 else []).encode()
                server.routes[path] = Answer(body, headers=JSON)
            given = document(server, sqlite_url, day, board)
            results += run(replace(given, origin_overrides={jobstream.Spider.origin: server.origin}))

    assert [(one.state, one.new, one.gone) for one in results] == [
        ("complete", 2, 0),
        ("complete", 1, 1),
        ("complete", 0, 0),
    ]
    assert open_ids(open_engine(sqlite_url)) == {"2", "3"}
    assert covered(open_engine(sqlite_url)) == [(1, 3)]
