"""`kill -9` at random moments of a crawl: whatever was in hand, the store stays true and the next crawl mends it."""

import datetime as dt
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from scrapers.crawl import CrawlDocument
from scrapers.health import FailureClass, Health
from scrapers.records import CrawlState
from scrapers.tables import BoardCrawlRow, CrawlRunRow
from tests.scrapers.killed import child
from tests.scrapers.killed.truths import check, look
from tests.scrapers.killed.world import BATCH, DAYS, World, invent
from tests.scrapers.server import Server, serve

ROOT = Path(__file__).parents[3]
KILLS_A_DAY = 15
MOMENTS = {
    child.OUTSIDE: "waiting for answers",
    child.READING: "reading the store",
    child.WRITING: "inside a transaction that writes",
    child.COMMITTING: "at a commit or just after it",
}


class Crawl:
    """The processes of one crawl, as the machine runs them: killed together."""

    def __init__(self, world: World, server: Server, store_url: str, now: dt.datetime, folder: Path) -> None:
        server.asked.clear()
        self.now, self.folder = now, folder
        self.documents = world.documents(server, store_url, now)
        self.processes = [self._start(document) for document in self.documents]

    def _start(self, document: CrawlDocument) -> "subprocess.Popen[bytes]":
        note = self._note(document.platform)
        note.write_bytes(bytes([child.OUTSIDE]))
        command = [sys.executable, "-m", "tests.scrapers.killed.child", str(note), str(BATCH[document.platform])]
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        assert process.stdin is not None
        with process.stdin as stdin:
            stdin.write(document.to_json())
        return process

    def _note(self, platform: str) -> Path:
        return self.folder / f"{platform}.note"

    @property
    def runs(self) -> bool:
        return any(process.poll() is None for process in self.processes)

    @property
    def writes(self) -> bool:
        """Whether one of them is inside a transaction that writes."""
        return any(self._note(document.platform).read_bytes()[0] == child.WRITING for document in self.documents)

    def kill(self) -> set[str]:
        """Kill and return the platforms whose process was still there."""
        alive = {
            document.platform
            for document, process in zip(self.documents, self.processes, strict=True)
            if process.poll() is None
        }
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.wait()
        return alive

    def moment(self, engine: Engine, platform: str) -> str:
        """In the midst of what a process was killed."""
        line, run = BoardCrawlRow, CrawlRunRow
        lines = select(line.failure).join(run, run.id == line.run_id)
        with engine.connect() as connection:
            failures = connection.scalars(lines.where(run.platform == platform, run.started_at == self.now)).all()
        if not failures:
            return "before its run began"
        if FailureClass.UNFINISHED not in failures:
            return "after its last board"
        return MOMENTS[self._note(platform).read_bytes()[0]]


def kill_at(crawl: Crawl, world: World, server: Server, part: int, chance: random.Random) -> set[str]:
    """Kill the crawl in one of `KILLS_A_DAY` equal parts of its requests; the first is before them, the last after.

    In every second part, at the next moment at which it writes.
    """
    if part == 0:
        time.sleep(chance.uniform(0, 2))
        return crawl.kill()
    share = 1 if part == KILLS_A_DAY - 1 else (part + chance.random()) / KILLS_A_DAY
    while len(server.asked) < share * world.requests and crawl.runs:
        time.sleep(0.0005)
    time.sleep(chance.uniform(0, 0.05))
    while part % 2 and crawl.runs and not crawl.writes:
        pass
    return crawl.kill()


@pytest.mark.long
@pytest.mark.parametrize("seed", [46])
def test_thirty_kills_leave_every_posting_once_and_no_board_complete_that_was_not(
    store_url: str, engine: Engine, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    world = invent(seed)
    moments: Counter[str] = Counter()
    attempts = 0
    with serve() as server:
        server.others = world.answer
        for world.today in DAYS:
            for part in chance.sample(range(KILLS_A_DAY), KILLS_A_DAY):
                hit: set[str] = set()
                while not hit:  # a crawl that ended before it was killed is no kill
                    now = dt.datetime.combine(world.today, dt.time(12, attempts), dt.UTC)
                    crawl = Crawl(world, server, store_url, now, tmp_path)
                    hit = kill_at(crawl, world, server, part, chance)
                    check(look(engine, world.today), world)
                    moments.update(crawl.moment(engine, platform) for platform in hit)
                    attempts += 1
        now = dt.datetime.combine(world.today, dt.time(23), dt.UTC)
        undisturbed = Crawl(world, server, store_url, now, tmp_path)
        codes = [process.wait(timeout=300) for process in undisturbed.processes]
        stored = look(engine, world.today)

    print(f"{engine.dialect.name}: {2 * KILLS_A_DAY} kills of {attempts} crawls: {dict(moments)}")  # noqa: T201 - shown with -s
    assert codes == [0, 0]
    check(stored, world)
    assert {lines[-1].state for lines in stored.lines.values()} == {CrawlState.COMPLETE}
    assert set(stored.health.values()) == {Health.HEALTHY}
    for name, texts in world.days[world.today].items():
        closed = {one for one, posting in stored.postings[name].items() if posting.closed_on}
        assert texts.keys() <= stored.postings[name].keys() - closed
        assert stored.postings[name].keys() <= texts.keys() | world.days[DAYS[0]][name].keys()
    assert moments[MOMENTS[child.WRITING]] >= KILLS_A_DAY // 2
