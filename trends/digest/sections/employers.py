"""Employers that advertise more or less than a year ago."""

from trends.digest import numbers, wording
from trends.digest.blocks import Change, Table
from trends.digest.material import GROWTH, Material
from trends.digest.records import Row

MOST = 5
FEWEST = 10
"""Vacancies in the larger window; below, one more or less is no news."""


def section(material: Material) -> Table | None:
    """Return the largest differences; one employer's postings are no sample, so there is no range to give."""
    rows = [row for row in material.rows.of("employer", GROWTH) if max(row.n_now or 0, row.n_then or 0) >= FEWEST]
    more = sorted((row for row in rows if _difference(row) > 0), key=lambda row: (-_difference(row), row.key))[:MOST]
    fewer = sorted((row for row in rows if _difference(row) < 0), key=lambda row: (_difference(row), row.key))[:MOST]
    if not more and not fewer:
        return None
    return Table(
        title="Employers advertising more, and less",
        hint=f"New vacancies in {wording.now(material.period)} and in {wording.base(material.period)}. "
        "Counts, not trends: one employer's vacancies are no sample, so there is no range.",
        heads=("Employer", "Now", "Then", "Difference"),
        lines=tuple(
            (row.label, numbers.count(row.n_now), numbers.count(row.n_then), _change(row)) for row in more + fewer
        ),
        wide=frozenset(),
        remarks=(),
        files=(f"employer_{material.period.every}.csv",),
    )


def _difference(row: Row) -> int:
    return (row.n_now or 0) - (row.n_then or 0)


def _change(row: Row) -> Change:
    difference = _difference(row)
    sign = "+" if difference > 0 else ""
    return Change(direction="up" if difference > 0 else "down", text=sign + numbers.count(difference))
