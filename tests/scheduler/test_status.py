import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from scheduler import claims
from scheduler.panel import boards_due
from scheduler.retries import TRIES
from scheduler.settings import Settings
from scheduler.status import Status, status
from scheduler.tables import DeliveryRow, SubscriberRow
from scrapers.health import FailureClass, Health
from scrapers.records import Board
from scrapers.tables import BoardCrawlRow, BoardRow, CrawlRunRow

NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
TODAY = NOW.date()
FAILURES = {"partial": "slow", "blocked": "blocked", "suspect": "dropped", "gone": "not_found"}
PANEL = [Board(platform="greenhouse", token=token, cadence=cadence) for token, cadence in [("acme", 1), ("tide", 7)]]


def crawled(engine: Engine, token: str, *crawls: tuple[int, str, int]) -> None:
    """Store crawls of a board: (days ago, state, listed)."""
    with Session(engine) as session, session.begin():
        board = BoardRow(platform="greenhouse", token=token, kind="employer")
        session.add(board)
        for days_ago, state, listed in crawls:
            day = TODAY - dt.timedelta(days=days_ago)
            run = CrawlRunRow(platform="greenhouse", started_at=NOW, stats={})
            session.add(run)
            session.flush()
            failure, error = (None, None) if state == "complete" else (FAILURES[state], "no answer")
            seen = {"day": day, "state": state, "listed": listed, "new": 0, "gone": 0}
            session.add(BoardCrawlRow(run_id=run.id, board_id=board.id, failure=failure, error=error, **seen))


def look(engine: Engine, panel: list[Board] = PANEL) -> Status:
    return status(Settings(home=Path()), engine, panel, NOW)


def test_a_board_shows_its_last_crawl_and_what_is_usual(engine: Engine) -> None:
    crawled(engine, "acme", (3, "complete", 10), (2, "complete", 14), (1, "complete", 12), (0, "partial", 3))

    board = look(engine).boards[0]

    assert (board.board, board.state, board.listed, board.usual) == ("greenhouse/acme", "partial", 3, 12)
    assert (board.crawled, board.complete) == (TODAY, TODAY - dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("crawls", "is_down"),
    [
        ([(0, "complete", 5)], False),
        ([(2, "complete", 5), (0, "partial", 5)], False),
        ([(3, "complete", 5), (0, "partial", 5)], True),
        ([(1, "complete", 5), (0, "blocked", 0)], False),
        ([(9, "complete", 5), *((day, "blocked", 0) for day in (2, 1, 0))], True),
        ([(2, "complete", 5), (1, "suspect", 0), (0, "suspect", 0)], False),
        ([(1, "complete", 5), (0, "gone", 0)], False),
        ([(2, "complete", 5), (1, "gone", 0), (0, "gone", 0)], True),
        ([(0, "partial", 0)], True),
        ([], False),
    ],
)
def test_a_board_is_down_when_it_keeps_failing_or_the_last_complete_crawl_is_old(
    engine: Engine, crawls: list[tuple[int, str, int]], is_down: bool
) -> None:
    crawled(engine, "acme", *crawls)

    found = look(engine, PANEL[:1])

    assert (found.boards[0].is_down, found.is_down) == (is_down, is_down)


def test_a_board_says_since_when_it_fails_and_with_what(engine: Engine) -> None:
    crawled(engine, "acme", (3, "complete", 10), (2, "blocked", 0), (1, "blocked", 0), (0, "blocked", 0))

    board = look(engine).boards[0]

    assert (board.health, board.failure) == (Health.DOWN, FailureClass.BLOCKED)
    assert board.since == TODAY - dt.timedelta(days=2)


def test_a_board_that_came_back_says_what_it_was_down_with(engine: Engine) -> None:
    crawled(engine, "acme", (4, "complete", 10), (3, "gone", 0), (2, "gone", 0), (1, "complete", 10))

    board = look(engine).boards[0]

    assert (board.health, board.was, board.since) == (
        Health.HEALTHY,
        FailureClass.NOT_FOUND,
        TODAY - dt.timedelta(days=1),
    )


