"""How one number of the series stands to the limit of a rule."""

from collections.abc import Mapping
from typing import Any

from trends.alerts.records import Level, Rule
from trends.verdict import CLOSE, INSUFFICIENT

SLACK = 0.2
"""Part of the limit by which an estimate must come back before it counts as over, where no interval damps it."""


def level(rule: Rule, row: Mapping[str, Any]) -> Level | None:
    """Return the level of a series row; None where it was not measured or rests on too little.

    With `sure` the whole interval must lie beyond the limit to fire, while the estimate alone decides that it is over:
    that is the hysteresis. A count has no interval and is taken as it is.
    """
    estimate = row["estimate"]
    if estimate is None or row["verdict"] == INSUFFICIENT:
        return None
    if _is_past(rule, _near_end(rule, row), rule.limit) and not _is_by_chance(rule, row):
        return Level.BEYOND
    return Level.BETWEEN if _is_past(rule, estimate, _over_at(rule, row)) else Level.CLEAR


def certainty(rule: Rule, row: Mapping[str, Any]) -> float:
    """Return how far the estimate lies beyond the limit, in half-widths of its interval, at most 100.

    Where there is no interval a tenth of the limit stands for it.
    """
    estimate, near = row["estimate"], _end(rule, row)
    if estimate is None:
        return 0.0
    half = abs(estimate - near) if near is not None else abs(rule.limit) / 10
    distance = (estimate - rule.limit) * (1 if rule.above is not None else -1)
    return max(-100.0, min(100.0, distance / half if half else 100.0))


def _is_past(rule: Rule, number: float | None, limit: float) -> bool:
    if number is None:
        return False
    return number > limit if rule.above is not None else number < limit


def _end(rule: Rule, row: Mapping[str, Any]) -> float | None:
    end: float | None = row["low"] if rule.above is not None else row["high"]
    return end


def _has_interval(row: Mapping[str, Any]) -> bool:
    return row["low"] is not None and row["high"] is not None


def _near_end(rule: Rule, row: Mapping[str, Any]) -> float | None:
    number: float | None = _end(rule, row) if rule.sure and _has_interval(row) else row["estimate"]
    # a growth figure without its interval was not sure enough to get one
    return None if rule.sure and row["verdict"] and not _has_interval(row) else number


def _is_by_chance(rule: Rule, row: Mapping[str, Any]) -> bool:
    """Whether, among all the rows tested, a range beyond zero may well be chance."""
    against_zero = rule.limit >= 0 if rule.above is not None else rule.limit <= 0
    return rule.sure and against_zero and row["verdict"] == CLOSE


def _over_at(rule: Rule, row: Mapping[str, Any]) -> float:
    if rule.until is not None:
        return rule.until
    if rule.sure and _has_interval(row):
        return rule.limit
    return rule.limit - SLACK * abs(rule.limit) * (1 if rule.above is not None else -1)
