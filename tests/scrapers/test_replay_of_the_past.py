"""A mended parser over kept answers: the store is as if every crawl had been made with it."""

import datetime as dt
import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

import pytest
from msgspec import structs
from sqlalchemy import Connection, Engine, select

from scrapers.answer import Parsed, UnreadableError
from scrapers.crawl import run
from scrapers.crawl.replay import Replayed, crawled_boards, replay_board
from scrapers.ingest.archive import body_of
from scrapers.records import Board
from scrapers.spiders import greenhouse, smartrecruiters
from scrapers.store.base import Base
from scrapers.store.engine import open_engine
from scrapers.tables import (
    BoardCoverageRow,
    BoardCrawlRow,
    BodiesRow,
    PostingEpisodeRow,
    PostingRow,
    PostingVersionRow,
    RawAnswerRow,
    RawPayloadRow,
)
from tests.scrapers.crawling import ACME, FIRST_DAY, JSON, crawl_acme, document
from tests.scrapers.server import Answer, Server, serve
from tests.texts import with_html

GZIP = JSON | {"Content-Encoding": "gzip"}
LONG_AGO = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
LISTED = ([1, 2, 3, 4], [1, 2, 3, 4, 5], [1, 2, 4, 5], [1, 2, 4, 5], [1, 2, 3, 4, 5, 6])
"""Numbers on the board day by day; 3 closes and is listed again, 6 is new, and 2 changes its text on the third day."""


def job(number: int, day: int) -> dict[str, Any]:
    text = "Weld ships." if number == 2 and day >= 3 else "Weld bridges."
    return {
        "id": number,
        "title": f"Welder {number}",
        "absolute_url": f"https://acme.example/{number}",
        "content": f"&lt;p&gt;{text}&lt;/p&gt;",
        "first_published": f"2026-10-{number:02}T09:00:00Z",
        "pay_input_ranges": [{"min_cents": 100 * number, "max_cents": 200 * number, "currency_type": "EUR"}],
    }


def board_of(day: int) -> Answer:
    jobs = [job(number, day) for number in LISTED[day - 1]]
    body = json.dumps({"jobs": jobs, "meta": {"total": len(jobs)}}).encode()
    # Every other day in the other of the two forms in which answers are kept.
    return Answer(gzip.compress(body, mtime=0), headers=GZIP) if day % 2 else Answer(body, headers=JSON)


def without_pay(parsed: Parsed) -> Parsed:
    return replace(parsed, postings=[replace(one, pay_said=()) for one in parsed.postings])


def losing_one(parsed: Parsed) -> Parsed:
    return replace(parsed, postings=[one for one in parsed.postings if one.external_id != "4"], total=None)


def inventing_one(parsed: Parsed) -> Parsed:
    invented = replace(parsed.postings[0], external_id="legal", title="Our privacy notice")
    return replace(parsed, postings=[*parsed.postings, invented])


def with_wrong_titles(parsed: Parsed) -> Parsed:
    return replace(parsed, postings=[replace(one, title=f"{one.title} – apply now") for one in parsed.postings])


def understanding_nothing(parsed: Parsed) -> Parsed:
    raise UnreadableError("no list of jobs in it")


FAULTS: Sequence[Callable[[Parsed], Parsed]] = (
    without_pay,
    losing_one,
    inventing_one,
    with_wrong_titles,
    understanding_nothing,
)

TEXT = attrgetter("external_id", "seen_from", "seen_to", "html", "said")


@pytest.fixture
def server() -> Iterator[Server]:
    with serve() as running:
        yield running


def state_of(engine: Engine) -> dict[str, Any]:
    """Everything that crawls wrote, by what the source calls it."""
    posting, version, episode, line = PostingRow, PostingVersionRow, PostingEpisodeRow, BoardCrawlRow
    facts = (posting.title, posting.url, posting.content_hash, posting.posted_on, posting.first_seen, posting.missed)
    with engine.connect() as connection:

        def rows(*columns: Any, own: bool = False) -> list[tuple[Any, ...]]:
            chosen = select(posting.external_id, *columns) if own else select(*columns)
            return sorted((tuple(row) for row in connection.execute(chosen)), key=repr)

        texts = select(posting.external_id, version.__table__).where(posting.id == version.posting_id)
        episodes = select(posting.external_id, episode.from_day, episode.to_day)
        return {
            "postings": rows(*facts, posting.closed_on, own=True),
            "texts": sorted(map(TEXT, with_html(connection, texts)), key=repr),
            "episodes": sorted(map(tuple, connection.execute(episodes.where(posting.id == episode.posting_id)))),
            "coverage": rows(BoardCoverageRow.from_day, BoardCoverageRow.to_day, BoardCoverageRow.seen_at),
            "crawls": rows(line.day, line.state, line.listed, line.gone),
        }


def replayed(engine: Engine, board: Board, forget: Callable[[Connection, Sequence[int]], None]) -> Replayed:
    with engine.begin() as connection:
        number = crawled_boards(connection, [board])[board.name]
        return replay_board(connection, board, number, LONG_AGO, forget)


def nothing(connection: Connection, keys: Sequence[int]) -> None:
    """Stand for later stages that have made nothing yet."""


