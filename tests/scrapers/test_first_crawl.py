import json
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine

from tests.scrapers.crawling import JSON, crawl_acme, open_ids
from tests.scrapers.server import Answer, Server, serve

LAST_DAYS = {1: "2026-10-15", 2: "2026-12-24", 3: None}
"""Number of an ad → last day on which it is valid."""


@pytest.fixture
def server() -> Iterator[Server]:
    with serve() as server:
        yield server


def test_an_ad_that_is_past_its_validity_when_it_is_first_listed_counts_as_closed(
    server: Server, sqlite_url: str
) -> None:
    jobs = [{"id": key, "title": f"Welder {key}", "application_deadline": day} for key, day in LAST_DAYS.items()]
    answer = Answer(json.dumps({"jobs": jobs, "meta": {"total": 3}}).encode(), headers=JSON)
    result = crawl_acme(server, sqlite_url, 1, answer)
    assert (result.state, result.listed, result.new, result.gone) == ("complete", 3, 3, 1)
    assert open_ids(create_engine(sqlite_url)) == {"2", "3"}
    assert crawl_acme(server, sqlite_url, 2, answer).gone == 0
