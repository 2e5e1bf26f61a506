"""Employers that advertise the topic more, or less, than before."""

from trends.digest import numbers, wording
from trends.report import cells
from trends.report.evidence import Evidence
from trends.report.records import Answer, Cell, Claim, Figure, Table

MOST = 10
FEWEST = 5
"""Vacancies in the larger window; below, one more or less is no news."""


def answer(_claim: Claim, evidence: Evidence) -> Answer:
    """Return the largest differences of counts."""
    rows = [
        row for row in evidence.topics("employer", "growth") if max(row.n_now or 0, row.n_then or 0) >= FEWEST
    ]  # fmt: skip
    rows.sort(key=lambda row: (-_difference(row), row.key))
    if not rows:
        said = (
            f"No employer on the boards observed in both windows advertised {FEWEST} vacancies of "
            f"{evidence.topic.label} in either."
        )
        return Answer(state="too few", said=said)
    shown = rows[:MOST] + [row for row in rows[-MOST:] if row not in rows[:MOST]]
    first = rows[0]
    said = (
        f"{first.label} most of all: {numbers.count(first.n_now)} in {wording.now(evidence.span.now)}, "
        f"{numbers.count(first.n_then)} in {wording.base(evidence.span.now)}."
    )
    lines = tuple((cells.name(row), cells.count(row.n_now), cells.count(row.n_then), _change(row)) for row in shown)
    heads = ("Employer", "Now", "Then", "Difference")
    caption = "Matched vacancies of one employer, those with most more first"
    return Answer(
        state="answered",
        said=said,
        figures=tuple(shown),
        tables=(Table(caption=caption, heads=heads, lines=lines),),
    )


def _difference(row: Figure) -> int:
    return (row.n_now or 0) - (row.n_then or 0)


def _change(row: Figure) -> Cell:
    moved = _difference(row)
    text = ("+" if moved > 0 else "") + numbers.count(moved)
    return Cell(text=text, sort=float(moved), direction="up" if moved > 0 else "down" if moved else "level")
