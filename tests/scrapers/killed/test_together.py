"""Two operators crawl the same boards into one store at the same time."""

import datetime as dt
import random
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs
from sqlalchemy import Engine, select

from scrapers.answer import Parsed
from scrapers.crawl import BoardResult, CrawlDocument
from scrapers.crawl.store import CrawlStore
from scrapers.crawl.visit import Visit
from scrapers.ingest.archive import Answer, Kept, address_of, current, hash_of, keep, revalidate
from scrapers.records import Board, BoardKind, CrawlState, RawPosting
from scrapers.tables import BoardCoverageRow, PostingRow
from tests.scrapers.ingest.board import DAY, Crawls, ad, noon
from tests.scrapers.killed.truths import check, look
from tests.scrapers.killed.world import BATCH, DAYS, World, invent
from tests.scrapers.server import Server, serve

ROOT = Path(__file__).parents[3]
BOARDS = {"greenhouse": 60, "smartrecruiters": 20}
MANY = 1200
"""Postings that are written in several pieces."""


def start(document: CrawlDocument, backwards: bool, folder: Path) -> "subprocess.Popen[bytes]":
    note = folder / f"{document.platform}-{backwards}.note"
    note.write_bytes(b"o")
    command = [sys.executable, "-m", "tests.scrapers.killed.child", str(note), str(BATCH[document.platform])]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    boards = document.boards[::-1] if backwards else document.boards
    assert process.stdin is not None
    with process.stdin as stdin:
        stdin.write(structs.replace(document, boards=boards).to_json())
    return process


def crawl_twice(world: World, server: Server, store_url: str, now: dt.datetime, folder: Path) -> list[int]:
    """Crawl as two operators whose clocks differ by a minute, and return how the processes ended."""
    started = [
        start(document, backwards, folder)
        for backwards, moment in ((False, now), (True, now + dt.timedelta(minutes=1)))
        for document in world.documents(server, store_url, moment)
    ]
    return [process.wait(timeout=300) for process in started]


def finish_at_once(stores: list[CrawlStore], postings: list[RawPosting], chance: random.Random) -> None:
    ready = threading.Barrier(len(stores))
    visits = [(store, *store.visits()) for store in stores]
    for _, visit in visits:
        visit.take(Parsed(postings=chance.sample(postings, len(postings))))

    def finish(store: CrawlStore, visit: Visit) -> BoardResult:
        ready.wait()
        return store.finish(visit)

    with ThreadPoolExecutor(len(stores)) as pool:
        results = list(pool.map(lambda one: finish(*one), visits))
    assert {one.state for one in results} == {CrawlState.COMPLETE}


def test_two_ends_of_one_board_at_once_count_as_two(store_url: str, engine: Engine) -> None:
    """Each day one posting is gone; every second day all texts are new, in another order for each crawl."""
    chance = random.Random(4)
    closed = {}
    for number in range(8):
        day = DAY + dt.timedelta(number)
        moments = [noon(number), noon(number) + dt.timedelta(minutes=1)]
        boards = (Board(platform="greenhouse", token="acme", kind=BoardKind.MANY),)
        given = [CrawlDocument(platform="greenhouse", store_url=store_url, now=now, boards=boards) for now in moments]
        left = [ad(str(n), title=f"Welder {number // 2}", employer=f"Dock {n % 9}") for n in range(number, MANY)]
        with CrawlStore(given[0]) as one, CrawlStore(given[1]) as other:
            finish_at_once([one, other], left, chance)
        closed |= {str(number - 1): day} if number else {}

    with engine.connect() as connection:
        rows = connection.execute(select(PostingRow.external_id, PostingRow.closed_on)).all()
        spans = connection.execute(select(BoardCoverageRow.from_day, BoardCoverageRow.to_day)).all()
    assert {name: day for name, day in rows if day} == closed
    assert len(rows) == MANY
    assert [tuple(span) for span in spans] == [(DAY, DAY + dt.timedelta(7))]


def test_validators_of_an_answer_do_not_pass_to_one_that_another_crawl_stored_since(engine: Engine) -> None:
    board, address = Crawls(engine).board, address_of("https://acme.example/jobs")
    old, new = (
        Kept(payload_hash=hash_of(body), url="https://acme.example/jobs", content_type=None, etag='"1"')
        for body in (b"[1]", b"[2]")
    )
    with engine.begin() as connection:
        for hours, kept in enumerate((old, new)):
            answer = Answer(address=address, kept=kept, packed=b"")
            keep(connection, board, [answer], noon(0) + dt.timedelta(hours=hours))
        revalidate(connection, board, [('"2"', None, address, old.payload_hash)])
        assert current(connection, board) == {address: new}
        revalidate(connection, board, [('"3"', None, address, new.payload_hash)])
        assert current(connection, board) == {address: replace(new, etag='"3"')}


@pytest.mark.long
@pytest.mark.parametrize("seed", [3])
def test_two_crawls_at_once_come_to_what_two_in_turn_come_to(
    store_url: str, engine: Engine, tmp_path: Path, seed: int
) -> None:
    world = invent(seed, BOARDS)
    world.shuffles = random.Random(seed)
    world.wait = dict.fromkeys(BOARDS, 0.002)
    with serve() as server:
        server.others = world.answer
        for world.today in DAYS:
            now = dt.datetime.combine(world.today, dt.time(12), dt.UTC)
            assert crawl_twice(world, server, store_url, now, tmp_path) == [0] * 4
            stored = look(engine, world.today)
            check(stored, world)
            for board in world.boards:
                assert [line.state for line in stored.lines[board.name][-2:]] == [CrawlState.COMPLETE] * 2, board.name
