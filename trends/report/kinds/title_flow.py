"""Which role rises with the skills of one that falls."""

from trends.digest import numbers, ranking
from trends.report import cells
from trends.report.evidence import Evidence
from trends.report.records import Answer, Cell, Claim, Figure, Table
from trends.verdict import FALLING, INSUFFICIENT, RISING

METRIC = "title_flow"
MOST = 15


def answer(_claim: Claim, evidence: Evidence) -> Answer:
    """Return each falling role with the rising one most like it; where there is none, the roles that were looked at."""
    if not evidence.span.now.is_year_apart:
        return Answer(state="not measured", said="Flows between titles are measured over one year only.")
    growth = [row for row in evidence.all("role", "growth") if row.verdict != INSUFFICIENT and row.estimate is not None]
    if not growth:
        return Answer(state="too few", said="No role has enough vacancies in both windows to rise or fall surely.")
    flows = evidence.withins("role", METRIC)
    if not flows:
        moved = ranking.moved(growth, RISING, FALLING)
        said = "No role fell surely while another one with like skills rose surely."
        return Answer(state="answered", said=said, figures=tuple(growth), tables=(_looked_at(moved or growth),))
    flows.sort(key=lambda row: (-(row.estimate or 0), row.key))
    known = cells.by_key(growth)
    first = flows[0]
    said = (
        f"{first.label} fell ({_change(known, first.key)}) while {_rising(evidence, first)} rose "
        f"({_change(known, _rising_key(first))}); their skills are {numbers.share(first.estimate)} alike."
    )
    return Answer(
        state="answered",
        said=said,
        figures=(*flows, *growth),
        tables=(_flows(evidence, flows, known),),
        remarks=("Like skills do not say that a title was changed: both kinds of work may simply ask for them.",),
    )


def _flows(evidence: Evidence, flows: list[Figure], known: dict[str, Figure]) -> Table:
    lines = tuple(
        (
            cells.name(row), cells.change(known.get(row.key)), Cell(text=_rising(evidence, row)),
            cells.change(known.get(_rising_key(row))), cells.share(row), cells.count(row.employers),
        )
        for row in flows[:MOST]
    )  # fmt: skip
    heads = ("Falls", "Change", "Rises with like skills", "Change", "Alike", "Employers")
    return Table(caption="Falling roles and where their skills are asked for now", heads=heads, lines=lines,
                 wide=frozenset({5}))  # fmt: skip


def _looked_at(rows: list[Figure]) -> Table:
    lines = tuple((cells.name(row), cells.change(row), cells.sure(row)) for row in rows[:MOST])
    return Table(caption="Roles that moved, or the largest", heads=("Role", "Change", "Sure?"), lines=lines)


def _rising_key(row: Figure) -> str:
    return row.within.partition("=")[2]


def _rising(evidence: Evidence, row: Figure) -> str:
    return evidence.label("role", _rising_key(row))


def _change(known: dict[str, Figure], key: str) -> str:
    return numbers.change(known[key].estimate) if key in known else "not told"
