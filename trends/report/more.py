"""Further metrics of the series in a section: whatever `also` names in `claims.toml`, and what `kind = "rows"` shows.

An entry is `{ metric, dimension, keys, source }`: `keys = "topic"` limits roles and skills to the topic's own,
`source = "topic"` measures over the topic's vacancies alone.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from trends.digest import numbers
from trends.digest.rows import currency
from trends.metrics import load_metrics
from trends.report import cells
from trends.report.evidence import Evidence
from trends.report.records import Cell, Figure, Table
from trends.verdict import INSUFFICIENT

MOST = 15


def rows_of(entry: Mapping[str, Any], evidence: Evidence) -> list[Figure]:
    """Return the rows of an entry's metric, the best founded first."""
    dimension, metric = entry["dimension"], entry["metric"]
    topics = {"role": evidence.topic.roles, "skill": evidence.topic.skills}
    keys = topics[dimension] if entry.get("keys") == "topic" else None
    if entry.get("source") == "topic":
        rows = evidence.topics(dimension, metric, keys)
    else:
        rows = evidence.all(dimension, metric, keys)
    return sorted(rows, key=lambda row: (-(row.n_now or 0), row.key, row.unit))


def table_of(entry: Mapping[str, Any], rows: Sequence[Figure]) -> Table:
    """Return a table of the largest rows; the metric's sentence is its caption."""
    metric = load_metrics().get(entry["metric"])
    lines = tuple(
        (Cell(text=row.label), value(row), cells.count(row.n_now), cells.count(row.employers)) for row in rows[:MOST]
    )
    caption = metric.sentence.rstrip(".") if metric else entry["metric"]
    return Table(
        caption=caption,
        heads=(entry["dimension"].capitalize(), "Value", "Vacancies", "Employers"),
        lines=lines,
        wide=frozenset({3}),
    )


def value(row: Figure) -> Cell:
    """Return a figure as its unit asks for, with its range."""
    if row.estimate is None or row.verdict == INSUFFICIENT:
        return Cell(text="–", small="too few" if row.verdict == INSUFFICIENT else "")
    if row.unit.endswith("rate"):
        return cells.change(row)
    if row.unit == "difference":
        span = "" if row.low is None or row.high is None else f"{numbers.points(row.low)} to {numbers.points(row.high)}"
        return Cell(text=numbers.points(row.estimate), sort=row.estimate, small=span)
    if row.unit == "share":
        return cells.share(row)
    if row.unit == "quotient":
        return cells.quotient(row)
    if row.unit.endswith("a year"):
        return Cell(text=numbers.money(row.estimate, currency(row)), sort=row.estimate)
    text = f"{row.estimate:,.0f}" if row.estimate == round(row.estimate) else f"{row.estimate:,.3g}"
    span = "" if row.low is None or row.high is None else f"{row.low:,.3g} to {row.high:,.3g}"
    return Cell(text=f"{text} {row.unit}", sort=row.estimate, small=span)


def more(entries: Sequence[Mapping[str, Any]], evidence: Evidence) -> tuple[list[Table], list[Figure]]:
    """Return tables and figures of the entries that the series has rows for."""
    tables, figures = [], []
    for entry in entries:
        rows = [row for row in rows_of(entry, evidence) if row.n_now]
        if rows:
            tables.append(table_of(entry, rows))
            figures += rows[:MOST]
    return tables, figures
