import datetime as dt
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from scheduler import claims
from scheduler.claims import LEASE, Claim
from scheduler.retries import TRIES, WAITS
from scheduler.tables import RunClaimRow

SLOT = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
NOW = dt.datetime(2026, 11, 23, 2, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def take(engine: Engine, worker: str = "a", now: dt.datetime = NOW) -> Claim:
    claim = claims.take(engine, "crawl", SLOT, worker, now)
    assert claim is not None
    return claim


def row(engine: Engine) -> RunClaimRow:
    with Session(engine) as session:
        return session.get_one(RunClaimRow, ("crawl", SLOT))


def test_of_many_workers_one_gets_the_slot(engine: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda n: claims.take(engine, "crawl", SLOT, str(n), NOW), range(16)))

    assert sum(claim is not None for claim in taken) == 1


def test_a_slot_that_is_done_is_never_taken_again(engine: Engine) -> None:
    assert claims.finish(engine, take(engine), '{"new": 3}', NOW)

    assert claims.take(engine, "crawl", SLOT, "b", NOW + dt.timedelta(days=30)) is None
    assert row(engine).summary == '{"new": 3}'


def test_a_slot_whose_worker_died_is_taken_when_its_lease_is_over(engine: Engine) -> None:
    take(engine)

    assert claims.take(engine, "crawl", SLOT, "b", NOW + LEASE - MINUTE) is None
    assert take(engine, "b", NOW + LEASE).attempt == 2


def test_a_heartbeat_keeps_the_slot(engine: Engine) -> None:
    claim = take(engine)

    assert claims.extend(engine, claim, NOW + LEASE - MINUTE)
    assert claims.take(engine, "crawl", SLOT, "b", NOW + LEASE) is None


def test_a_worker_that_lost_its_lease_can_write_nothing(engine: Engine) -> None:
    lost = take(engine)
    take(engine, "b", NOW + LEASE)

    assert not claims.extend(engine, lost, NOW + LEASE)
    assert not claims.finish(engine, lost, "", NOW + LEASE)
    assert not claims.fail(engine, lost, "", NOW + LEASE)
    assert not claims.hand_back(engine, lost, "", NOW + LEASE)
    assert row(engine).worker == "b"


def test_the_same_worker_cannot_write_for_an_earlier_attempt(engine: Engine) -> None:
    first = take(engine)
    take(engine, "a", NOW + LEASE)

    assert not claims.finish(engine, first, "", NOW + LEASE)


def test_a_failed_slot_is_tried_again_after_growing_pauses_and_then_left(engine: Engine) -> None:
    now = NOW
    for pause in WAITS:
        claims.fail(engine, take(engine, now=now), "no answer", now)
        assert claims.take(engine, "crawl", SLOT, "b", now + pause - dt.timedelta(seconds=1)) is None
        now += pause
    claims.fail(engine, take(engine, now=now), "no answer", now)

    assert claims.take(engine, "crawl", SLOT, "b", now + dt.timedelta(days=1)) is None
    assert (row(engine).state, row(engine).attempts) == ("failed", TRIES)
    assert claims.is_settled(row(engine))


def test_a_slot_that_was_handed_back_is_free_at_once_and_loses_no_attempt(engine: Engine) -> None:
    for _ in range(2 * TRIES):
        claim = take(engine)
        assert claim.attempt == 1
        claims.hand_back(engine, claim, "stopped", NOW)


def test_a_slot_that_kills_its_worker_each_time_ends_as_failed(engine: Engine) -> None:
    for n in range(TRIES):
        take(engine, now=NOW + n * LEASE)
    after = NOW + TRIES * LEASE

    assert claims.take(engine, "crawl", SLOT, "b", after) is None
    claims.bury(engine, after - MINUTE)
    assert row(engine).state == "running"
    claims.bury(engine, after)
    assert row(engine).state == "failed"
