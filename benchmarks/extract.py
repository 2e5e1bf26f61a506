"""Speed and memory of the whole tagger, from language to pay, beside spaCy's stock English tokenizer.

    python -m benchmarks.extract [FILE.jsonl] [--count 2000] [--rounds 7] [--memory 200000]

Each line of FILE holds `title` (or null) and `text`; without FILE the postings are invented from a seed. Both sides see
every posting once, in alternating rounds with a fresh stock vocabulary in each, after a warm-up on other texts; CPU
time counts, and the median ratio. Two processes are then timed against one on the same postings by the clock, and
`--memory` reads as many further postings, recombined from the given ones, and prints what the process holds.
"""

import argparse
import itertools
import json
import statistics
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import spacy

from benchmarks.extracting.postings import Inventor, Posting, recombined
from extract.rows import Stored, read_batch
from extract.tagger import load_tagger

SEED = 20261127
WARM = 100
"""Postings of the warm-up, none of which is measured."""
CHUNK = 10
"""Postings that a worker gets at a time."""
PAGE = 4096


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.extract")
    options.add_argument("file", nargs="?", type=Path)
    options.add_argument("--count", type=int, default=2000)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--memory", type=int, default=0)
    given = options.parse_args()
    postings = _postings(given.file, WARM + given.count)
    warm, measured = postings[:WARM], postings[WARM:]
    length = statistics.mean(len(posting["text"] or "") for posting in measured)
    origin = given.file.name if given.file else f"invented with seed {SEED}"
    print(f"{len(measured):,} distinct postings, {origin}, {length:,.0f} characters on average")
    _speed(warm, measured, given.rounds)
    _processes(warm, measured, given.rounds)
    if given.memory:
        _memory(recombined(postings, SEED), given.memory)


def _postings(file: Path | None, count: int) -> list[Posting]:
    """Return distinct postings: of the file, and where it holds too few, recombined from it."""
    if file is None:
        return list(itertools.islice(Inventor(SEED).postings(), count))
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]
    distinct = {row["text"]: {"title": row.get("title"), "text": row["text"]} for row in rows}
    if len(distinct) < count:
        print(f"{file.name} holds {len(distinct):,} distinct texts; the rest is recombined from their lines")
        for posting in recombined(list(distinct.values()), SEED):
            distinct.setdefault(posting["text"], posting)
            if len(distinct) == count:
                break
    return list(distinct.values())[:count]


def _speed(warm: list[Posting], measured: list[Posting], rounds: int) -> None:
    tagger = load_tagger()
    for posting in warm:
        tagger.tag(posting["title"], posting["text"] or "")
    ratios, rates = [], []
    for part in _parts(measured, rounds):
        stock = spacy.blank("en")
        for posting in warm:
            stock(posting["text"] or "")
        theirs = _cpu(lambda part=part, stock=stock: [stock(posting["text"]) for posting in part])
        ours = _cpu(lambda part=part: [tagger.tag(posting["title"], posting["text"]) for posting in part])
        ratios.append(ours / theirs)
        rates.append(len(part) / ours)
    print(
        f"{statistics.median(ratios):.2f} × the stock tokenizer "
        f"({min(ratios):.2f}–{max(ratios):.2f}, {rounds} rounds), "
        f"{statistics.median(rates):.0f} postings per CPU second"
    )


def _parts(measured: list[Posting], rounds: int) -> list[list[Posting]]:
    """Return as many parts as rounds, so that every posting is seen once."""
    size = max(1, len(measured) // rounds)
    return [measured[number * size : (number + 1) * size] for number in range(rounds)]


def _processes(warm: list[Posting], measured: list[Posting], rounds: int) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(read_batch, [stored(warm)] * 4))
        read_batch(stored(warm))
        # All of them in each round: with a few chunks one worker waits at the end, as in no real run.
        chunks = [stored(measured[start : start + CHUNK]) for start in range(0, len(measured), CHUNK)]
        gains = []
        for _ in range(rounds):
            one = _clock(lambda: [read_batch(chunk) for chunk in chunks])
            two = _clock(lambda: list(pool.map(read_batch, chunks)))
            gains.append(one / two)
    print(
        f"2 processes: {statistics.median(gains):.2f} × one by the clock ({min(gains):.2f}–{max(gains):.2f}, "
        f"{rounds} rounds)"
    )


def stored(postings: list[Posting]) -> list[Stored]:
    """Return the postings as the stage hands them to a worker."""
    return [
        Stored(
            posting_id=number,
            content_hash=b"",
            extractor_id=0,
            is_thread=posting["title"] is None,
            country=None,
            title=posting["title"] or "",
            html="",
            text=posting["text"],
            said={},
        )
        for number, posting in enumerate(postings)
    ]


def _memory(postings: Iterable[Posting], count: int) -> None:
    tagger = load_tagger()
    step = max(1, count // 10)
    for number, posting in enumerate(itertools.islice(postings, count), 1):
        tagger.tag(posting["title"], posting["text"] or "")
        if number % step == 0:
            print(f"{number:,} postings: {_resident():.0f} MB", flush=True)


def _resident() -> float:
    """Return the megabytes of memory that the process holds now (Linux)."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE / 1e6


def _cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _clock(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
