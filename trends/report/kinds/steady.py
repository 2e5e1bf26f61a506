"""Whether growth was above a mark in every period."""

from trends.digest import numbers
from trends.periods import Period
from trends.report import cells, charts
from trends.report.evidence import Evidence
from trends.report.records import Answer, Cell, Claim, Figure, Table
from trends.verdict import INSUFFICIENT


def answer(claim: Claim, evidence: Evidence) -> Answer:
    """Return growth on the year in each measured period and how often its whole range lies above the mark."""
    mark = float(claim.given["mark"])
    found = [(period, row) for period, row in evidence.measured() if row.n_now is not None]
    told = [(period, row) for period, row in found if row.verdict != INSUFFICIENT and row.estimate is not None]
    silent = [period.key for period in evidence.span.periods() if period.key not in {one.key for one, _ in found}]
    remarks = _remarks(silent, [period.key for period, row in found if (period, row) not in told])
    if not told:
        said = f"No period of the span has enough matched vacancies of {evidence.topic.label} for growth on the year."
        return Answer(state="too few", said=said, figures=tuple(row for _, row in found), remarks=remarks)
    above = sum((row.low or 0) > mark for _, row in told)
    within = sum((row.low or 0) <= mark <= (row.high or 0) for _, row in told)
    goal = numbers.change(mark)
    said = (
        f"Growth on the year was surely above {goal} in {numbers.count(above)} of "
        f"{numbers.plural(len(told), 'measured period')}, surely below in {numbers.count(len(told) - above - within)}, "
        f"and may be either in {numbers.count(within)}. In {told[-1][0].key} it was "
        f"{numbers.change(told[-1][1].estimate)} ({numbers.span(told[-1][1].low, told[-1][1].high)})."
    )
    return Answer(
        state="answered",
        said=said,
        figures=tuple(row for _, row in found),
        tables=(_table(found, mark),),
        chart=charts.ranges(
            [charts.Range(label=p.key, value=cells.change(row), low=row.low, high=row.high) for p, row in told[-8:]],
            middle=0.0,
            caption="Growth on the year with its 95% range; the vertical line is no change",
        ),
        remarks=remarks,
        window="each period against the same one a year before",
    )


def _table(found: list[tuple[Period, Figure]], mark: float) -> Table:
    lines = []
    for period, row in found:
        beyond = "too few"
        if row.verdict != INSUFFICIENT and row.low is not None and row.high is not None:
            beyond = "yes" if row.low > mark else "no" if row.high < mark else "unsure"
        lines.append(
            (
                Cell(text=period.key), cells.count(row.n_now, f"was {numbers.count(row.n_then)}"), cells.change(row),
                Cell(text=beyond), cells.count(row.employers),
            )
        )  # fmt: skip
    heads = ("Period", "Matched vacancies", "On the year", f"Above {numbers.change(mark)}?", "Employers")
    return Table(caption="Growth on the year, period by period", heads=heads, lines=tuple(lines), wide=frozenset({4}))


def _remarks(silent: list[str], few: list[str]) -> tuple[str, ...]:
    remarks = []
    if silent:
        keys = f"{silent[0]} to {silent[-1]}" if len(silent) > 2 else " and ".join(silent)
        remarks.append(
            f"Not measured: {numbers.plural(len(silent), 'period')} ({keys}). `jobtide measure --since {silent[0]}` "
            "measures those that hold postings."
        )
    if few:
        remarks.append(f"Too few matched vacancies for a verdict in {', '.join(few)}.")
    return tuple(remarks)
