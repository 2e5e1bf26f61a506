"""Percentiles of stated pay, by whatever the claim splits them."""

from dataclasses import replace

from trends.digest import numbers
from trends.digest.rows import currency
from trends.report import cells, charts
from trends.report.evidence import Evidence
from trends.report.records import Answer, Cell, Chart, Claim, Figure, Table
from trends.verdict import INSUFFICIENT

PERCENTILES = ("pay_p10", "pay_p25", "pay_p50", "pay_p75", "pay_p90")
MOST = 20


def answer(claim: Claim, evidence: Evidence) -> Answer:
    """Return a row for each key and currency that has enough vacancies, and how many have not."""
    medians = _rows(claim, evidence, "pay_p50")
    told = [row for row in medians if row.verdict != INSUFFICIENT and row.estimate is not None]
    told.sort(key=lambda row: (row.dimension != "all", -(row.n_now or 0), row.key, row.unit, row.within))
    few = [row for row in medians if row not in told]
    shown = told[:MOST]
    if not shown:
        return Answer(state="too few", said=_none(claim, few), figures=tuple(few), remarks=_coverage(evidence))
    found = {(row.metric, _same(row)): row for name in PERCENTILES for row in _rows(claim, evidence, name)}
    figures = [found[name, _same(row)] for row in shown for name in PERCENTILES]
    first = shown[0]
    quarter, three = (found[name, _same(first)] for name in ("pay_p25", "pay_p75"))
    code = currency(first)
    said = (
        f"{_name(claim, first)}: half of the {numbers.plural(first.n_now or 0, 'vacancy', 'vacancies')} that state "
        f"base pay offer less than {numbers.money(first.estimate, code)} a year, the middle half "
        f"{numbers.money_span(quarter.estimate, three.estimate, code)}."
    )
    remarks = [*_coverage(evidence)]
    if few:
        remarks.insert(0, f"{numbers.plural(len(few), 'row')} with fewer than 30 vacancies or 10 employers left out.")
    return Answer(
        state="answered",
        said=said,
        figures=tuple(figures),
        tables=(_table(claim, shown, found),),
        chart=_chart(claim, shown, found),
        remarks=tuple(remarks),
    )


def _rows(claim: Claim, evidence: Evidence, metric: str) -> list[Figure]:
    given = claim.given
    dimension, by = given["dimension"], given.get("by")
    if given.get("source") == "topic":
        rows = evidence.withins(dimension, metric, "topic") if by else evidence.topics(dimension, metric)
    else:
        keys = evidence.topic.roles if given.get("keys") == "topic" else None
        rows = evidence.all(dimension, metric, keys)
        if keys is not None:
            whole = f"All of {evidence.topic.label}"
            rows = [*(replace(row, label=whole) for row in evidence.topics("all", metric)), *rows]
    return [row for row in rows if f"{by}=" in row.within] if by else rows


def _same(row: Figure) -> tuple[str, str, str, str]:
    return row.dimension, row.key, row.unit, row.within


def _name(claim: Claim, row: Figure) -> str:
    by = claim.given.get("by")
    name = row.within.partition(f"{by}=")[2].partition(";")[0].capitalize() if by else row.label
    return f"{name} ({currency(row)})"


def _none(claim: Claim, few: list[Figure]) -> str:
    if not few:
        return "No vacancy here states base pay."
    largest = max(few, key=lambda row: row.n_now or 0)
    return (
        f"No row reaches 30 vacancies of 10 employers that state base pay in one currency; the largest, "
        f"{_name(claim, largest)}, has {numbers.count(largest.n_now)}."
    )


def _coverage(evidence: Evidence) -> tuple[str, ...]:
    shown = next(iter(evidence.spread("pay", "within")), None)
    if shown is None or shown.estimate is None:
        return ()
    said = (
        f"{numbers.share(shown.estimate)} of the vacancies of {evidence.topic.label} state base or total pay "
        f"({numbers.count(shown.n_now)} of {numbers.count(shown.of)}); the others may pay otherwise."
    )
    return (said,)


def _table(claim: Claim, shown: list[Figure], found: dict[tuple[str, tuple[str, str, str, str]], Figure]) -> Table:
    lines = tuple(
        (
            Cell(text=_name(claim, row)), *(cells.money(found[name, _same(row)]) for name in PERCENTILES),
            cells.count(row.n_now), cells.count(row.employers),
        )
        for row in shown
    )  # fmt: skip
    heads = ("Name and currency", "10th", "25th", "Median", "75th", "90th", "Vacancies", "Employers")
    return Table(
        caption="Percentiles of stated annual base pay", heads=heads, lines=lines, wide=frozenset({1, 2, 4, 5, 7})
    )


def _chart(
    claim: Claim, shown: list[Figure], found: dict[tuple[str, tuple[str, str, str, str]], Figure]
) -> Chart | None:
    code = currency(shown[0])
    rows = [row for row in shown if currency(row) == code][:8]
    middle = next((row.estimate for row in rows if row.estimate), 0.0)
    return charts.ranges(
        [
            charts.Range(
                label=_name(claim, row), value=cells.money(row), low=found["pay_p25", _same(row)].estimate,
                high=found["pay_p75", _same(row)].estimate,
            )
            for row in rows
        ],
        middle=middle,
        caption=f"Median and middle half of stated base pay in {code}; the vertical line is the largest row's median",
    )  # fmt: skip
