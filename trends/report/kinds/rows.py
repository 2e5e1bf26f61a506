"""A claim that one metric of the series answers as it is."""

from trends.report import more
from trends.report.evidence import Evidence
from trends.report.records import Answer, Claim
from trends.verdict import INSUFFICIENT


def answer(claim: Claim, evidence: Evidence) -> Answer:
    """Return the metric's rows, or that the series has none."""
    rows = more.rows_of(claim.given, evidence)
    if not rows:
        return Answer(state="not measured", said=f"The series holds no {claim.given['noun']} for this period.")
    told = [row for row in rows if row.verdict != INSUFFICIENT and row.estimate is not None]
    if not told:
        said = f"No {claim.given['noun']} has enough vacancies for a figure."
        return Answer(state="too few", said=said, figures=tuple(rows))
    first = told[0]
    cell = more.value(first)
    said = f"{first.label}: {cell.text}" + (f" ({cell.small})." if cell.small else ".")
    return Answer(state="answered", said=said, figures=tuple(told), tables=(more.table_of(claim.given, told),))
