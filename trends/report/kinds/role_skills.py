"""What the vacancies of each role ask for."""

from trends.digest import numbers
from trends.report import cells
from trends.report.evidence import Evidence
from trends.report.records import Answer, Claim, Figure, Table
from trends.verdict import INSUFFICIENT

MOST = 10


def answer(_claim: Claim, evidence: Evidence) -> Answer:
    """Return the skills named most, a table a role that has enough vacancies."""
    told: list[tuple[str, list[Figure]]] = []
    few: list[str] = []
    for role in sorted(evidence.topic.roles):
        rows = sorted(evidence.of_role(role), key=lambda row: (-(row.estimate or 0), row.key))
        skills = [row for row in rows if row.dimension == "skill" and row.n_now]
        label = evidence.label("role", role)
        if skills and skills[0].verdict != INSUFFICIENT:
            told.append((label, skills[:MOST]))
        else:
            few.append(f"{label} ({numbers.count(skills[0].of if skills else 0)})")
    remarks = (f"Fewer than 30 vacancies in English or 10 employers: {', '.join(few)}.",) if few else ()
    if not told:
        return Answer(state="too few", said="No role of the topic has 30 vacancies in English.", remarks=remarks)
    told.sort(key=lambda one: -(one[1][0].of or 0))
    said = " ".join(
        f"{label}: {', '.join(f'{row.label} {numbers.share(row.estimate)}' for row in rows[:3])}."
        for label, rows in told
    )
    return Answer(
        state="answered",
        said=said,
        figures=tuple(row for _, rows in told for row in rows),
        tables=tuple(_table(label, rows) for label, rows in told),
        remarks=remarks,
    )


def _table(label: str, rows: list[Figure]) -> Table:
    of = numbers.plural(rows[0].of or 0, "vacancy", "vacancies")
    lines = tuple((cells.name(row), cells.count(row.n_now), cells.share(row)) for row in rows)
    return Table(
        caption=f"{label}, {of} in English",
        heads=("Skill", "Vacancies", "Part of the role's"),
        lines=lines,
    )
