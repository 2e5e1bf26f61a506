"""Whether posted pay rose, like compared with like."""

from trends.digest import numbers, ranking
from trends.digest.rows import currency
from trends.report import cells, charts
from trends.report.evidence import Evidence
from trends.report.records import Answer, Cell, Claim, Figure, Table
from trends.verdict import FALLING, INSUFFICIENT, RISING

METRIC = "pay_growth"
MOST = 20


def answer(claim: Claim, evidence: Evidence) -> Answer:
    """Return the change of pay of each key and currency that has enough vacancies in both windows."""
    rows = [row for dimension in claim.given["dimensions"] for row in evidence.all(dimension, METRIC)]
    told = [row for row in rows if row.verdict != INSUFFICIENT and row.estimate is not None]
    if not rows:
        what = " or ".join(claim.given["dimensions"])
        return Answer(state="not measured", said=f"The series holds no change of pay by {what} for this period.")
    if not told:
        largest = max(rows, key=lambda row: row.n_now or 0)
        said = (
            f"No row has enough vacancies that state pay in both windows; the largest, {largest.label} in "
            f"{currency(largest)}, has {numbers.count(largest.n_now)} now and {numbers.count(largest.n_then)} then."
        )
        return Answer(state="too few", said=said, figures=tuple(rows))
    moved = ranking.moved(told, RISING, FALLING)
    told.sort(key=lambda row: (row.dimension != "all", -(row.n_now or 0), row.key, row.unit))
    best = moved[0] if moved else told[0]
    text = (
        f"{best.label} ({currency(best)}): {numbers.change(best.estimate, 1)} ({numbers.span(best.low, best.high, 1)})"
    )
    said = f"Most surely moved: {text}." if moved else f"Nothing moved beyond noise; {text}."
    shown = told[:MOST]
    lines = tuple(
        (
            Cell(text=f"{row.label} ({currency(row)})"), cells.change(row), cells.count(row.n_now),
            cells.count(row.n_then), cells.count(row.employers), cells.sure(row),
        )
        for row in shown
    )  # fmt: skip
    heads = ("Name and currency", "Change of pay", "Vacancies now", "Then", "Employers", "Sure?")
    return Answer(
        state="answered",
        said=said,
        figures=tuple(rows),
        tables=(Table(caption="Change of posted pay", heads=heads, lines=lines, wide=frozenset({3, 4})),),
        chart=charts.ranges(
            [_range(row) for row in shown[:10]], middle=0.0, caption="Change of posted pay with its 95% range"
        ),
    )


def _range(row: Figure) -> charts.Range:
    return charts.Range(label=f"{row.label} ({currency(row)})", value=cells.change(row), low=row.low, high=row.high)
