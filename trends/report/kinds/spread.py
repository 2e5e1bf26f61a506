"""How the topic is spread over places, sectors, ways of working, or other roles."""

from trends.digest import numbers
from trends.report import cells, charts
from trends.report.evidence import Evidence
from trends.report.records import Answer, Claim, Figure, Table
from trends.verdict import INSUFFICIENT

MOST = 12
KINDS = {"metro": "Metropolitan areas", "region": "Regions", "country": "Countries"}


def answer(claim: Claim, evidence: Evidence) -> Answer:
    """Return counts, parts and quotients of the dimension's keys, the largest first."""
    dimension, noun = claim.given["dimension"], claim.given["noun"]
    quotients = [row for row in evidence.spread(dimension, "location_quotient") if _counts(claim, evidence, row)]
    told = [row for row in quotients if row.verdict != INSUFFICIENT]
    told.sort(key=lambda row: (-(row.n_now or 0), row.key))
    if not told:
        some = sum(1 for row in quotients if row.n_now)
        said = (
            f"No {noun} has 30 vacancies in English from 10 employers; {numbers.plural(some, noun)} name "
            f"{evidence.topic.label} at all."
            if quotients
            else f"No {noun} is known of any vacancy in the window."
        )
        return Answer(state="too few", said=said, figures=tuple(row for row in quotients if row.n_now))
    groups = evidence.groups(dimension)
    kinds = [kind for kind in KINDS if any(groups.get(row.key) == kind for row in told)] or [""]
    shown = [row for row in told if groups.get(row.key, "") == kinds[0]] if kinds[0] else told
    tables = tuple(
        _table(claim, evidence, [row for row in told if not kind or groups.get(row.key) == kind], KINDS.get(kind, ""))
        for kind in kinds
    )
    keys = {row.key for row in told}
    behind = [
        row
        for metric in ("having", "within")
        for period in (evidence.span.now.key, evidence.span.now.base.key)
        for row in evidence.spread(dimension, metric, period)
        if row.key in keys
    ]
    few = len([row for row in quotients if row.n_now]) - len(told)
    remarks = (claim.given["remark"],) if "remark" in claim.given else ()
    if claim.given.get("known"):
        remarks = (*remarks, _known(claim, evidence))
    if few > 0:
        left = f"{numbers.plural(few, noun)} with fewer than 30 vacancies or 10 employers left out."
        remarks = (left, *remarks)
    return Answer(
        state="answered",
        said=_said(claim, evidence, shown),
        figures=(*told, *behind),
        tables=tables,
        chart=charts.ranges(
            [
                charts.Range(label=row.label, value=cells.quotient(row), low=row.low, high=row.high)
                for row in shown[: MOST - 4]
                if row.estimate
            ],
            middle=1.0,
            caption=f"How much more often {evidence.topic.label} is named than on average, with its 95% range; the "
            "vertical line is the average",
            is_ratio=True,
        ),
        remarks=remarks,
    )


def _known(claim: Claim, evidence: Evidence) -> str:
    rows = evidence.spread(claim.given["dimension"], "within")
    known, of = sum(row.n_now or 0 for row in rows), max((row.of or 0 for row in rows), default=0)
    return (
        f"The {claim.given['noun']} is known of {numbers.count(known)} of {numbers.count(of)} vacancies of "
        f"{evidence.topic.label}; parts are of all of them."
    )


def _counts(claim: Claim, evidence: Evidence, row: Figure) -> bool:
    return not (claim.given.get("other") and row.key in evidence.topic.roles)


def _said(claim: Claim, evidence: Evidence, shown: list[Figure]) -> str:
    dimension, topic = claim.given["dimension"], evidence.topic.label
    within, having = (cells.by_key(evidence.spread(dimension, metric)) for metric in ("within", "having"))
    first = next((row for row in shown if row.key == claim.given.get("headline")), shown[0])
    part, own = within[first.key], having[first.key]
    text = (
        f"{first.label}: {numbers.count(first.n_now)} of {numbers.count(part.of)} vacancies of {topic}, "
        f"{numbers.share(part.estimate)} ({numbers.share_span(part.low, part.high)})"
    )
    then = cells.by_key(evidence.spread(dimension, "within", evidence.span.now.base.key)).get(first.key)
    if then is not None and then.estimate is not None and part.estimate is not None:
        text += f", {numbers.points(part.estimate - then.estimate)} against {evidence.span.now.base.key}"
    if claim.given.get("other"):
        of = numbers.plural(own.of or 0, "vacancy", "vacancies")
        own_range = numbers.share_span(own.low, own.high)
        text = f"{first.label}: {numbers.share(own.estimate)} of its {of} name {topic} ({own_range})"
    sure = [row for row in shown if (row.low or 0) > 1]
    surest = max(sure, key=lambda row: row.low or 0, default=None)
    if surest is None:
        return f"{text}. In no {claim.given['noun']} is {topic} surely named more often than on average."
    return (
        f"{text}. More often than on average it is named, most surely, in vacancies of {surest.label}: "
        f"{numbers.times(surest.estimate)} ({numbers.times_span(surest.low, surest.high)})."
    )


def _table(claim: Claim, evidence: Evidence, rows: list[Figure], caption: str) -> Table:
    dimension = claim.given["dimension"]
    within, having = (cells.by_key(evidence.spread(dimension, metric)) for metric in ("within", "having"))
    then = cells.by_key(evidence.spread(dimension, "having", evidence.span.now.base.key))
    lines = tuple(
        (
            cells.name(row), cells.part(having[row.key]), cells.share(having[row.key]),
            cells.points(having[row.key], then.get(row.key)), cells.share(within[row.key]), cells.quotient(row),
        )
        for row in rows[:MOST]
    )  # fmt: skip
    noun = str(claim.given["noun"])
    topic = evidence.topic.label
    heads = (noun.capitalize(), topic, f"Part naming {topic}", "Points since", f"Part of all {topic}", "Quotient")
    more = f", the {MOST} largest" if len(rows) > MOST else ""
    title = caption or f"By {noun}"
    return Table(caption=f"{title}{more}", heads=heads, lines=lines, wide=frozenset({3, 4}))
