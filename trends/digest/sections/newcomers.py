"""What hardly existed a year ago."""

from trends.digest import numbers, ranking, wording
from trends.digest.blocks import Entries, Entry
from trends.digest.material import GROWTH, Material
from trends.digest.records import Row
from trends.verdict import LEAST_EMPLOYERS, LEAST_VACANCIES

MOST = 6
DIMENSIONS = ("role", "skill", "place")


def section(material: Material) -> Entries | None:
    """Return roles, skills and places that several employers now advertise and hardly any did a year ago."""
    rows = [row for name in DIMENSIONS for row in material.rows.of(name, GROWTH) if ranking.is_newcomer(row)]
    if not rows:
        return None
    largest = sorted(rows, key=lambda row: (-(row.n_now or 0), row.dimension, row.key))[:MOST]
    return Entries(
        title="New on the map",
        hint=f"At least {LEAST_VACANCIES} vacancies from {LEAST_EMPLOYERS} employers, and at most a fifth as many "
        f"in {wording.base(material.period)}: too few then for a growth rate.",
        entries=tuple(Entry(name=row.label, said=_said(row)) for row in largest),
        files=tuple(
            f"{name}_{material.period.every}.csv" for name in DIMENSIONS if any(r.dimension == name for r in rows)
        ),
    )


def _said(row: Row) -> str:
    then = "none" if not row.n_then else numbers.count(row.n_then)
    vacancies = numbers.plural(row.n_now or 0, "vacancy", "vacancies")
    return f"({row.dimension}): {vacancies} at {numbers.plural(row.employers or 0, 'employer')}, {then} a year ago"
