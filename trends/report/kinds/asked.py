"""What vacancies of the topic require besides skills: a degree, or work that can be seen."""

from trends.digest import numbers
from trends.report import cells
from trends.report.evidence import Evidence
from trends.report.records import Answer, Cell, Claim, Figure, State, Table
from trends.verdict import INSUFFICIENT


def answer(claim: Claim, evidence: Evidence) -> Answer:
    """Return the part of the topic's vacancies that requires each, now and then, and how that is elsewhere."""
    base = evidence.span.now.base.key
    rows = [
        (
            _find(evidence, dimension, key), _find(evidence, dimension, key, base),
            _quotient(evidence, dimension, key), label,
        )
        for dimension, key, label in _asked(claim, evidence)
    ]  # fmt: skip
    known = [one for one in rows if one[0] is not None]
    if not known:
        return Answer(state="too few", said=f"No vacancy of {evidence.topic.label} requires any of these.")
    lines = tuple(
        (Cell(text=label), cells.part(now), cells.share(now), cells.points(now, then), cells.quotient(quotient))
        for now, then, quotient, label in known
    )
    said = "; ".join(
        f"{label} {numbers.share(now.estimate)} ({numbers.count(now.n_now)} of {numbers.count(now.of)})"
        for now, _, _, label in known
        if now is not None and now.n_now
    )
    state: State = "too few" if all(now is None or now.verdict == INSUFFICIENT for now, *_ in known) else "answered"
    return Answer(
        state=state,
        said=f"Of the vacancies of {evidence.topic.label}: {said}." if said else "None is asked for.",
        figures=tuple(row for one in known for row in one[:3] if row is not None),
        tables=(
            Table(
                caption="Asked for",
                heads=("What", "Vacancies", "Part", "Points since", "Quotient"),
                lines=lines,
                wide=frozenset({3}),
            ),
        ),
    )  # fmt: skip


def _asked(claim: Claim, evidence: Evidence) -> list[tuple[str, str, str]]:
    skills = [("skill", key, evidence.label("skill", key)) for key in claim.given["keys"]]
    return [("degree", "required", "Degree required"), *skills]


def _find(evidence: Evidence, dimension: str, key: str, period: str | None = None) -> Figure | None:
    return cells.by_key(evidence.spread(dimension, "within", period)).get(key)


def _quotient(evidence: Evidence, dimension: str, key: str) -> Figure | None:
    return cells.by_key(evidence.spread(dimension, "location_quotient")).get(key)
