"""From levels, period by period, to new, still and resolved."""

from collections.abc import Sequence
from dataclasses import dataclass

from trends.alerts.records import Level, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an alert stands after the last of some periods."""

    state: State
    since: int
    """Index of the period in which it became new."""


def standing(levels: Sequence[Level | None], periods: int) -> Standing | None:
    """Return the state in the last period, or None where there is nothing to say about it.

    It takes `periods` periods in a row beyond the limit to fire and one clear period to calm down. A period that was
    not measured (None) says nothing: it neither calms what fired nor counts as one in a row.

    >>> beyond, between, clear = Level.BEYOND, Level.BETWEEN, Level.CLEAR
    >>> fired = [beyond, beyond]
    >>> [found and found.state.value for found in (standing([*fired, *more], 2)
    ...     for more in ([], [between], [None, between], [clear], [clear, clear], [clear, beyond]))]
    ['new', 'still', 'still', 'resolved', None, None]
    """
    row = 0
    active: int | None = None
    found: Standing | None = None
    for at, level in enumerate(levels):
        row = row + 1 if level is Level.BEYOND else 0
        found = None
        if level is None:
            continue
        if active is None:
            if row >= periods:
                active, found = at, Standing(state=State.NEW, since=at)
        elif level is Level.CLEAR:
            found = Standing(state=State.RESOLVED, since=active)
            active = None
        else:
            found = Standing(state=State.STILL, since=active)
    return found
