"""A board that misbehaves for two days: the crawl tells the truth, nothing closes, and afterwards all is as before."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, select

from scheduler.settings import Settings
from scheduler.status import BoardStatus, status
from scrapers.crawl import BoardResult, run
from scrapers.health import Health
from scrapers.health.failures import LASTING
from scrapers.records import Board, CrawlState
from scrapers.store.engine import open_engine
from scrapers.tables import BoardCoverageRow, BoardRow, PostingRow
from tests.scrapers.crawling import FIRST_DAY, document
from tests.scrapers.faults.sites import FULL, Site
from tests.scrapers.faults.table import FAULTS, OTHERS, Fault
from tests.scrapers.server import Server, serve

ON_BOTH_DATABASES = (
    "500",
    "half of the records broken",
    "less than half of the postings",
    "pages without end",
    "404 for one detail",
    "NUL in a title",
    "half a surrogate pair in a title",
    "dates that are none",
    "dates in the future and long ago",
    "a script in a title",
)


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[Server, Server]]:
    with serve() as faulty, serve() as sound:
        yield faulty, sound


def crawl(servers: tuple[Server, Server], site: Site, store_url: str, day: int, fault: Fault | None) -> list[Any]:
    faulty, sound = servers
    faulty.routes = dict(site.answers(site.board.token))
    faulty.others = lambda path: None
    there = faulty if len(site.origins) == 1 else sound
    there.routes |= site.answers(site.other.token)
    if fault is not None:
        changed = fault.answers if isinstance(fault.answers, dict) else {site.first: fault.answers}
        faulty.routes |= {path: answer for path, answer in changed.items() if path != OTHERS}
        faulty.others = changed.get(OTHERS, faulty.others)
    limits = dict(fault.limits) if fault else {}
    given = document(faulty, store_url, day, site.board, site.other, limits=limits)
    origins = {origin: server.origin for origin, server in zip(site.origins, (faulty, sound), strict=False)}
    return run(given.model_copy(update={"origin_overrides": origins}))


def of(board: Board, results: list[BoardResult]) -> BoardResult:
    return next(result for result in results if result.board == board.name)


def postings(engine: Engine, board: Board) -> dict[str, Any]:
    """Return what must be the same before and after: number, title, first sighting and end by the source's id."""
    row = PostingRow
    chosen = select(row.external_id, row.id, row.title, row.content_hash, row.posted_on, row.first_seen, row.closed_on)
    with engine.connect() as connection:
        found = connection.execute(chosen.join(BoardRow).where(BoardRow.token == board.token)).all()
    assert len(found) == len({one.external_id for one in found})
    return {one.external_id: tuple(one) for one in found}


def covered(engine: Engine, board: Board) -> list[tuple[int, int]]:
    """Return spans as numbers of days since the first."""
    row = BoardCoverageRow
    with engine.connect() as connection:
        spans = connection.execute(
            select(row.from_day, row.to_day).join(BoardRow).where(BoardRow.token == board.token).order_by(row.from_day)
        ).all()
    return [((one - FIRST_DAY).days + 1, (other - FIRST_DAY).days + 1) for one, other in spans]


def shown(engine: Engine, site: Site, day: int) -> BoardStatus:
    """Return the board's line of `jobtide status` on that day."""
    now = dt.datetime.combine(FIRST_DAY + dt.timedelta(days=day - 1), dt.time(13), dt.UTC)
    return status(Settings(), engine, [site.board], now).boards[0]


def expected_health(fault: Fault) -> Health:
    """Return the health after two days of it."""
    if fault.failure is None:
        return Health.HEALTHY
    return Health.DOWN if fault.failure in LASTING else Health.SUSPECT


def survive(fault: Fault, servers: tuple[Server, Server], store_url: str) -> None:
    site, engine = fault.site, open_engine(store_url)
    assert [result.state for result in crawl(servers, site, store_url, 1, None)] == [CrawlState.COMPLETE] * 2
    before = postings(engine, site.board)
    assert len(before) == len(FULL)

    for day in (2, 3):
        results = crawl(servers, site, store_url, day, fault)
        assert of(site.other, results).state is CrawlState.COMPLETE
        found = of(site.board, results)
        assert (found.state, found.failure) == (fault.state, fault.failure), found.error
        assert fault.says in (found.error or "")

    during = postings(engine, site.board)
    assert {name for name in before if during[name][-1] is not None} == fault.closes
    assert len(during) == len(before) + fault.extra
    assert covered(engine, site.board) == [(1, 1) if fault.failure else (1, 3)]
    told = shown(engine, site, 3)
    assert (told.state, told.failure, told.health) == (fault.state, fault.failure, expected_health(fault))
    assert found.health is told.health
    assert told.since == FIRST_DAY + dt.timedelta(days=1 if fault.failure else 0)

    assert [result.state for result in crawl(servers, site, store_url, 4, None)] == [CrawlState.COMPLETE] * 2
    after = postings(engine, site.board)
    assert {name: after[name] for name in before} == before
    told = shown(engine, site, 4)
    assert (told.health, told.failure, told.error) == (Health.HEALTHY, None, None)
    assert told.was == (fault.failure if fault.failure in LASTING else None)
    engine.dispose()


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_and_leaves_no_trace(name: str, servers: tuple[Server, Server], sqlite_url: str) -> None:
    survive(FAULTS[name], servers, sqlite_url)


@pytest.mark.parametrize("name", ON_BOTH_DATABASES)
def test_a_fault_leaves_no_trace_on_postgres_either(
    name: str, servers: tuple[Server, Server], postgres_url: str
) -> None:
    survive(FAULTS[name], servers, postgres_url)
