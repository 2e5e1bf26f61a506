"""Cost of a whole crawl into SQLite as a CPU ratio to bare Scrapy that downloads and json-parses the same answers.

    python -m benchmarks.crawl [--rounds 9] [--long]

Every figure is user and system time of a whole process; ours is held against the mean of the bare crawls just before
and just after it, as machines change their pace within a round; the median ratio of the rounds counts.
Both run from compiled bytecode, as installed programs do: a first round that leaves it behind does not count.
Boards answer as sites do, gzipped for whoever accepts it, and once more in plain bytes.
`--long` adds one crawl of 50,000 pages, for its memory.
"""

import argparse
import datetime as dt
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scheduler.migrations import upgrade
from scrapers.crawl import CrawlDocument, Limits
from scrapers.records import Board

ORIGINS = {"greenhouse": "https://boards-api.greenhouse.io", "smartrecruiters": "https://api.smartrecruiters.com"}
DAY = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)
COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Case:
    """What is crawled, and how dear it may be."""

    name: str
    kind: str
    boards: int
    postings: int
    first: float
    again: float


CASES = (
    Case("one posting a page", "smartrecruiters", 4, 500, 1.3, 1.2),
    Case("75 postings a page", "greenhouse", 600, 75, 2.5, 1.2),
)


@contextmanager
def serving(*options: str) -> Iterator[str]:
    """Run the server in a process of its own, so that its time is not ours."""
    command = [sys.executable, "-m", "benchmarks.crawling.server", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        try:
            yield f"http://127.0.0.1:{int(child.stdout.readline())}"
        finally:
            child.kill()


def cpu_seconds(command: list[str], given: bytes = b"") -> tuple[float, int]:
    """Return user and system seconds of a process, and its largest memory in MB."""
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=COMPILED)
    assert child.stdin
    child.stdin.write(given)
    child.stdin.close()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{command} ended with {child.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


def ours(case: Case, origin: str, store: Path, day: int) -> tuple[float, int]:
    """Crawl the case's boards into a store with the program's own child process."""
    boards = tuple(
        Board(platform=case.kind, token=f"b{number}-{case.postings}", employer=f"Employer {number}")
        for number in range(case.boards)
    )
    document = CrawlDocument(
        platform=case.kind,
        store_url=f"sqlite:///{store}",
        now=DAY + dt.timedelta(days=day),
        boards=boards,
        origin_overrides={ORIGINS[case.kind]: origin},
        limits=Limits(delay_seconds=0, seconds=36000, pages=10**6),
    )
    return cpu_seconds([sys.executable, "-m", "scrapers"], document.to_json())


def bare(case: Case, origin: str) -> tuple[float, int]:
    """Crawl them with bare Scrapy."""
    return cpu_seconds(
        [sys.executable, "-m", "benchmarks.crawling.bare", case.kind, origin, str(case.boards), str(case.postings)]
    )


def told(ratios: list[float]) -> str:
    """Return median and range."""
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"


def compare(case: Case, rounds: int, *options: str) -> None:
    """Print first and second crawl against bare Scrapy, without validators."""
    first, again = [], []
    with serving(*options) as origin, tempfile.TemporaryDirectory() as folder:
        before = bare(case, origin)[0]
        for number in range(rounds + 1):
            store = Path(folder) / f"{number}.db"
            upgrade(f"sqlite:///{store}")
            once = ours(case, origin, store, 0)[0]
            twice = ours(case, origin, store, 1)[0]
            after = bare(case, origin)[0]
            if number:
                first.append(once * 2 / (before + after))
                again.append(twice * 2 / (before + after))
            before = after
            store.unlink()
        pages = case.boards * (1 if case.kind == "greenhouse" else case.postings + -(-case.postings // 100))
        name = ", ".join((case.name, *options))
        print(f"{name}, {pages} pages, {rounds} rounds: first crawl {told(first)} × bare, at most {case.first}")
        print(f"{name}: unchanged second crawl {told(again)} × bare, at most {case.again}")


def count_writes(store: Path) -> None:
    """Have every row that anybody inserts or updates counted, by triggers in the store itself."""
    with sqlite3.connect(store) as connection:
        names = [name for (name,) in connection.execute("select name from sqlite_schema where type = 'table'")]
        connection.execute("create table written (n integer)")
        connection.execute("insert into written values (0)")
        for name in names:
            if not name.startswith("sqlite_"):
                for event in ("insert", "update", "delete"):
                    add = "begin update written set n = n + 1; end"
                    connection.execute(f"create trigger count_{name}_{event} after {event} on {name} {add}")


def written_since(store: Path) -> int:
    """Return the rows written since the last time."""
    with sqlite3.connect(store) as connection:
        (rows,) = connection.execute("select n from written").fetchone()
        connection.execute("update written set n = 0")
    return int(rows)


def unchanged(case: Case) -> None:
    """Print what a second crawl of unchanged boards transfers where they have validators, and writes where not."""
    for validators in (True, False):
        with serving(*(["validators"] if validators else [])) as origin, tempfile.TemporaryDirectory() as folder:
            store = Path(folder) / "store.db"
            upgrade(f"sqlite:///{store}")
            count_writes(store)
            figures = []
            for day in (0, 1):
                ours(case, origin, store, day)
                with urllib.request.urlopen(f"{origin}/sent") as answer:
                    figures.append((int(answer.read()), written_since(store)))
        (sent, rows), (sent_again, rows_again) = figures
        with_or_without = "with validators" if validators else "without"
        print(
            f"{case.name}, {with_or_without}: {sent_again:,} of {sent:,} bytes transferred again "
            f"({sent_again / sent:.2%}), {rows_again:,} of {rows:,} rows written ({rows_again / rows:.2%}); at most 2 %"
        )


def long_crawl() -> None:
    """Print the memory of a crawl of 50,000 pages."""
    case = Case("long", "smartrecruiters", 10, 5000, 0, 0)
    with serving() as origin, tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "long.db"
        upgrade(f"sqlite:///{store}")
        for day, name in enumerate(("first", "unchanged second")):
            seconds, megabytes = ours(case, origin, store, day)
            print(f"50,000 pages, {name} crawl: {megabytes} MB at most, {seconds:.0f} s CPU; at most 200 MB")


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--long", action="store_true")
    given = parser.parse_args()
    for case in CASES:
        compare(case, given.rounds, "gzip")
        compare(case, given.rounds)
        unchanged(case)
    if given.long:
        long_crawl()


if __name__ == "__main__":
    main()
