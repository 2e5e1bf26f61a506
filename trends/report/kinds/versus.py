"""Which of two rivals is asked for more often, and whether its lead grows."""

from trends.digest import numbers
from trends.report import cells, charts
from trends.report.evidence import Evidence
from trends.report.records import Answer, Cell, Claim, Figure, Table
from trends.rivals import BOTH, HEAD_TO_HEAD
from trends.verdict import INSUFFICIENT

EVEN = 0.5


def answer(claim: Claim, evidence: Evidence) -> Answer:
    """Return for each pair the part that asks for the first, now and then."""
    pairs = claim.given["pairs"]
    now, then = evidence.rivals(pairs), evidence.rivals(pairs, evidence.span.now.base.key)
    rows = [row for row in now if row.metric == HEAD_TO_HEAD and row.of]
    if not rows:
        return Answer(state="too few", said="None of these pairs is named in the window.")
    before = {row.within: row for row in then if row.metric == HEAD_TO_HEAD}
    both = {row.within: row for row in now if row.metric == BOTH}
    told = [row for row in rows if row.verdict != INSUFFICIENT]
    lines = tuple(
        (
            Cell(text=_name(evidence, row)), cells.part(row), cells.share(row),
            cells.share(before.get(row.within)), cells.points(row, before.get(row.within)),
            cells.count(both[row.within].estimate),
        )
        for row in rows
    )  # fmt: skip
    heads = ("First against second", "Only the first", "Part", "Part then", "Points since", "Both")
    return Answer(
        state="answered" if told else "too few",
        said=" ".join(_said(evidence, row, before.get(row.within)) for row in told or rows[:1]),
        figures=(*now, *then),
        tables=(
            Table(
                caption="Vacancies that ask for exactly one of two", heads=heads, lines=lines, wide=frozenset({3, 5})
            ),
        ),
        chart=charts.ranges(
            [
                charts.Range(label=_name(evidence, row), value=cells.share(row), low=row.low, high=row.high)
                for row in told
            ],
            middle=EVEN,
            caption="Part that asks for the first, with its 95% range; the vertical line is half",
        ),
    )  # fmt: skip


def _name(evidence: Evidence, row: Figure) -> str:
    return f"{row.label} or {_other(evidence, row)}"


def _other(evidence: Evidence, row: Figure) -> str:
    return evidence.label("skill", row.within.partition("|")[2])


def _said(evidence: Evidence, row: Figure, before: Figure | None) -> str:
    part = f"{numbers.count(row.n_now)} of {numbers.count(row.of)}"
    text = f"{row.label} alone in {part}, {_other(evidence, row)} alone in the rest"
    if row.verdict == INSUFFICIENT:
        return f"{text}: too few to tell."
    lead = row.label if (row.low or 0) > EVEN else _other(evidence, row) if (row.high or 1) < EVEN else "neither surely"
    text += f": {numbers.share(row.estimate)} ({numbers.share_span(row.low, row.high)}), {lead} leads"
    if before is None or before.estimate is None or before.verdict == INSUFFICIENT or row.estimate is None:
        return f"{text}."
    moved = cells.points(row, before)
    sure = "" if moved.direction != "level" else ", within the ranges"
    return f"{text}; {moved.text} since {evidence.span.now.base.key}{sure}."
