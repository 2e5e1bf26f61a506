"""Roles in the order of their growth."""

from trends.digest import numbers, ranking
from trends.report import cells, charts
from trends.report.evidence import Evidence
from trends.report.records import Answer, Cell, Claim, Figure, Table
from trends.verdict import CLOSE, FALLING, FLAT_WORD, INSUFFICIENT, RISING

MOST = 15


def answer(_claim: Claim, evidence: Evidence) -> Answer:
    """Return every role that can be ranked, and the topic's own roles wherever they stand."""
    rows = evidence.all("role", "growth")
    ranked = [*ranking.moved(rows, RISING), *_by_estimate(rows), *reversed(ranking.moved(rows, FALLING))]
    own = [row for row in rows if row.key in evidence.topic.roles]
    unranked = sorted((row for row in own if row.verdict == INSUFFICIENT), key=lambda row: (-(row.n_now or 0), row.key))
    if not ranked:
        return Answer(
            state="too few", said="No role has 30 matched vacancies of 10 employers in both windows.",
            figures=tuple(own), tables=_own(unranked),
        )  # fmt: skip
    place = {row.key: at for at, row in enumerate(ranked, 1)}
    return Answer(
        state="answered",
        said=_said(evidence, ranked, own),
        figures=(*ranked, *unranked),
        tables=(_table(ranked, place), *_own(unranked)),
        chart=charts.ranges(
            [
                charts.Range(label=row.label, value=cells.change(row), low=row.low, high=row.high)
                for row in ranked[:MOST]
            ],
            middle=0.0,
            caption="Change of vacancies with its 95% range; the vertical line is no change",
        ),
        remarks=(
            "A mark points up or down only where the change stands after correction for the number of roles tested.",
        ),
    )  # fmt: skip


def _by_estimate(rows: list[Figure]) -> list[Figure]:
    unsure = [row for row in rows if row.verdict in (CLOSE, FLAT_WORD)]
    return sorted(unsure, key=lambda row: (-(row.estimate or 0), row.key))


def _said(evidence: Evidence, ranked: list[Figure], own: list[Figure]) -> str:
    rising = [row for row in ranked if row.verdict == RISING]
    falling = [row for row in ranked if row.verdict == FALLING]
    if rising or falling:
        best = rising[0] if rising else falling[0]
        text = (
            f"{numbers.count(len(rising))} of {numbers.plural(len(ranked), 'role')} that can be ranked rose beyond "
            f"noise and {numbers.count(len(falling)) if falling else 'none'} fell; most surely {best.label} "
            f"{numbers.change(best.estimate)} ({numbers.span(best.low, best.high)})"
        )
    else:
        text = f"None of {numbers.plural(len(ranked), 'role')} that can be ranked rose or fell beyond noise"
    enough = [row for row in own if row.verdict != INSUFFICIENT]
    few = len(own) - len(enough)
    names = ", ".join(f"{row.label} {numbers.change(row.estimate)}" for row in enough)
    about = f"Of the roles of {evidence.topic.label}: {names}" if names else f"No role of {evidence.topic.label} is"
    about += " among them" if not names else ""
    rest = f"; {few} {'has' if few == 1 else 'have'} too few vacancies" if few else ""
    return f"{text}. {about}{rest}."


def _table(ranked: list[Figure], place: dict[str, int]) -> Table:
    lines = tuple(
        (
            cells.name(row), Cell(text=str(place[row.key]), sort=place[row.key]), cells.change(row),
            cells.count(row.n_now, f"was {numbers.count(row.n_then)}"), cells.count(row.employers), cells.sure(row),
        )
        for row in ranked
    )  # fmt: skip
    heads = ("Role", "Rank", "Change", "Vacancies", "Employers", "Sure?")
    return Table(caption="Roles that can be ranked", heads=heads, lines=lines, wide=frozenset({1, 4}))


def _own(rows: list[Figure]) -> tuple[Table, ...]:
    if not rows:
        return ()
    lines = tuple(
        (cells.name(row), cells.count(row.n_now), cells.count(row.n_then), cells.count(row.employers)) for row in rows
    )
    heads = ("Role", "Vacancies now", "Then", "Employers")
    return (Table(caption="Roles of the topic with too few vacancies to rank", heads=heads, lines=lines),)
