"""Titles without level, place and working time."""

import duckdb
import pytest

from trends.mart.titles import LONGEST, plain_title


def plain(title: str | None) -> str | None:
    with duckdb.connect() as duck:
        duck.execute(plain_title())
        found: tuple[str | None] | None = duck.execute("select plain_title(?)", [title]).fetchone()
    assert found is not None
    return found[0]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("Senior Data Engineer II (Remote)", "data engineer"),
        ("Data Engineer - Berlin", "data engineer"),
        ("Sr. Prompt Engineer, Growth", "prompt engineer"),
        ("Développeur C++ (H/F)", "developpeur c++"),
        ("Lead Gen Specialist", "lead-gen specialist"),
        ("Lead-Gen Specialist", "lead-gen specialist"),
        ("Staff Machine Learning Engineer", "machine learning engineer"),
        ("Senior (m/w/d)", None),
        ("", None),
        (None, None),
    ],
)
def test_a_title_keeps_the_job_alone(said: str | None, wanted: str | None) -> None:
    assert plain(said) == wanted


def test_a_sentence_is_cut() -> None:
    assert len(plain("word " * 40) or "") <= LONGEST
