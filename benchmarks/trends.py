"""Cost of measuring growth as a ratio to a bare DuckDB count of the same files, and of a store's way to verdicts.

    python -m benchmarks.trends [--rounds 3] [--postings 20000] [--weeks 8] [--stored 5000] [--added 500] [--keep MART]

The figures to be held against are those of `--postings 10000000 --weeks 156 --stored 1000000 --added 100000`.

Every figure is of a process of its own, the sides in turn; seconds leave imports out, the median ratio of the rounds
counts. Both sides read the tags of an invented mart: skills, roles and places. Ours gives
growth and growth of the share, with interval and verdict, of every key: of the latest week, and of all weeks. The bare
side counts vacancies by key: of the latest week's two windows, and by week over all days that those windows touch. It
counts distinct vacancies; beside that stands the ratio to a count of the rows that open one, which is much cheaper.

From a store to verdicts is a first refresh of the mart and the whole measure of the latest week. Then postings are
added to the store's end, and a second refresh is held against a full one of that store.
"""

import argparse
import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import ibis.backends.duckdb  # noqa: F401 - Ibis loads it when it is first asked for, and imports are left out
import pandas as pd  # noqa: F401 - Arrow reads Parquet with it
import pyarrow.dataset as ds  # noqa: F401 - the same
from sqlalchemy import create_engine

from benchmarks.trending import bare
from benchmarks.trending.market import UNTIL, Market
from benchmarks.trending.mart import write_mart
from benchmarks.trending.store import add_postings, write_store
from trends.growths.measure import growths
from trends.mart import refresh
from trends.mart.read import Mart
from trends.measure import measure, measured
from trends.periods import periods_until


@dataclass(frozen=True)
class Cost:
    """What a process took."""

    seconds: float
    cpu: float
    megabytes: int


def ours(mart: Path, weeks: int) -> None:
    """Measure growth of so many weeks."""
    with Mart(mart) as opened:
        for table in growths(opened, periods_until(UNTIL, weeks), bare.DIMENSIONS):
            assert table["verdict"].null_count == 0


def whole(mart: Path, weeks: int) -> None:
    """Measure everything of the latest week."""
    with Mart(mart) as opened:
        measured(opened, UNTIL)


def refreshed(folder: Path, weeks: int) -> None:
    """Bring the mart up to the store beside it."""
    engine = create_engine(f"sqlite:///{folder / 'store.db'}")
    refresh(engine, folder / "mart")
    engine.dispose()


def verdicts(folder: Path, weeks: int) -> None:
    """Go from the store to verdicts."""
    refreshed(folder, weeks)
    measure(folder / "mart", folder / "series", UNTIL)


SIDES: dict[str, Callable[[Path, int], object]] = {
    "ours": ours,
    "bare": lambda mart, weeks: _bare(mart, weeks, bare.DISTINCT),
    "opening": lambda mart, weeks: _bare(mart, weeks, bare.OPENING),
    "whole": whole,
    "refresh": refreshed,
    "verdicts": verdicts,
}


def _bare(mart: Path, weeks: int, number: str) -> int:
    return bare.weeks(mart, periods_until(UNTIL, weeks), number) if weeks > 1 else bare.latest(mart, UNTIL, number)


def cost(side: str, folder: Path, weeks: int = 1) -> Cost:
    """Return what one side takes in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.trends", "--side", side, "--keep", str(folder), "--weeks", str(weeks)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout
    said = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{command} ended with {child.returncode}")
    seconds, cpu = map(float, said.split())
    return Cost(seconds, cpu, usage.ru_maxrss // 1024)


def told(values: Sequence[float]) -> str:
    """Return median and range."""
    return f"{statistics.median(values):.2f} ({min(values):.2f}–{max(values):.2f})"


def ratio(ours: Sequence[Cost], theirs: Sequence[Cost]) -> str:
    """Return the ratio of seconds and, in brackets, of CPU."""
    seconds = [one.seconds / other.seconds for one, other in zip(ours, theirs, strict=True)]
    cpu = [one.cpu / other.cpu for one, other in zip(ours, theirs, strict=True)]
    return f"{told(seconds)} × [CPU {told(cpu)} ×]"


def compare_growth(mart: Path, rounds: int, weeks: int, most: int) -> None:
    """Print growth of so many weeks against the bare counts."""
    found: dict[str, list[Cost]] = {"bare": [], "opening": [], "ours": []}
    for _ in range(rounds):
        for side, costs in found.items():
            costs.append(cost(side, mart, weeks))
    name = f"growth of {weeks} weeks" if weeks > 1 else "growth of the latest week"
    mine = found["ours"]
    seconds, memory = told([one.seconds for one in mine]), max(one.megabytes for one in mine)
    print(f"{name}, {rounds} rounds: {seconds} s; {memory} MB, at most 2,000")
    print(f"{name}: {ratio(mine, found['bare'])} a bare count of distinct vacancies, at most {most}")
    print(f"{name}: {ratio(mine, found['opening'])} a bare count of opening rows", flush=True)


def compare_stages(rounds: int, stored: int, added: int, weeks: int) -> None:
    """Print the way from a store to verdicts, and a second refresh against a full one."""
    to_verdicts, again, full = [], [], []
    market = Market(stored + added, weeks)
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as disk:
            folder = Path(disk)
            write_store(folder / "store.db", market, stored)
            to_verdicts.append(cost("verdicts", folder))
            add_postings(folder / "store.db", market, stored, stored + added)
            again.append(cost("refresh", folder))
            (folder / "mart" / "mart.json").unlink()
            full.append(cost("refresh", folder))
    memory = max(one.megabytes for one in to_verdicts)
    print(f"{stored:,} postings from store to verdicts, {rounds} rounds: ", end="")
    print(f"{told([one.seconds for one in to_verdicts])} s, at most 60; {memory} MB")
    print(f"mart refresh after {added:,} more: {ratio(again, full)} a full one, at most 0.1; ", end="")
    print(f"{told([one.seconds for one in again])} s of {told([one.seconds for one in full])} s", flush=True)


def main() -> None:
    """Print every figure, or run one side."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--postings", type=int, default=20_000, help="in the mart")
    parser.add_argument("--weeks", type=int, default=8)
    parser.add_argument("--stored", type=int, default=5_000, help="postings in the store; 0 leaves it out")
    parser.add_argument("--added", type=int, default=500, help="postings that come to it")
    parser.add_argument("--keep", type=Path, help="where the mart lies, or is to be left")
    parser.add_argument("--side", choices=SIDES)
    given = parser.parse_args()
    if given.side:
        gc.collect()  # what imports left behind is theirs
        began = time.perf_counter(), time.process_time()
        SIDES[given.side](given.keep, given.weeks)
        print(time.perf_counter() - began[0], time.process_time() - began[1])
        return
    with tempfile.TemporaryDirectory() as disk:
        mart = given.keep or Path(disk) / "mart"
        if not (mart / "mart.json").is_file():
            print(f"{given.postings:,} postings with {write_mart(mart, given.postings, given.weeks):,} tags invented")
        compare_growth(mart, given.rounds, 1, 2)
        compare_growth(mart, given.rounds, given.weeks, 10)
        everything = cost("whole", mart)
        print(f"everything of the latest week, once: {everything.seconds:.1f} s; {everything.megabytes} MB", flush=True)
    if given.stored:
        compare_stages(given.rounds, given.stored, given.added, given.weeks)


if __name__ == "__main__":
    main()
