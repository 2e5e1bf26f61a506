"""Employers with most vacancies of the topic."""

from trends.digest import numbers
from trends.report import cells
from trends.report.evidence import Evidence
from trends.report.records import Answer, Claim, Table

MOST = 20


def answer(_claim: Claim, evidence: Evidence) -> Answer:
    """Return new and, where boards show closings, open vacancies of the largest employers."""
    new = [row for row in evidence.topics("employer", "new") if row.n_now]
    new.sort(key=lambda row: (-(row.n_now or 0), row.key))
    if not new:
        return Answer(state="too few", said=f"No employer with a name advertised {evidence.topic.label} in the window.")
    still = cells.by_key(evidence.topics("employer", "open"))
    total = sum(row.n_now or 0 for row in new)
    first = new[0]
    shows = any(row.estimate for row in still.values())
    said = (
        f"{numbers.plural(len(new), 'employer')} advertised {evidence.topic.label}, {first.label} most: "
        f"{numbers.plural(first.n_now or 0, 'vacancy', 'vacancies')} of {numbers.count(total)}"
    )
    if shows and first.key in still:
        said += f", {numbers.count(still[first.key].estimate)} of its vacancies open on the last day"
    shown = new[:MOST]
    lines = []
    for row in shown:
        number = still[row.key].estimate if row.key in still else None
        lines.append((cells.name(row), cells.count(row.n_now), *((cells.count(number),) if shows else ())))
    heads = ("Employer", "New vacancies", *(("Open on the last day",) if shows else ()))
    more = f", the {MOST} largest of {numbers.count(len(new))}" if len(new) > MOST else ""
    return Answer(
        state="answered",
        said=f"{said}.",
        figures=(*new, *(still[row.key] for row in shown if row.key in still)),
        tables=(Table(caption=f"Employers{more}", heads=heads, lines=tuple(lines)),),
        remarks=() if shows else ("None of these boards shows when a posting closes, so open vacancies are unknown.",),
        window=f"new in {evidence.span.now.key}",
    )
