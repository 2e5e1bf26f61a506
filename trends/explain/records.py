"""What an explanation says."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from trends.periods import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    """One employer's part in the number."""

    name: str
    """Slug, or `unknown employers` together."""
    now: int
    then: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Something that could have counted and did not."""

    number: int
    what: str
    """With the reason: `vacancies now on boards not watched a year before`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One posting behind the number."""

    day: dt.date
    employer: str | None
    title: str
    board: str
    """`platform/token`."""
    url: str | None
    also_on: tuple[str, ...]
    """Other boards that list the same opening or the same text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Everything behind one row of a series."""

    row: dict[str, Any]
    """The row as it is published."""
    sentence: str
    """What the metric says."""
    window: Window
    base: Window | None
    """What it is compared with; None for metrics of one window."""
    thread_window: Window | None
    """The days that hiring threads are read in, where there is a thread and they differ."""
    boards: int
    """Boards that hold any of it in either window."""
    panel: int
    """Of these, boards that count."""
    employers: tuple[Employer, ...]
    """The largest ones."""
    rest: Employer
    """All others together; the name says how many."""
    left_out: tuple[LeftOut, ...]
    arithmetic: tuple[str, ...]
    """The formula with its numbers, a step a line."""
    postings: tuple[Evidence, ...]
