"""Which rows moved, how surely, and in which order they are told."""

import math
from collections.abc import Iterable
from typing import Literal, TypeVar

from trends.digest.records import Row
from trends.verdict import CLOSE, FALLING, FLAT, FLAT_WORD, INSUFFICIENT, LEAST_EMPLOYERS, LEAST_VACANCIES, RISING

OneRow = TypeVar("OneRow", bound=Row)
Confidence = Literal["high", "medium", "too close to call", "steady", "too few"]
MANY_EMPLOYERS = 30
NEW_RATIO = 5
"""A newcomer has at least this many times the postings of a year ago."""


def strength(row: Row) -> float:
    """Return the distance of zero from the interval's end nearest to it, on the log scale; 0 when it is inside.

    A doubling and a halving with equal ranges weigh the same.
    """
    if row.low is None or row.high is None:
        return 0.0
    low, high = (math.log(max(1 + end, 1e-9)) for end in (row.low, row.high))
    return max(low, -high, 0.0)


def moved(rows: Iterable[OneRow], *verdicts: str) -> list[OneRow]:
    """Return the rows of these verdicts, most certain first."""
    return sorted(
        (row for row in rows if row.verdict in verdicts), key=lambda row: (-strength(row), row.dimension, row.key)
    )


def confidence(row: Row) -> Confidence:
    """Return how far a row's direction may be trusted."""
    if row.verdict in (RISING, FALLING):
        is_notable = (row.low or 0) > FLAT or (row.high or 0) < -FLAT
        return "high" if is_notable and (row.employers or 0) >= MANY_EMPLOYERS else "medium"
    if row.verdict == CLOSE:
        return "too close to call"
    return "steady" if row.verdict == FLAT_WORD else "too few"


def dots(said: Confidence) -> str:
    """Return the confidence as three dots."""
    return {"high": "●●●", "medium": "●●○", "steady": "●●○"}.get(said, "●○○")


def is_newcomer(row: Row) -> bool:
    """Whether a growth row shows something that hardly existed a year ago and that several employers now want."""
    now, then = row.n_now or 0, row.n_then or 0
    return (
        row.verdict == INSUFFICIENT
        and now >= LEAST_VACANCIES
        and (row.employers or 0) >= LEAST_EMPLOYERS
        and then * NEW_RATIO <= now
    )
