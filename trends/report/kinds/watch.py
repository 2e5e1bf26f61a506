"""Young roles, and roles that were foretold: even a single posting counts."""

from trends.digest import numbers, ranking
from trends.report import cells
from trends.report.evidence import Evidence
from trends.report.records import Answer, Cell, Claim, Figure, Table
from trends.verdict import INSUFFICIENT


def answer(claim: Claim, evidence: Evidence) -> Answer:
    """Return count, employers and first day of each role on the list."""
    keys = list(claim.given["keys"])
    rows = cells.by_key(evidence.all("role", "growth", keys))
    new = cells.by_key(evidence.all("role", "new", keys))
    seen = evidence.first_seen("role", keys)
    lines, said = [], []
    for key in sorted(keys, key=lambda key: (-(rows[key].n_now or 0) if key in rows else 1, key)):
        row, label = rows.get(key), evidence.label("role", key)
        lines.append(
            (
                Cell(text=label), cells.count(row.n_now if row else 0), cells.count(row.n_then if row else 0),
                cells.count(row.employers if row else 0), Cell(text=_standing(row)), cells.day(seen.get(key)),
            )
        )  # fmt: skip
        if row is not None and row.n_now:
            said.append(
                f"{label}: {numbers.plural(row.n_now, 'vacancy', 'vacancies')}, {numbers.count(row.n_then)} then"
            )
    text = "; ".join(said) + "." if said else "None of these roles is advertised in the window."
    never = [evidence.label("role", key) for key in keys if key not in seen]
    heads = ("Role", "Vacancies now", "Then", "Employers", "Standing", "First seen")
    return Answer(
        state="answered",
        said=text,
        figures=(*rows.values(), *new.values()),
        tables=(Table(caption="Roles on the list", heads=heads, lines=tuple(lines), wide=frozenset({3, 4})),),
        remarks=(f"Never seen in this store: {', '.join(never)}.",) if never else (),
    )


def _standing(row: Figure | None) -> str:
    if row is None:
        return "none seen"
    if ranking.is_newcomer(row):
        return "newcomer"
    return "too few" if row.verdict == INSUFFICIENT else row.verdict
