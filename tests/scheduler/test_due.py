import datetime as dt
from typing import Literal

import pytest
from sqlalchemy import Engine

from scheduler import claims
from scheduler.due import ready
from scheduler.retries import TRIES
from scheduler.settings import ScheduleSettings
from scheduler.slots import JOBS, next_slot, slots

UTC = ScheduleSettings()
BY_NAME = {job.name: job for job in JOBS}


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def names(engine: Engine, now: dt.datetime, schedule: ScheduleSettings = UTC) -> list[str]:
    return [f"{due.job.name} {due.slot.key:%m-%d}" for due in ready(engine, schedule, now)]


def run_all(engine: Engine, now: dt.datetime, schedule: ScheduleSettings = UTC) -> list[str]:
    """Run everything that becomes ready at `now`, as `work` does, and say in which order."""
    ran = []
    while found := ready(engine, schedule, now):
        claim = claims.take(engine, found[0].job.name, found[0].slot.key, "w", now)
        assert claim is not None
        claims.finish(engine, claim, "", now)
        ran.append(f"{claim.job} {claim.slot:%m-%d}")
    return ran


def test_the_first_start_crawls_at_once_and_sends_nothing_for_the_time_before(engine: Engine) -> None:
    assert run_all(engine, at("2026-11-18T15:00")) == ["crawl 11-18", "extract 11-18"]
    assert run_all(engine, at("2026-11-18T23:00")) == []


def test_a_first_start_before_the_hour_takes_the_day_before(engine: Engine) -> None:
    assert names(engine, at("2026-11-18T01:00")) == ["crawl 11-17"]


def test_on_monday_morning_the_week_is_measured_and_then_mailed(engine: Engine) -> None:
    run_all(engine, at("2026-11-20T15:00"))

    assert run_all(engine, at("2026-11-23T06:59")) == ["crawl 11-23", "extract 11-23"]
    assert run_all(engine, at("2026-11-23T07:00")) == ["measure-week 11-23", "digest 11-23"]


def test_months_and_quarters_are_measured_the_morning_after_they_closed(engine: Engine) -> None:
    run_all(engine, at("2026-09-30T15:00"))

    assert run_all(engine, at("2026-10-01T07:00")) == [
        "crawl 10-01",
        "extract 10-01",
        "measure-month 10-01",
        "measure-quarter 10-01",
    ]


def test_after_a_long_sleep_each_week_is_measured_but_one_crawl_and_one_mail_are_enough(engine: Engine) -> None:
    run_all(engine, at("2026-11-02T15:00"))

    assert run_all(engine, at("2026-11-25T12:00")) == [
        "crawl 11-25",
        "extract 11-25",
        "measure-week 11-09",
        "measure-week 11-16",
        "measure-week 11-23",
        "digest 11-23",
    ]


@pytest.mark.parametrize("hour", ["01:00", "23:00"])
def test_another_hour_in_the_settings_makes_no_day_or_week_run_twice(engine: Engine, hour: str) -> None:
    run_all(engine, at("2026-11-20T15:00"))
    run_all(engine, at("2026-11-23T12:00"))

    changed = ScheduleSettings(crawl_at=hour, digest_at=hour)

    assert run_all(engine, at("2026-11-23T23:30"), changed) == []


def test_another_time_zone_makes_no_week_run_twice(engine: Engine) -> None:
    run_all(engine, at("2026-11-20T15:00"))
    run_all(engine, at("2026-11-23T12:00"))

    assert "digest 11-23" not in run_all(engine, at("2026-11-24T12:00"), ScheduleSettings(timezone="Asia/Tokyo"))


def test_extracting_waits_for_a_crawl_that_is_running_or_to_be_retried(engine: Engine) -> None:
    now = at("2026-11-23T02:00")
    claim = claims.take(engine, "crawl", at("2026-11-23"), "w", now)
    assert claim is not None
    assert names(engine, now) == []

    claims.fail(engine, claim, "no answer", now)
    assert names(engine, now) == []
    assert names(engine, now + dt.timedelta(minutes=1)) == ["crawl 11-23"]


def test_extracting_goes_on_when_the_crawl_failed_for_good(engine: Engine) -> None:
    now = at("2026-11-23T02:00")
    for _ in range(TRIES):
        claim = claims.take(engine, "crawl", at("2026-11-23"), "w", now)
        assert claim is not None
        claims.fail(engine, claim, "no answer", now)
        now += dt.timedelta(hours=5)

    assert names(engine, at("2026-11-23T05:00"))[:1] == ["extract 11-23"]


def test_the_digest_waits_until_the_day_is_extracted(engine: Engine) -> None:
    run_all(engine, at("2026-11-20T15:00"))

    assert names(engine, at("2026-11-23T08:00")) == ["crawl 11-23"]


@pytest.mark.parametrize(
    ("zone", "due"),
    [
        ("UTC", "2026-11-23T07:00"),
        ("America/Los_Angeles", "2026-11-23T15:00"),
        ("Asia/Tokyo", "2026-11-23T00:00"),  # 07:00 in Tokyo is Sunday in UTC; the week has not closed yet
    ],
)
def test_a_week_is_due_on_monday_morning_but_not_before_it_closed(zone: str, due: str) -> None:
    slot = next_slot(BY_NAME["digest"], ScheduleSettings(timezone=zone), at("2026-11-20"))

    assert (slot.due, slot.key) == (at(due), at("2026-11-23"))


@pytest.mark.parametrize(
    ("every", "count"), [("crawl", 366), ("digest", 52), ("measure-month", 12), ("measure-quarter", 4)]
)
@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_every_day_week_month_and_quarter_of_a_leap_year_has_one_slot(
    every: Literal["crawl"], count: int, zone: str
) -> None:
    schedule = ScheduleSettings(timezone=zone, crawl_at="02:30")

    year = slots(BY_NAME[every], schedule, at("2028-01-01"), at("2029-01-05"))
    keys = [slot.key for slot in year if slot.key < at("2029-01-01")]

    assert len(keys) == len(set(keys)) == count
