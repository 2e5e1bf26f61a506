import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlalchemy import Engine, insert, update

from extract.tables import AlsoSeenRow, ExtractionRow, ExtractorRow
from scrapers.store.errors import JobtideError
from scrapers.tables import PostingRow
from tests.trends.store import VOCABULARY, Store
from trends.mart import refresh

MART = Path("mart")


def rows(query: str) -> list[tuple[Any, ...]]:
    return duckdb.sql(query.replace("MART", str(MART))).fetchall()


def stamps() -> dict[str, int]:
    return {str(file): file.stat().st_mtime_ns for file in MART.rglob("*") if file.is_file()}


@pytest.fixture
def store(engine: Engine) -> Store:
    """Two boards, one of them crawled from March on."""
    store = Store(engine)
    acme = store.board("acme", ("2024-01-01", "2024-12-31"), sector="robotics")
    bolt = store.board("bolt", ("2024-03-01", "2024-05-10"), imported=False)
    store.posting(
        acme,
        "2024-01-15",
        skills=("python", "aws"),
        role="designer",
        topics=("ai",),
        places=(("US", "CA", "San José-Sunnyvale, CA"), ("DE", None, None)),
        pay=(50, 60, "USD", "hour"),
    )
    store.posting(acme, "2024-02-20", skills=("rust",), language="de", closed="2024-03-01")
    store.posting(bolt, None, seen="2024-03-01")
    store.posting(bolt, "2024-02-25", seen="2024-03-01")
    store.posting(bolt, "2024-02-25", seen="2024-03-05")
    store.posting(bolt, None, seen="2024-05-20")
    store.save()
    return store


def test_a_posting_is_new_on_the_day_it_was_first_seen_only_inside_a_span_of_observation(store: Store) -> None:
    refresh(store.engine, MART, VOCABULARY)

    new_on = rows("select new_on::varchar from 'MART/vacancies/*.parquet' where board = 2 order by posting")

    assert new_on == [(None,), ("2024-02-25",), ("2024-03-05",), (None,)]


def test_tags_carry_groups_roles_topics_and_every_level_of_a_place(store: Store) -> None:
    refresh(store.engine, MART, VOCABULARY)

    assert rows("select dimension, key from 'MART/tags/month=2024-01.parquet' order by all") == [
        ("group", "cloud"),
        ("group", "language"),
        ("place", "de"),
        ("place", "san-jose-sunnyvale-ca"),
        ("place", "us"),
        ("place", "us-ca"),
        ("role", "designer"),
        ("skill", "aws"),
        ("skill", "python"),
        ("topic", "ai"),
    ]
    assert rows("select english from 'MART/tags/month=2024-02.parquet' where key = 'rust'") == [(False,)]


def test_places_are_named_in_words(store: Store) -> None:
    refresh(store.engine, MART, VOCABULARY)

    assert rows("select key, label, \"group\" from 'MART/labels.parquet' where dimension = 'place' order by key") == [
        ("de", "Germany", "country"),
        ("san-jose-sunnyvale-ca", "San José-Sunnyvale, CA", "metro"),
        ("us", "United States", "country"),
        ("us-ca", "California", "region"),
    ]


def test_pay_is_annualised_and_never_converted(store: Store) -> None:
    acme = 1
    store.posting(acme, "2024-06-01", pay=(150000, 200000, "USD", None))
    store.posting(acme, "2024-06-02", pay=(150, 200, "USD", None))
    store.posting(acme, "2024-06-03", pay=(3000, 4000, "PLN", "month"))
    store.save()
    refresh(store.engine, MART, VOCABULARY)

    assert rows("select currency, per, annual_low, annual_high from 'MART/pays/*.parquet' order by posting") == [
        ("USD", "hour", 104000, 124800),
        ("USD", None, 150000, 200000),
        ("USD", None, None, None),
        ("PLN", "month", 36000, 48000),
    ]


def test_an_unchanged_store_writes_nothing(store: Store) -> None:
    first = refresh(store.engine, MART, VOCABULARY)
    before = stamps()

    assert refresh(store.engine, MART, VOCABULARY).unchanged
    assert stamps() == before
    assert first.months == ("2024-01", "2024-02", "2024-03", "undated")
    assert first.postings == 6


def test_only_touched_months_are_written_again(store: Store) -> None:
    refresh(store.engine, MART, VOCABULARY)
    with store.engine.begin() as connection:
        connection.execute(update(PostingRow).where(PostingRow.id == 5).values(closed_on=dt.date(2024, 4, 1)))
    store.posting(1, "2024-06-01", skills=("aws",))
    store.save()

    assert refresh(store.engine, MART, VOCABULARY).months == ("2024-03", "2024-06")
    assert rows("select closed_on::varchar from 'MART/vacancies/month=2024-03.parquet'") == [("2024-04-01",)]


