"""Speed of the whole tagger as a CPU ratio to spaCy's stock English tokenizer on the same texts.

    python -m benchmarks.extract FILE.jsonl [COUNT]

Each line of FILE holds `title` (or null) and `text`. Rounds alternate; the median ratio is printed.
"""

import json
import statistics
import sys
import time
from pathlib import Path

import spacy

from extract.tagger import load_tagger

ROUNDS = 7


def cpu(work) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def main(file: str, count: int = 2000) -> None:
    rows = [json.loads(line) for line in Path(file).read_text(encoding="utf-8").split("\n") if line][: 2 * count]
    warm, rows = rows[: len(rows) // 5], rows[len(rows) // 5 :][:count]
    tagger = load_tagger()
    for row in warm:
        tagger.tag(row["title"], row["text"])
    ratios, rates = [], []
    chunk = max(1, len(rows) // ROUNDS)
    for number in range(ROUNDS):
        part = rows[number * chunk : (number + 1) * chunk]  # every posting is seen once
        stock = spacy.blank("en")
        for row in warm[:50]:
            stock(row["text"])
        theirs = cpu(lambda part=part, stock=stock: [stock(row["text"]) for row in part])
        ours = cpu(lambda part=part: [tagger.tag(row["title"], row["text"]) for row in part])
        ratios.append(ours / theirs)
        rates.append(len(part) / ours)
    print(
        f"{chunk * ROUNDS} postings, {ROUNDS} rounds: {statistics.median(ratios):.2f} × the stock tokenizer "
        f"({min(ratios):.2f}–{max(ratios):.2f}), {statistics.median(rates):.0f} postings per CPU second"
    )


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
