"""What must hold of the store at any moment, whatever was killed before."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, Row, select, text

from scrapers.health import FailureClass, Health, standing
from scrapers.health.reading import crawls_since
from scrapers.ingest.archive import Kept, current
from scrapers.ingest.content import content_hash
from scrapers.parse import parse_answer
from scrapers.records import CrawlState
from scrapers.store.base import unpack
from scrapers.tables import (
    BoardCoverageRow,
    BoardCrawlRow,
    BoardRow,
    PostingRow,
    PostingVersionRow,
    RawAnswerRow,
    RawPayloadRow,
)
from tests.scrapers.killed.world import DAYS, World, title
from tests.texts import with_html


@dataclass
class Stored:
    """All that the store holds, at one moment."""

    names: dict[int, str]
    postings: dict[str, dict[str, Row[Any]]]
    """Board → id → row."""
    versions: dict[int, list[Any]]
    lines: dict[str, list[Row[Any]]]
    spans: dict[str, list[tuple[dt.date, dt.date]]]
    answers: dict[str, dict[bytes, Kept]]
    bodies: dict[bytes, bytes]
    health: dict[str, Health]
    twice: list[Any] = field(default_factory=list)
    """Keys that stand there more than once."""

    def complete(self, board: str, day: dt.date) -> list[Row[Any]]:
        return [line for line in self.lines[board] if line.day == day and line.state == CrawlState.COMPLETE]


def look(engine: Engine, today: dt.date) -> Stored:
    level = "SERIALIZABLE" if engine.dialect.name == "sqlite" else "REPEATABLE READ"
    with engine.connect().execution_options(isolation_level=level) as connection:
        _sound(connection)
        return _read(connection, today)


def _sound(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":  # PostgreSQL's keys cannot be switched off
        assert connection.scalars(text("pragma integrity_check")).all() == ["ok"]
        assert connection.execute(text("pragma foreign_key_check")).all() == []


def _read(connection: Connection, today: dt.date) -> Stored:
    names = {key: f"{platform}/{token}" for key, platform, token in _all(connection, BoardRow, "id platform token")}
    stored = Stored(names, *(defaultdict(dict), defaultdict(list), defaultdict(list), defaultdict(list)), {}, {}, {})
    for posting in connection.execute(select(PostingRow.__table__)):
        if posting.external_id in stored.postings[names[posting.board_id]]:
            stored.twice.append((names[posting.board_id], posting.external_id))
        stored.postings[names[posting.board_id]][posting.external_id] = posting
    for version in with_html(connection, select(PostingVersionRow.__table__)):
        stored.versions[version.posting_id].append(version)
    for line in connection.execute(select(BoardCrawlRow.__table__).order_by(BoardCrawlRow.run_id)):
        stored.lines[names[line.board_id]].append(line)
    for board, first, last in _all(connection, BoardCoverageRow, "board_id from_day to_day"):
        stored.spans[names[board]].append((first, last))
    stored.bodies = {key: unpack(body) for key, body in _all(connection, RawPayloadRow, "hash body")}
    now = Counter(connection.execute(_open_answers()).all())
    stored.twice += [key for key, count in now.items() if count > 1]
    stored.answers = {name: current(connection, key) for key, name in names.items()}
    crawls = crawls_since(connection, DAYS[0])
    stored.health = {name: standing(crawls.get(key, []), today).health for key, name in names.items()}
    return stored


def _all(connection: Connection, model: Any, columns: str) -> list[Row[Any]]:
    return list(connection.execute(select(*(getattr(model, name) for name in columns.split()))))


def _open_answers() -> Any:
    return select(RawAnswerRow.board_id, RawAnswerRow.address).where(RawAnswerRow.gone_at.is_(None))


def check(stored: Stored, world: World) -> None:
    """Raise AssertionError where the store says what is not so."""
    assert stored.twice == []
    for board in world.boards:
        _check_lines(stored, world, board.name)
        for name, posting in stored.postings[board.name].items():
            _check_posting(stored, world, board.name, name, posting)
        _check_answers(stored, board.platform, board.name)


def _check_lines(stored: Stored, world: World, board: str) -> None:
    """A board is complete, covered and healthy only where all of it is stored."""
    whole = [day for day in DAYS if stored.complete(board, day)]
    for line in stored.lines[board]:
        if line.state == CrawlState.COMPLETE:
            assert (line.listed, line.error) == (len(world.days[line.day][board]), None)
        else:
            assert (line.state, line.failure) == (CrawlState.PARTIAL, FailureClass.UNFINISHED)
    for day in whole:
        assert world.days[day][board].keys() <= stored.postings[board].keys()
    assert stored.spans[board] == ([(whole[0], whole[-1])] if whole else [])
    last = stored.lines[board][-1] if stored.lines[board] else None
    if board in stored.health:
        assert (stored.health[board] is Health.HEALTHY) == (last is not None and last.state == CrawlState.COMPLETE)


def _check_posting(stored: Stored, world: World, board: str, name: str, posting: Row[Any]) -> None:
    token = board.partition("/")[2]
    texts = {day: world.days[day][board][name] for day in DAYS if name in world.days[day][board]}
    first = posting.first_seen.date()
    assert first in texts, "seen on a day on which it was not there"
    assert all(first <= day for day in texts if stored.complete(board, day)), "seen later than it was"
    versions = stored.versions[posting.id]
    known = {title(token, name, number) for number in texts.values()}
    assert {version.title for version in versions} <= known
    assert len(versions) == len({version.title for version in versions}), "one text in two versions"
    for version in versions:
        assert content_hash(version.title, version.html, version.said) == version.content_hash
        assert first <= version.seen_from.date() <= version.seen_to.date()
    (now,) = [version for version in versions if version.content_hash == posting.content_hash]
    assert now.title == posting.title
    second = len(stored.complete(board, DAYS[1]))
    if DAYS[1] in texts:
        assert (posting.missed, posting.closed_on) == (0, None)
        assert not second or posting.title == title(token, name, texts[DAYS[1]])
    else:
        assert posting.missed == min(second, 2)
        assert posting.closed_on == (DAYS[1] if second >= 2 else None)


def _check_answers(stored: Stored, platform: str, board: str) -> None:
    """What the store would send validators for, or pass over as unchanged, is stored."""
    for kept in stored.answers.get(board, {}).values():
        content = stored.bodies[kept.payload_hash]
        if kept.outcome is None:
            continue
        read = {one.external_id: one.title for one in parse_answer(platform, content).postings}
        assert set(kept.outcome.ids) == read.keys()
        assert {name: stored.postings[board][name].title for name in read} == read
