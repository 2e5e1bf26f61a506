import datetime as dt
import json
import subprocess
import sys
from typing import Any

import pytest

from scrapers.crawl import CrawlDocument, Limits
from scrapers.records import Board, BoardKind
from scrapers.store.errors import JobtideError

SECRET = "5ecret"
WHOLE = CrawlDocument(
    platform="lever",
    store_url=f"postgresql+psycopg://jobtide:{SECRET}@db.example/jobs",
    now=dt.datetime(2026, 11, 2, 12, 30, tzinfo=dt.UTC),
    boards=(
        Board(platform="lever", token="acmé", employer="Acme", country="FR", cadence=7),
        Board(platform="lever", token="all", kind=BoardKind.MANY),
    ),
    run=7,
    origin_overrides={"https://api.lever.co": "http://127.0.0.1:1"},
    limits=Limits(delay_seconds=0, pages=3),
    keys={"key": SECRET},
    contact_url="https://jobs.example/about",
    log_level="debug",
)
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"platform": 7}, "$.platform: Expected `str`"),
    ({"now": "2026-11-02T12:30:00"}, "$.now: Expected `datetime` with a timezone"),
    ({"now": "yesterday"}, "$.now: Invalid RFC3339"),
    ({"boards": [{"platform": "lever"}]}, "$.boards[0]: Object missing required field `token`"),
    ({"boards": [{"platform": "lever", "token": "a", "kind": "club"}]}, "$.boards[0].kind: Invalid enum value 'club'"),
    ({"limits": {"delay_seconds": -1}}, "$.limits.delay_seconds: Expected `float` >= 0.0"),
    ({"limits": {"seconds": 0}}, "$.limits.seconds: Expected `float` > 0.0"),
    ({"limits": {"retires": 1}}, "$.limits: Object contains unknown field `retires`"),
    ({"store": "sqlite:///x"}, "Object contains unknown field `store`"),
    ({"log_level": "loud"}, "$.log_level: Invalid enum value 'loud'"),
]


def test_a_document_arrives_as_it_was_sent() -> None:
    assert CrawlDocument.from_json(WHOLE.to_json()) == WHOLE


def test_the_least_that_a_document_says_is_enough() -> None:
    least = {name: json.loads(WHOLE.to_json())[name] for name in ("platform", "store_url", "now", "boards")}

    assert CrawlDocument.from_json(json.dumps(least).encode()).limits == Limits()


@pytest.mark.parametrize(("changes", "why"), REFUSED, ids=[why for _, why in REFUSED])
def test_a_document_that_is_not_sound_is_refused_by_place(changes: dict[str, Any], why: str) -> None:
    sent = json.loads(WHOLE.to_json()) | changes

    with pytest.raises(JobtideError) as refusal:
        CrawlDocument.from_json(json.dumps(sent).encode())
    assert why in str(refusal.value)


def test_neither_keys_nor_the_address_of_the_store_are_in_a_traceback() -> None:
    assert SECRET not in repr(WHOLE)


def test_a_child_that_gets_no_document_says_so_in_a_line() -> None:
    child = subprocess.run([sys.executable, "-m", "scrapers"], input=b'{"platform": "lever"', capture_output=True)

    assert child.returncode == 2
    assert child.stdout == b""
    assert child.stderr.decode().splitlines() == [
        "jobtide: crawl document: Input data was truncated; send one CrawlDocument"
    ]
