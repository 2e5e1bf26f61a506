"""A board that misbehaves for two days: the crawl tells the truth, nothing closes, and afterwards all is as before."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from msgspec import structs
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
from tests.scrapers.faults.sites import DETAILS, FULL, LIST
from tests.scrapers.faults.table import FAULTS, OTHERS, Fault
from tests.scrapers.server import Answer, Server, serve

ON_POSTGRES = (
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


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What two bad days did to one board."""

    results: list[BoardResult]
    """Of the two days."""
    before: dict[str, Any]
    during: dict[str, Any]
    after: dict[str, Any]
    """Its postings after the first day, the bad ones, and a good one."""
    covered: list[tuple[int, int]]
    """Its covered days after the bad ones."""
    told: BoardStatus
    """Its line of `jobtide status` then."""
    told_after: BoardStatus
    """And after the good one."""


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[Server, Server]]:
    with serve() as faulty, serve() as sound:
        yield faulty, sound


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Outcome]:
    """Filled by the first test of each group."""
    return {}


def group_of(name: str) -> str:
    """Return what the faults have in common that can be crawled in one run: boards of one host, under usual limits."""
    fault = FAULTS[name]
    is_alone = fault.limits or fault.site not in (LIST, DETAILS) or "/robots.txt" in paths_of(fault)
    return name if is_alone else fault.site.board.platform


def paths_of(fault: Fault) -> dict[str, Any]:
    return dict(fault.answers) if isinstance(fault.answers, Mapping) else {fault.site.first: fault.answers}


def boards_of(names: Sequence[str]) -> dict[str, Board]:
    """Return a board for each fault: the site's own where there is only one."""
    if len(names) == 1:
        return {names[0]: FAULTS[names[0]].site.board}
    return {name: replace(FAULTS[name].site.board, token=f"acme{number}") for number, name in enumerate(names)}


def crawl(
    servers: tuple[Server, Server], boards: dict[str, Board], store_url: str, day: int, is_bad: bool
) -> dict[str, BoardResult]:
    """Crawl the boards of a group and a sound one, which has to be complete whatever the others do."""
    faulty, sound = servers
    site = FAULTS[next(iter(boards))].site
    faulty.routes, faulty.others = {}, lambda path: None
    (faulty if len(site.origins) == 1 else sound).routes |= site.answers(site.other.token)
    for name, board in boards.items():
        faulty.routes |= site.answers(board.token)
        if is_bad:
            spoil(faulty, paths_of(FAULTS[name]), site.board.token, board.token)
    limits = dict(FAULTS[name].limits) if is_bad else {}
    given = document(faulty, store_url, day, *boards.values(), site.other, limits=limits)
    origins = {origin: server.origin for origin, server in zip(site.origins, (faulty, sound), strict=False)}
    results = {result.board: result for result in run(structs.replace(given, origin_overrides=origins))}
    assert results.pop(site.other.name).state is CrawlState.COMPLETE
    return {name: results[board.name] for name, board in boards.items()}


def spoil(server: Server, answers: dict[str, Any], token: str, other_token: str) -> None:
    """Answer as the fault does, for another token where several boards share a server."""
    for path, answer in answers.items():
        if path == OTHERS:
            server.others = answer
            continue
        if isinstance(answer, Answer) and "Location" in answer.headers:
            location = answer.headers["Location"].replace(f"/{token}/", f"/{other_token}/")
            answer = replace(answer, headers=answer.headers | {"Location": location})
        server.routes[path.replace(f"/{token}/", f"/{other_token}/")] = answer


def two_bad_days(names: Sequence[str], servers: tuple[Server, Server], store_url: str) -> dict[str, Outcome]:
    boards, engine = boards_of(names), open_engine(store_url)

    def all_postings() -> dict[str, dict[str, Any]]:
        return {name: postings(engine, board) for name, board in boards.items()}

    good = crawl(servers, boards, store_url, 1, is_bad=False)
    assert {result.state for result in good.values()} == {CrawlState.COMPLETE}
    before = all_postings()
    bad = [crawl(servers, boards, store_url, day, is_bad=True) for day in (2, 3)]
    during = all_postings()
    spans = {name: covered(engine, board) for name, board in boards.items()}
    told = {name: shown(engine, board, 3) for name, board in boards.items()}
    good = crawl(servers, boards, store_url, 4, is_bad=False)
    assert {result.state for result in good.values()} == {CrawlState.COMPLETE}
    after = all_postings()
    told_after = {name: shown(engine, board, 4) for name, board in boards.items()}
    engine.dispose()
    return {
        name: Outcome(
            results=[day[name] for day in bad],
            before=before[name],
            during=during[name],
            after=after[name],
            covered=spans[name],
            told=told[name],
            told_after=told_after[name],
        )
        for name in names
    }


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


def shown(engine: Engine, board: Board, day: int) -> BoardStatus:
    """Return the board's line of `jobtide status` on that day."""
    now = dt.datetime.combine(FIRST_DAY + dt.timedelta(days=day - 1), dt.time(13), dt.UTC)
    return status(Settings(), engine, [board], now).boards[0]


def expected_health(fault: Fault) -> Health:
    """Return the health after two days of it."""
    if fault.failure is None:
        return Health.HEALTHY
    return Health.DOWN if fault.failure in LASTING else Health.SUSPECT


def check(fault: Fault, found: Outcome) -> None:
    for result in found.results:
        assert (result.state, result.failure) == (fault.state, fault.failure), result.error
        assert fault.says in (result.error or "")
    assert len(found.before) == len(FULL)
    assert {name for name in found.before if found.during[name][-1] is not None} == fault.closes
    assert len(found.during) == len(FULL) + fault.extra
    assert found.covered == [(1, 1) if fault.failure else (1, 3)]
    told = found.told
    assert (told.state, told.failure, told.health) == (fault.state, fault.failure, expected_health(fault))
    assert found.results[-1].health is told.health
    assert told.since == FIRST_DAY + dt.timedelta(days=1 if fault.failure else 0)
    assert {name: found.after[name] for name in found.before} == found.before
    told = found.told_after
    assert (told.health, told.failure, told.error) == (Health.HEALTHY, None, None)
    assert told.was == (fault.failure if fault.failure in LASTING else None)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_and_leaves_no_trace(
    name: str, servers: tuple[Server, Server], sqlite_url: str, outcomes: dict[str, Outcome]
) -> None:
    if name not in outcomes:
        outcomes |= two_bad_days([one for one in FAULTS if group_of(one) == group_of(name)], servers, sqlite_url)

    check(FAULTS[name], outcomes[name])


def test_what_a_database_could_take_ill_leaves_no_trace_on_postgres_either(
    servers: tuple[Server, Server], postgres_url: str
) -> None:
    for group in dict.fromkeys(map(group_of, ON_POSTGRES)):
        names = [name for name in ON_POSTGRES if group_of(name) == group]
        for name, outcome in two_bad_days(names, servers, postgres_url).items():
            check(FAULTS[name], outcome)
