"""Which kinds of pay vacancies of the topic state: base, total, on-target earnings, bonus, equity."""

from trends.digest import numbers
from trends.report import cells
from trends.report.evidence import Evidence
from trends.report.records import Answer, Cell, Claim, Table
from trends.verdict import INSUFFICIENT

KINDS = {
    "base": "Base pay",
    "total": "Total pay",
    "ote": "On-target earnings",
    "bonus": "A bonus with its amount",
    "equity": "Equity with its amount",
}


def answer(_claim: Claim, evidence: Evidence) -> Answer:
    """Return the part of the topic's vacancies that states each kind, now and then."""
    now = cells.by_key(evidence.spread("offer", "within"))
    then = cells.by_key(evidence.spread("offer", "within", evidence.span.now.base.key))
    known = [key for key in KINDS if key in now and now[key].n_now]
    if not known:
        return Answer(state="too few", said=f"No vacancy of {evidence.topic.label} states pay of any kind.")
    lines = tuple(
        (Cell(text=KINDS[key]), cells.part(now[key]), cells.share(now[key]), cells.points(now[key], then.get(key)))
        for key in known
    )
    said = ", ".join(
        f"{KINDS[key][0].lower()}{KINDS[key][1:]} {numbers.share(now[key].estimate)} ({numbers.count(now[key].n_now)})"
        for key in known
    )
    rare = [KINDS[key][0].lower() + KINDS[key][1:] for key in KINDS if key not in known]
    text = f"Of {numbers.count(now[known[0]].of)} vacancies of {evidence.topic.label}, stated: {said}"
    if rare:
        text += f"; none states {' or '.join(rare)}"
    return Answer(
        state="too few" if now[known[0]].verdict == INSUFFICIENT else "answered",
        said=f"{text}.",
        figures=tuple(rows[key] for rows in (now, then) for key in known if key in rows),
        tables=(
            Table(caption="Kinds of pay stated", heads=("What", "Vacancies", "Part", "Points since"), lines=lines),
        ),
        remarks=("Equity or a bonus that is promised without an amount is no stated pay and not counted here.",),
    )
