"""Figures as cells of a table: one way of writing each, wherever it stands."""

import datetime as dt
from collections.abc import Sequence

from trends.digest import numbers, ranking, wording
from trends.digest.rows import currency
from trends.report.records import Cell, Figure
from trends.verdict import FALLING, INSUFFICIENT, RISING

NONE = Cell(text="–")


def name(row: Figure, small: str = "") -> Cell:
    """Return the row's name."""
    return Cell(text=row.label, small=small)


def count(value: float | None, small: str = "") -> Cell:
    """Return a whole number."""
    return NONE if value is None else Cell(text=numbers.count(value), sort=float(value), small=small)


def part(row: Figure | None) -> Cell:
    """Return how many of how many."""
    if row is None or row.of is None:
        return NONE
    return Cell(text=f"{numbers.count(row.n_now)} of {numbers.count(row.of)}", sort=float(row.n_now or 0))


def share(row: Figure | None) -> Cell:
    """Return a share with its range; one of too few vacancies says so."""
    if row is None or row.estimate is None:
        return NONE
    small = numbers.share_span(row.low, row.high) if row.low is not None else ""
    if row.verdict == INSUFFICIENT:
        small = f"{small}, too few" if small else "too few"
    return Cell(text=numbers.share(row.estimate), sort=row.estimate, small=small)


def quotient(row: Figure | None) -> Cell:
    """Return a quotient with its range."""
    if row is None or row.estimate is None:
        return NONE
    small = "" if row.low is None else numbers.times_span(row.low, row.high)
    return Cell(text=numbers.times(row.estimate), sort=row.estimate, small=small)


def points(now: Figure | None, then: Figure | None) -> Cell:
    """Return how far a share moved; it points somewhere only when the two ranges do not meet."""
    if now is None or then is None or now.estimate is None or then.estimate is None:
        return NONE
    moved = now.estimate - then.estimate
    apart = None not in (now.low, then.low) and ((now.low or 0) > (then.high or 1) or (now.high or 1) < (then.low or 0))
    direction = ("up" if moved > 0 else "down") if apart else "level"
    return Cell(text=numbers.points(moved), sort=moved, direction=direction)


def change(row: Figure | None) -> Cell:
    """Return a growth figure with its range; the mark points only where the direction is sure.

    One of too few vacancies is not printed: its range may span anything.
    """
    if row is None or row.estimate is None:
        return NONE
    if row.verdict == INSUFFICIENT:
        return Cell(text="–", small="too few")
    sure = row.verdict in (RISING, FALLING)
    direction = ("up" if row.estimate > 0 else "down") if sure else "level"
    return Cell(
        text=numbers.change(row.estimate), sort=row.estimate, direction=direction, small=numbers.span(row.low, row.high)
    )


def sure(row: Figure | None) -> Cell:
    """Return the confidence in dots and words."""
    if row is None:
        return NONE
    said = ranking.confidence(row)
    return Cell(text=ranking.dots(said), small=said, sort=ranking.strength(row))


def money(row: Figure | None) -> Cell:
    """Return an amount in its own currency."""
    if row is None or row.estimate is None:
        return NONE
    return Cell(text=numbers.money(row.estimate, currency(row)), sort=row.estimate)


def day(date: dt.date | None) -> Cell:
    """Return a day."""
    return NONE if date is None else Cell(text=wording.day(date), sort=float(date.toordinal()))


def by_key(rows: Sequence[Figure]) -> dict[str, Figure]:
    """Return rows by their key."""
    return {row.key: row for row in rows}
