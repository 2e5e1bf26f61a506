"""Remote, employment, degree, years and language: one list of examples each."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.degree import read_degree
from extract.employment import read_employment
from extract.language import read_language
from extract.remote import read_remote
from extract.years import read_years
from tests.extract.examples import examples, ids

REMOTE = examples("remote")
EMPLOYMENT = examples("employment")
DEGREE = examples("degree")
YEARS = examples("years")
LANGUAGES = examples("languages")
READERS: list[Callable[[str], object]] = [
    lambda text: read_remote(None, text),
    lambda text: read_employment(None, text),
    read_degree,
    read_years,
    read_language,
]


@pytest.mark.parametrize("example", REMOTE, ids=ids(REMOTE))
def test_where_the_work_is_done(example: dict[str, Any]) -> None:
    assert example["expect"] == read_remote(example["title"], example["text"], example["said"])


@pytest.mark.parametrize("example", EMPLOYMENT, ids=ids(EMPLOYMENT))
def test_the_employment_type_stated(example: dict[str, Any]) -> None:
    assert example["expect"] == read_employment(example["title"], example["text"], example["said"])


@pytest.mark.parametrize("example", DEGREE, ids=ids(DEGREE))
def test_whether_a_degree_is_asked_for(example: dict[str, Any]) -> None:
    assert example["expect"] == read_degree(example["text"])


@pytest.mark.parametrize("example", YEARS, ids=ids(YEARS))
def test_the_fewest_years_asked_for(example: dict[str, Any]) -> None:
    assert example["expect"] == read_years(example["text"])


@pytest.mark.parametrize("example", LANGUAGES, ids=ids(LANGUAGES))
def test_the_language_of_a_text(example: dict[str, Any]) -> None:
    assert example["expect"] == read_language(example["text"])


@given(st.text(max_size=300))
def test_no_text_breaks_a_reader(text: str) -> None:
    for read in READERS:
        read(text)


@pytest.mark.parametrize(
    "piece", ["remote ", "degree in ", "5 years ", "full-time ", "a", "of ", "or ", "\n", "bachelor's or ", "3 days "]
)
def test_reading_time_grows_with_the_length_of_the_text(piece: str) -> None:
    """Eight times the text takes nowhere near eight squared times as long."""

    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        start = time.process_time()
        for read in READERS:
            read(text)
        return time.process_time() - start

    assert seconds(80_000) < 30 * max(seconds(10_000), 0.02)
