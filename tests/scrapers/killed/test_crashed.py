"""A child that is killed: its boards do not pass for what they were before."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine, select

from scheduler.settings import Settings
from scheduler.status import status
from scrapers.crawl import BoardResult, CrawlDocument, children, run
from scrapers.crawl.begin import begun
from scrapers.crawl.children import crawl_platforms
from scrapers.health import FailureClass, Health
from scrapers.ingest.runs import NOT_ENDED
from scrapers.records import Board, CrawlState
from scrapers.tables import BoardCrawlRow, BoardRow, CrawlRunRow
from tests.scrapers.crawling import ACME, document, listing, path_of
from tests.scrapers.killed.truths import look
from tests.scrapers.server import Answer, Server, serve

TIDE = Board(platform="greenhouse", token="tide")


@pytest.fixture
def server() -> Iterator[Server]:
    with serve() as running:
        running.routes = {path_of(ACME): listing([1, 2]), path_of(TIDE): listing([3])}
        yield running


@pytest.fixture
def pids(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Processes of the children that were started."""
    started: list[int] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            started.append(self.pid)

    monkeypatch.setattr(children.subprocess, "Popen", Noted)
    return started


def facts(one: BoardResult) -> tuple[str, str | None, str | None]:
    return one.state.value, one.failure and one.failure.value, one.error


def lines(engine: Engine, board: Board) -> list[tuple[Any, ...]]:
    line = BoardCrawlRow
    rows = select(line.day, line.state, line.failure, line.error).join(BoardRow, BoardRow.id == line.board_id)
    with engine.connect() as connection:
        found = connection.execute(rows.where(BoardRow.token == board.token).order_by(line.run_id)).all()
    return [(day.day, *others) for day, *others in found]


def health_at(engine: Engine, given: CrawlDocument) -> dict[str, Health]:
    return {one.board: one.health for one in status(Settings(), engine, [ACME, TIDE], given.now).boards}


def test_of_a_killed_child_what_ended_stands_and_the_rest_is_stored_as_crashed(
    server: Server, engine: Engine, store_url: str, pids: list[int]
) -> None:
    def kill(_times: int) -> Answer:
        while not look(engine, given.day).complete(ACME.name, given.day):
            time.sleep(0.01)
        os.kill(pids[0], signal.SIGKILL)
        return Answer()

    server.routes[path_of(TIDE)] = kill
    given = document(server, store_url, 1, ACME, TIDE, limits={"answer_seconds": 60})

    acme, tide = crawl_platforms([given])

    why = f"the crawl's process ended with code -{signal.SIGKILL.value}"
    assert (acme.state, acme.listed, acme.new, acme.health) == (CrawlState.COMPLETE, 2, 2, Health.HEALTHY)
    assert (facts(tide), tide.health) == (("partial", "crashed", why), Health.DOWN)
    assert lines(engine, ACME) == [(2, "complete", None, None)]
    assert lines(engine, TIDE) == [(2, "partial", "crashed", why)]
    assert health_at(engine, given) == {ACME.name: Health.HEALTHY, TIDE.name: Health.DOWN}
    with engine.connect() as connection:
        (run_row,) = connection.execute(select(CrawlRunRow.ended_at, CrawlRunRow.stats)).all()
    assert tuple(run_row) == (given.now, {"complete": 1, "partial": 1})


def test_a_child_that_dies_before_it_begins_leaves_crashed_boards(
    server: Server, engine: Engine, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children.sys, "executable", "/bin/false")

    (result,) = crawl_platforms([document(server, store_url, 1)])

    assert facts(result) == ("partial", "crashed", "the crawl's process ended with code 1")
    assert lines(engine, ACME) == [(2, *facts(result))]


def test_an_end_that_was_stored_but_not_told_is_no_crash(
    server: Server, engine: Engine, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The child is killed between its commit and the line that tells of it."""
    given = begun(document(server, store_url, 1, ACME, TIDE))
    run(replace(given, boards=(ACME,)))
    told = f'{{"run": {given.run}}}\n{{"board": "greenhouse/ac'.encode()
    monkeypatch.setattr(children, "run_child", lambda *_: (told, "it was killed"))

    acme, tide = crawl_platforms([given])

    assert (acme.state, acme.listed, acme.new) == (CrawlState.COMPLETE, 2, 2)
    assert facts(tide) == ("partial", "crashed", "it was killed")
    assert lines(engine, ACME) == [(2, "complete", None, None)]


def test_where_everything_is_killed_a_board_that_was_healthy_is_so_no_more_until_the_next_crawl(
    server: Server, engine: Engine, store_url: str
) -> None:
    run(document(server, store_url, 1, ACME, TIDE))
    begun(killed := document(server, store_url, 2, ACME))

    assert lines(engine, ACME)[-1] == (3, "partial", FailureClass.UNFINISHED.value, NOT_ENDED)
    assert health_at(engine, killed) == {ACME.name: Health.SUSPECT, TIDE.name: Health.HEALTHY}

    run(killed)
    assert health_at(engine, killed) == dict.fromkeys((ACME.name, TIDE.name), Health.HEALTHY)


def test_killed_crawls_neither_confirm_a_drop_nor_hide_what_is_usual(server: Server, store_url: str) -> None:
    run(document(server, store_url, 1))
    for _ in range(30):
        begun(document(server, store_url, 2))
    server.routes[path_of(ACME)] = listing([])

    results = [run(document(server, store_url, day))[0] for day in (3, 4, 5)]

    assert [one.state.value for one in results] == ["suspect", "suspect", "complete"]
