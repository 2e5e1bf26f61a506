"""Rules, what they look at, and the alerts they make."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from trends.periods import Every


class State(StrEnum):
    """Where an alert stands in a period."""

    NEW = "new"
    STILL = "still"
    RESOLVED = "resolved"


class Kind(StrEnum):
    """What a rule looks at."""

    LIMIT = "limit"
    """A number of the series passes a limit."""
    NEWCOMER = "newcomer"
    """Something that hardly existed a year ago is now advertised by several employers."""
    TITLE = "title"
    """The first posting whose title holds the words watched for."""
    BOARD = "board"
    """A board is no longer completely observed."""


class Level(StrEnum):
    """How a number stands to the limit of its rule."""

    BEYOND = "beyond"
    """The rule's condition holds."""
    BETWEEN = "between"
    """Neither: what fired stays, what did not stays quiet."""
    CLEAR = "clear"
    """What fired is over."""


MOST_LINES = 10
"""Alerts told in one message; the rest is a number."""
ORDER = {"new": 0, "resolved": 1, "still": 2}
"""In which alerts are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One `[[rule]]` of `alerts.toml`; the fields are explained at the top of the starter file."""

    name: str
    kind: Kind = Kind.LIMIT
    every: Every = Every.WEEK
    metric: str = ""
    dimension: str = ""
    key: str = "*"
    within: str = ""
    country: str = "all"
    above: float | None = None
    below: float | None = None
    until: float | None = None
    sure: bool = True
    periods: int = 1
    title: str = ""

    @property
    def limit(self) -> float:
        """The number to be passed; 0 for rules without one."""
        chosen = self.above if self.above is not None else self.below
        return chosen if chosen is not None else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardHealth:
    """How one board stood at the end of a period."""

    name: str
    """`platform/token`."""
    is_healthy: bool
    """Whether it was completely observed to the end."""
    seen: dt.date | None
    """Last day on which it was."""
    trouble: str
    """What its last crawl said; empty where that was complete."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a rule finds about one thing in one period."""

    key: str
    """Unique within rule and dimension."""
    label: str
    level: Level
    dimension: str
    metric: str = ""
    unit: str = ""
    country: str = "all"
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    n_now: int | None = None
    n_then: int | None = None
    employers: int | None = None
    certainty: float = 0.0
    said: str = ""
    """What there is to say beside the numbers, where there are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What one rule says of one thing in one period."""

    rule: str
    """Name of the rule."""
    dimension: str
    """Dimension of the series; `title` or `board` for rules about those."""
    key: str
    """The series' key, with `@country` and currency where the rule covers several; unique with rule and dimension."""
    period: str
    """Key of the period."""
    state: str
    """`new`, `still` or `resolved`."""
    since: str
    """Period in which it became new."""
    label: str
    """Printed name, already harmless."""
    metric: str
    within: str
    country: str
    unit: str
    estimate: float | None
    low: float | None
    high: float | None
    n_now: int | None
    n_then: int | None
    employers: int | None
    certainty: float
    """How far the estimate lies beyond the limit, in half-widths of its interval."""
    said: str
    """Why it fired, or that it is over, in words made from the rule; one line, harmless."""


def rank(alert: Alert) -> tuple[int, float, str, str, str]:
    """Return what alerts of a period are sorted by: news first, the most certain first among equals."""
    return ORDER[alert.state], -alert.certainty, alert.rule, alert.dimension, alert.key