def test_a_board_of_a_longer_cadence_may_rest_longer(engine: Engine) -> None:
    crawled(engine, "tide", (9, "complete", 5))

    assert not look(engine, PANEL[1:]).is_down


def test_boards_are_due_a_cadence_after_their_last_complete_crawl(engine: Engine) -> None:
    Path("boards.csv").write_text("platform,token,cadence\ngreenhouse,acme,1\ngreenhouse,tide,7\ngreenhouse,dune,7\n")
    settings = Settings(home=Path())
    assert len(boards_due(settings, engine, TODAY)) == 3

    crawled(engine, "acme", (0, "complete", 5))
    crawled(engine, "tide", (6, "complete", 5))
    crawled(engine, "dune", (6, "blocked", 5))
    assert boards_due(settings, engine, TODAY) == ["greenhouse/dune"]
    assert len(boards_due(settings, engine, TODAY + dt.timedelta(days=1))) == 3


def test_a_job_shows_its_last_slot_its_counts_and_when_it_is_next_due(engine: Engine) -> None:
    claim = claims.take(engine, "crawl", NOW.replace(hour=0), "w", NOW)
    assert claim is not None
    claims.finish(engine, claim, '{"boards": 61, "new": 2911}', NOW)

    job = look(engine).jobs[0]

    assert (job.job, job.slot, job.state, job.summary) == ("crawl", TODAY, "done", "boards 61, new 2911")
    assert job.next_due == dt.datetime(2026, 11, 26, 2, tzinfo=dt.UTC)


def test_a_slot_that_failed_for_good_is_down_and_stays_listed_after_the_next_one_went_well(engine: Engine) -> None:
    now = NOW
    for _ in range(TRIES):
        claim = claims.take(engine, "crawl", NOW.replace(day=24, hour=0), "w", now)
        assert claim is not None
        claims.fail(engine, claim, "no answer", now)
        assert look(engine).jobs[0].is_down == (claim.attempt == TRIES)
        now += dt.timedelta(hours=5)
    claim = claims.take(engine, "crawl", NOW.replace(hour=0), "w", NOW)
    assert claim is not None
    claims.finish(engine, claim, "{}", NOW)

    found = look(engine)

    assert not found.jobs[0].is_down
    assert found.is_down
    assert [(failure.job, failure.slot, failure.reason) for failure in found.failures] == [
        ("crawl", dt.date(2026, 11, 24), "no answer")
    ]


def test_a_dead_worker_shows(engine: Engine) -> None:
    claims.take(engine, "crawl", NOW.replace(hour=0), "w", NOW - claims.LEASE * 2)

    assert (look(engine).jobs[0].state, look(engine).is_down) == ("died", True)


def test_the_newest_period_of_each_length_and_the_mails_of_the_newest_digest_are_shown(engine: Engine) -> None:
    for name in ("every=week/period=2026-W45", "every=week/period=2026-W46", "every=month/period=2026-10"):
        file = Path("series") / f"{name}.parquet"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    with Session(engine) as session, session.begin():
        for n, (period, state) in enumerate([("2026-W45", "failed"), ("2026-W46", "sent"), ("2026-W46", "pending")]):
            subscriber = SubscriberRow(address=f"r{n}@example.com", state="active", choices={}, since=NOW)
            session.add(subscriber)
            session.flush()
            session.add(
                DeliveryRow(
                    subscriber_id=subscriber.id,
                    period=period,
                    kind="digest",
                    state=state,
                    not_before=NOW,
                    message_id=str(n),
                )
            )

    found = look(engine)

    assert found.measured == {"week": "2026-W46", "month": "2026-10", "quarter": None}
    assert found.mails == {"sent": 1, "pending": 1}
    assert found.store_bytes > 0