def test_an_answer_that_came_as_gzip_is_kept_as_it_came(server: Server, store_url: str) -> None:
    answer = board_of(1)
    crawl_acme(server, store_url, 1, answer)

    with open_engine(store_url).connect() as connection:
        hashed, kept = connection.execute(select(RawPayloadRow.hash, RawPayloadRow.body)).one()
        body = body_of(connection, hashed)

    assert (kept, body) == (answer.body, gzip.decompress(answer.body))


@pytest.mark.long
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
@pytest.mark.parametrize("etags", [False, True], ids=["bodies", "validators"])
def test_a_replay_leaves_what_crawls_with_the_mended_parser_would_have_left(
    fault: Callable[[Parsed], Parsed], etags: bool, server: Server, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, right = open_engine(store_url), greenhouse.read
    for day in range(1, len(LISTED) + 1):
        crawl_acme(server, store_url, day, with_etag(board_of(day)) if etags else board_of(day))
    wanted = state_of(engine)
    empty(engine)
    monkeypatch.setattr(greenhouse, "read", lambda body, token="": fault(right(body, token)))
    for day in range(1, len(LISTED) + 1):
        crawl_acme(server, store_url, day, with_etag(board_of(day)) if etags else board_of(day))
    assert state_of(engine) != wanted
    monkeypatch.setattr(greenhouse, "read", right)

    result = replayed(engine, ACME, nothing)

    assert state_of(engine) == wanted
    assert (result.crawls, result.left, result.postings) == (5, 0, 6)
    assert unused_bodies(engine) == set(), "a body goes with the last text that has it"
    assert result.removed == (1 if fault is inventing_one else 0)
    again = replayed(engine, ACME, nothing)
    assert state_of(engine) == wanted, "a second replay changes nothing"
    assert (again.added, again.changed, again.removed) == (0, 0, 0)


def unused_bodies(engine: Engine) -> set[int]:
    with engine.connect() as connection:
        return set(connection.scalars(select(BodiesRow.id))) - set(
            connection.scalars(select(PostingVersionRow.bodies_id))
        )


def with_etag(answer: Answer) -> Callable[[int], Answer]:
    tag = f'"{hash(answer.body)}"'
    return lambda _: replace(answer, headers={**answer.headers, "ETag": tag})


def empty(engine: Engine) -> None:
    with engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())


def test_an_ad_that_is_only_read_differently_has_not_changed(
    server: Server, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, right = open_engine(sqlite_url), greenhouse.read
    monkeypatch.setattr(greenhouse, "read", lambda body, token="": without_pay(right(body, token)))
    for day in range(1, 6):
        crawl_acme(server, sqlite_url, day, board_of(day))
    monkeypatch.setattr(greenhouse, "read", right)

    with engine.begin() as connection:
        since = dt.datetime.combine(FIRST_DAY + dt.timedelta(days=3), dt.time(), dt.UTC)
        result = replay_board(connection, ACME, crawled_boards(connection, [ACME])[ACME.name], since, nothing)

    assert result.crawls == 2
    texts = state_of(engine)["texts"]
    paid = {(number, (since.date() - FIRST_DAY).days + 1) for number, since, _, _, said in texts if said["pay"]}
    assert paid == {("1", 1), ("2", 3), ("3", 5), ("4", 1), ("5", 2), ("6", 5)}
    assert [number for number, *_ in texts].count("2") == 2


def test_pages_of_their_own_are_replayed_and_those_that_vanished_stay_so(
    server: Server, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = Board(platform="smartrecruiters", token="Acme")
    engine, right = open_engine(sqlite_url), smartrecruiters.read

    def crawl(day: int, *gone: int) -> None:
        rows = [{"id": str(n), "name": f"Welder {n}", "company": {"identifier": "Acme"}} for n in (1, 2, 3)]
        listing = "/v1/companies/Acme/postings"
        body = json.dumps({"totalFound": 3, "content": rows}).encode()
        server.routes[f"{listing}?limit=100&offset=0"] = Answer(body, headers=JSON)
        for row in rows:
            text = {"sections": {"jobDescription": {"title": "Job", "text": f"Weld {row['id']}."}}}
            detail = Answer(json.dumps({**row, "jobAd": text}).encode(), headers=JSON)
            server.routes[f"{listing}/{row['id']}"] = Answer(status=404) if int(row["id"]) in gone else detail
        origins = {smartrecruiters.Spider.origin: server.origin}
        run(structs.replace(document(server, sqlite_url, day, board), origin_overrides=origins))

    for day, gone in ((1, ()), (2, ()), (3, (2,)), (4, (2,)), (5, ())):
        crawl(day, *gone)
    wanted = state_of(engine)
    assert [row for row in wanted["episodes"] if row[0] == "2"], "2 was away for two days"
    empty(engine)
    monkeypatch.setattr(smartrecruiters, "read", lambda body, token="": with_wrong_titles(right(body, token)))
    for day, gone in ((1, ()), (2, ()), (3, (2,)), (4, (2,)), (5, ())):
        crawl(day, *gone)
    monkeypatch.setattr(smartrecruiters, "read", right)

    assert replayed(engine, board, nothing).crawls == 5
    assert state_of(engine) == wanted


def test_what_cannot_be_read_again_stays_as_it_was(server: Server, sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    for day in (1, 2):
        crawl_acme(server, sqlite_url, day, board_of(day))
    before = state_of(engine)
    with engine.begin() as connection:
        connection.execute(RawAnswerRow.__table__.delete())

    result = replayed(engine, ACME, nothing)

    assert (result.crawls, result.left) == (0, 2)
    assert state_of(engine) == before
