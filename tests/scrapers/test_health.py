"""Healthy, suspect or down, by the crawls of a board written as one letter a day."""

import datetime as dt

import pytest

from scrapers.health import Crawl, FailureClass, Health, standing
from scrapers.health.failures import state_of
from scrapers.records import CrawlState

TODAY = dt.date(2026, 11, 25)
LETTERS = {
    "b": FailureClass.BLOCKED,
    "s": FailureClass.SLOW,
    "n": FailureClass.NOT_FOUND,
    "d": FailureClass.DROPPED,
    "m": FailureClass.MISCONFIGURED,
}


def history(letters: str, until: int = 0) -> list[Crawl]:
    """Return crawls newest first: `c` complete with 10, `0` complete with none, `.` no crawl, else a failure."""
    last = TODAY - dt.timedelta(days=until)
    return [
        _crawl(letter, last - dt.timedelta(days=ago)) for ago, letter in enumerate(reversed(letters)) if letter != "."
    ]


def _crawl(letter: str, day: dt.date) -> Crawl:
    failure = LETTERS.get(letter)
    state = state_of(failure) if failure else CrawlState.COMPLETE
    return Crawl(day=day, state=state, listed=10 if letter == "c" else 0, failure=failure)


@pytest.mark.parametrize(
    ("letters", "cadence", "health", "failure", "days"),
    [
        ("", 1, Health.NEW, None, None),
        ("c", 1, Health.HEALTHY, None, 0),
        ("cccc", 1, Health.HEALTHY, None, 3),
        ("cccs", 1, Health.SUSPECT, FailureClass.SLOW, 0),
        ("ccbs", 1, Health.SUSPECT, FailureClass.SLOW, 1),
        ("ccbbb", 1, Health.DOWN, FailureClass.BLOCKED, 2),
        ("ccn", 1, Health.SUSPECT, FailureClass.NOT_FOUND, 0),
        ("ccnn", 1, Health.DOWN, FailureClass.NOT_FOUND, 1),
        ("s", 1, Health.DOWN, FailureClass.SLOW, 0),
        ("mm", 1, Health.DOWN, FailureClass.MISCONFIGURED, 1),
        ("cc...", 1, Health.DOWN, None, 3),
        ("cc..", 1, Health.HEALTHY, None, 3),
        ("c..s", 1, Health.DOWN, FailureClass.SLOW, 0),
        ("c......", 7, Health.HEALTHY, None, 6),
        ("c.......ss", 7, Health.SUSPECT, FailureClass.SLOW, 1),
        ("c.......sss", 7, Health.DOWN, FailureClass.SLOW, 2),
        ("cc0000", 1, Health.HEALTHY, None, 5),
        ("cc00000", 1, Health.SUSPECT, FailureClass.EMPTY, 4),
        ("0000000", 1, Health.HEALTHY, None, 6),
    ],
)
def test_streaks_and_lateness_decide(
    letters: str, cadence: int, health: Health, failure: FailureClass | None, days: int | None
) -> None:
    found = standing(history(letters), TODAY, cadence)

    assert (found.health, found.failure) == (health, failure)
    assert found.since == (None if days is None else TODAY - dt.timedelta(days=days))


@pytest.mark.parametrize(
    ("letters", "was"),
    [
        ("cccc", None),
        ("cssc", None),
        ("cbbbc", FailureClass.BLOCKED),
        ("cnncc", FailureClass.NOT_FOUND),
        ("cbbb" + "c" * 14, FailureClass.BLOCKED),
        ("cbbb" + "c" * 16, None),
    ],
)
def test_a_board_that_was_down_says_so_for_a_while(letters: str, was: FailureClass | None) -> None:
    found = standing(history(letters), TODAY)

    assert (found.health, found.was) == (Health.HEALTHY, was)


def test_of_several_crawls_on_one_day_the_last_counts() -> None:
    crawls = [*history("s"), *history("cccc")]

    assert standing(crawls, TODAY).health is Health.SUSPECT
    assert standing(list(reversed(crawls[:2])), TODAY).health is Health.HEALTHY


def test_a_whole_board_under_its_healthy_minimum_is_suspect() -> None:
    found = standing(history("ccc"), TODAY, healthy_min=20)

    assert (found.health, found.failure, found.usual) == (Health.SUSPECT, FailureClass.DROPPED, 10)


def test_a_crawl_dated_in_the_future_breaks_nothing() -> None:
    assert standing(history("cc", until=-300), TODAY).health is Health.HEALTHY