def test_refreshing_step_by_step_gives_what_refreshing_at_once_gives(store: Store, tmp_path: Path) -> None:
    refresh(store.engine, MART, VOCABULARY)
    copied = store.posting(1, "2024-02-01", places=(("FR", None, None),))
    store.save()
    refresh(store.engine, MART, VOCABULARY)
    store.posting(1, "2024-04-02", places=(("FR", None, None), ("ES", None, None)), vacancy=copied, reason="place")
    store.save()
    refresh(store.engine, MART, VOCABULARY)
    refresh(store.engine, tmp_path / "whole", VOCABULARY)

    for table in ("vacancies/*", "tags/*", "pays/*", "boards", "coverage", "labels", "twins", "elsewhere"):
        parts = [f"select * from '{folder}/{table}.parquet'" for folder in (MART, tmp_path / "whole")]
        assert duckdb.sql(f"({parts[0]}) except all ({parts[1]})").fetchall() == []
        assert duckdb.sql(f"({parts[1]}) except all ({parts[0]})").fetchall() == []


def test_a_copy_for_another_place_opens_the_vacancy_there_and_nowhere_else(store: Store) -> None:
    vacancy = store.posting(1, "2024-02-01", role="designer", places=(("FR", None, None),))
    copy = (("FR", None, None), ("ES", None, None))
    store.posting(1, "2024-04-02", role="designer", places=copy, vacancy=vacancy, reason="place")
    store.save()
    refresh(store.engine, MART, VOCABULARY)

    assert rows("select key, opens from 'MART/tags/month=2024-04.parquet' order by key") == [
        ("designer", False),
        ("es", True),
        ("fr", False),
    ]


def test_what_stands_on_other_boards_too_is_known_from_both_sides(store: Store) -> None:
    relay = store.board("relay", ("2024-01-01", "2024-12-31"), kind="many", platform="himalayas")
    opening = store.posting(1, "2024-04-02")
    home = store.count(PostingRow)
    store.posting(relay, "2024-04-04", employer="acme", vacancy=opening, reason="twin")
    store.posting(relay, "2024-04-20", employer="agency")
    copy, agency = home + 1, home + 2
    store.add(AlsoSeenRow, posting_id=home, other_id=agency, similarity=1.0)
    store.add(AlsoSeenRow, posting_id=agency, other_id=home, similarity=1.0)
    store.save()
    refresh(store.engine, MART, VOCABULARY)

    assert rows("select posting, vacancy, board, home, seen_on::varchar from 'MART/twins.parquet'") == [
        (copy, opening, relay, 1, "2024-04-04")
    ]
    assert rows("from 'MART/elsewhere.parquet'") == [(home, relay), (copy, 1), (agency, 1)]


def test_a_month_that_lost_its_postings_loses_its_files(store: Store) -> None:
    refresh(store.engine, MART, VOCABULARY)
    with store.engine.begin() as connection:
        connection.execute(update(PostingRow).where(PostingRow.id == 1).values(posted_on=dt.date(2024, 2, 1)))

    refresh(store.engine, MART, VOCABULARY)

    assert sorted(file.name for file in (MART / "vacancies").iterdir()) == [
        "month=2024-02.parquet",
        "month=2024-03.parquet",
        "month=undated.parquet",
    ]


def test_postings_tagged_by_two_vocabularies_are_refused(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.execute(
            insert(ExtractorRow), [{"id": 2, "name": "tagger", "version": "1", "vocabulary": "0123456789abcdef"}]
        )
        connection.execute(update(ExtractionRow).where(ExtractionRow.posting_id == 1).values(extractor_id=2))

    with pytest.raises(JobtideError, match=r"abcdef012345 and .* 0123456789ab.*jobtide extract"):
        refresh(store.engine, MART, VOCABULARY)


def test_a_store_without_tagged_postings_says_what_to_do(engine: Engine) -> None:
    with pytest.raises(JobtideError, match="jobtide extract"):
        refresh(engine, MART, VOCABULARY)


def test_the_staging_of_a_killed_run_is_cleared_away(store: Store) -> None:
    (MART / ".staging-left").mkdir(parents=True)

    refresh(store.engine, MART, VOCABULARY)

    assert not list(MART.glob(".staging*"))


def test_spans_that_touch_become_one(store: Store) -> None:
    store.board("gappy", ("2024-01-01", "2024-01-31"), ("2024-02-01", "2024-02-10"), ("2024-02-12", "2024-02-20"))
    store.save()
    refresh(store.engine, MART, VOCABULARY)

    spans = rows("select from_day::varchar, to_day::varchar from 'MART/coverage.parquet' where board = 3 order by 1")

    assert spans == [("2024-01-01", "2024-02-10"), ("2024-02-12", "2024-02-20")]
