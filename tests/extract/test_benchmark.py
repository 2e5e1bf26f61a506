"""What the benchmark measures on: distinct postings of a posting's length, which workers read."""

import itertools
import statistics

from benchmarks.extract import stored
from benchmarks.extracting.postings import Inventor, recombined
from extract.rows import read_batch

INVENTED = list(itertools.islice(Inventor(7).postings(), 60))


def test_invented_postings_are_distinct_and_as_long_as_real_ones() -> None:
    texts = [posting["text"] or "" for posting in INVENTED]
    assert len(set(texts)) == len(texts)
    assert 3_300 < statistics.mean(map(len, texts)) < 4_100


def test_one_seed_invents_the_same_postings_again() -> None:
    assert list(itertools.islice(Inventor(7).postings(), 60)) == INVENTED


def test_recombined_postings_are_distinct_though_they_are_many() -> None:
    texts = [posting["text"] for posting in itertools.islice(recombined(INVENTED[:5], 7), 500)]
    assert len(set(texts)) == len(texts)


def test_workers_read_what_is_measured() -> None:
    rows = read_batch(stored(INVENTED[:3]))
    assert all(row.tags for row in rows)
