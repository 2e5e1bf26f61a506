"""The guards of a real crawl: its own process, its own download handler, its own resolver."""

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scrapers.crawl import BoardResult, CrawlDocument, run
from scrapers.crawl.children import crawl_platforms
from scrapers.crawl.document import Limits
from scrapers.health import FailureClass
from scrapers.records import Board, CrawlState
from tests.scheduler.mailbox import make_certificate
from tests.scrapers.crawling import ACME, document, listing, path_of
from tests.scrapers.faults.sites import FULL, WEBSITE
from tests.scrapers.faults.table import FAULTS
from tests.scrapers.server import Answer, Server, serve

PUBLIC = "93.184.216.34"
INSIDE = ["127.0.0.1", "10.0.0.7", "169.254.169.254", "0.0.0.0", "100.64.0.1"]
BOARD = Board(platform="jsonld", token="http://acme.example/sitemap.xml")
REAL = [
    "403",
    "a permanent redirect to another host",
    "a hang",
    "a slow drip of bytes",
    "no answer at all",
    "no HTTP",
    "a connection that breaks in the body",
    "a Content-Length too long",
    "gzip cut in the middle",
    "a bomb",
    "50 MB of JSON",
    "50 MB of JSON that do not say so",
    "304 without being asked",
    "a redirect to loopback in IPv6",
]


@pytest.fixture
def server() -> Iterator[Server]:
    with serve() as running:
        yield running


def crawl(
    server: Server, store_url: str, changed: dict[str, Answer] | None = None, **answers: list[str]
) -> tuple[BoardResult, list[str]]:
    """Crawl acme.example in a child whose names resolve as told; return the result and what was connected."""
    server.routes |= WEBSITE.answers(BOARD.token) | (changed or {})
    given = CrawlDocument(
        platform="jsonld",
        store_url=store_url,
        now=dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC),
        boards=(BOARD,),
        limits=Limits(delay_seconds=0, answer_seconds=3, retries=0),
    )
    names = {name.replace("_", "."): addresses for name, addresses in answers.items()}
    port = server.origin.rpartition(":")[2]
    command = [sys.executable, str(Path(__file__).with_name("child.py")), json.dumps(names), port]
    child = subprocess.run(command, input=given.to_json(), capture_output=True, timeout=60, check=True)
    connected = [line.split()[1] for line in child.stderr.decode().splitlines() if line.startswith("connected ")]
    return BoardResult(**json.loads(child.stdout.splitlines()[-1])), connected


def test_a_public_name_is_crawled(server: Server, sqlite_url: str) -> None:
    result, connected = crawl(server, sqlite_url, acme_example=[PUBLIC])

    assert (result.state, result.listed) == (CrawlState.COMPLETE, len(FULL))
    assert set(connected) == {PUBLIC}


@pytest.mark.parametrize("address", [*INSIDE, "::1", "fd00::7"])
def test_a_name_that_is_inside_is_never_connected(address: str, server: Server, sqlite_url: str) -> None:
    result, connected = crawl(server, sqlite_url, acme_example=[address])

    assert (result.state, result.listed) == (CrawlState.PARTIAL, 0)
    assert result.failure == FailureClass.UNREACHABLE
    assert connected == []
    assert server.asked == []


@pytest.mark.parametrize("inside", ["127.0.0.1", "::1"])
def test_a_name_that_turns_inward_after_its_first_answer_is_not_connected_again(
    inside: str, server: Server, sqlite_url: str
) -> None:
    result, connected = crawl(server, sqlite_url, acme_example=[PUBLIC, inside])

    assert result.state is not CrawlState.COMPLETE
    assert result.listed == 0
    assert set(connected) == {PUBLIC}
    assert server.asked == ["/robots.txt"]


def test_a_redirect_to_a_name_that_is_inside_is_not_followed(server: Server, sqlite_url: str) -> None:
    inward = {"/jobs/3": Answer(status=302, headers={"Location": "http://db.acme.example/jobs/3"})}

    result, connected = crawl(server, sqlite_url, inward, acme_example=[PUBLIC], db_acme_example=["10.0.0.7"])

    assert (result.state, result.listed) == (CrawlState.PARTIAL, len(FULL) - 1)
    assert set(connected) == {PUBLIC}


def test_a_real_crawl_calls_the_faults_by_the_same_names(server: Server, sqlite_url: str) -> None:
    faults = {Board(platform="greenhouse", token=f"b{number}"): FAULTS[name] for number, name in enumerate(REAL)}
    server.routes |= {path_of(ACME): listing(FULL)} | {path_of(board): fault.answers for board, fault in faults.items()}
    limits = {"answer_seconds": 2, "answer_bytes": 1_000_000}

    results = {
        one.board: one for one in crawl_platforms([document(server, sqlite_url, 1, ACME, *faults, limits=limits)])
    }

    assert results[ACME.name].state is CrawlState.COMPLETE
    found = [(results[board.name].state, results[board.name].failure) for board in faults]
    expected = [(fault.state, fault.failure) for fault in faults.values()]
    assert dict(zip(REAL, found, strict=True)) == dict(zip(REAL, expected, strict=True))


@pytest.fixture
def self_signed(tmp_path: Path) -> Iterator[Server]:
    """A board server that vouches for itself."""
    with serve(make_certificate(tmp_path).context()) as running:
        yield running


def test_a_certificate_that_proves_nothing_is_refused(self_signed: Server, sqlite_url: str) -> None:
    self_signed.routes[path_of(ACME)] = listing(FULL)
    given = document(self_signed, sqlite_url, 1)

    (real,) = crawl_platforms([given])
    (careful,) = run(given)
    (careless,) = run(given, overrides={"DOWNLOAD_VERIFY_CERTIFICATES": False})

    assert [(one.state, one.failure) for one in (real, careful)] == [(CrawlState.PARTIAL, FailureClass.UNREACHABLE)] * 2
    assert "certificate" in (real.error or "")
    assert careless.state is CrawlState.COMPLETE
