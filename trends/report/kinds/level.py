"""How often the topic is named: share and level, now, then, and in between."""

from trends.digest import numbers, wording
from trends.report import cells, charts
from trends.report.evidence import Evidence
from trends.report.records import Answer, Cell, Claim, Figure, Table
from trends.verdict import INSUFFICIENT

BOARDS = (
    "Counts rise and fall with the boards that are watched; the matched figures compare the same boards, and the share "
    "is least moved by them."
)


def answer(_claim: Claim, evidence: Evidence) -> Answer:
    """Return count and share in both windows, their ratios, matched growth, and a line over time."""
    now, then = _share(evidence, evidence.span.now.key), _share(evidence, evidence.span.now.base.key)
    if now is None or not now.n_now:
        return Answer(state="too few", said=f"No vacancy of the window names {evidence.topic.label}.")
    growth, share_growth = (
        next(iter(evidence.all("topic", metric, [evidence.topic.key])), None) for metric in ("growth", "share_growth")
    )
    over_time, figures = _over_time(evidence, now)
    return Answer(
        state="too few" if now.verdict == INSUFFICIENT else "answered",
        said=_said(evidence, now, then, growth),
        figures=(*(row for row in (now, then, growth, share_growth) if row), *figures),
        tables=(_windows(evidence, now, then, growth, share_growth), over_time),
        chart=charts.line(
            [(row[0].text, row[2].sort) for row in over_time.lines],
            texts=[row[2].text for row in over_time.lines],
            caption=f"Part of the vacancies in English that names {evidence.topic.label}, by {evidence.span.now.every}",
        ),
        remarks=(BOARDS,),
    )


def _share(evidence: Evidence, period: str) -> Figure | None:
    return next(iter(evidence.spread("all", "having", period)), None)


def _said(evidence: Evidence, now: Figure, then: Figure | None, growth: Figure | None) -> str:
    topic, span = evidence.topic.label, evidence.span.now
    text = (
        f"{numbers.count(now.n_now)} of {numbers.count(now.of)} vacancies in English name {topic} in "
        f"{wording.now(span)}: {numbers.share(now.estimate)} ({numbers.share_span(now.low, now.high)})"
    )
    if then is None or not then.n_now or not then.estimate or not now.estimate:
        return f"{text}; {wording.base(span)} holds none to compare with."
    text += (
        f", after {numbers.share(then.estimate)} in {wording.base(span)}. As a share {topic} stands at "
        f"{numbers.times(now.estimate / then.estimate)}, as a bare count at "
        f"{numbers.times((now.n_now or 0) / then.n_now)}"
    )
    if growth is None or growth.estimate is None:
        return f"{text}; no boards were observed in both windows."
    return f"{text}, on the same boards at {numbers.times(1 + growth.estimate)}."


def _windows(
    evidence: Evidence, now: Figure, then: Figure | None, growth: Figure | None, share_growth: Figure | None
) -> Table:
    lines = [(Cell(text=wording.now(evidence.span.now)), cells.part(now), cells.share(now), cells.count(now.employers))]
    if then is not None:
        base = Cell(text=wording.base(evidence.span.now))
        lines.append((base, cells.part(then), cells.share(then), cells.count(then.employers)))
    same = "matched vacancies"
    for row, said in ((growth, "Change of the count, same boards"), (share_growth, "Change of the share, same boards")):
        if row is not None:
            number = Cell(text=f"{numbers.count(row.n_now)} from {numbers.count(row.n_then)}", small=same)
            lines.append((Cell(text=said), number, cells.change(row), cells.count(row.employers)))
    return Table(
        caption="Both windows, and the change on the boards observed in both",
        heads=("", "Vacancies", "Share or change", "Employers"),
        lines=tuple(lines),
        wide=frozenset({3}),
    )


def _over_time(evidence: Evidence, now: Figure) -> tuple[Table, list[Figure]]:
    key = evidence.topic.key
    shares = evidence.lines("topic", [key], "share")[key]
    levels = dict(evidence.lines("topic", [key], "new")[key])
    lines, figures = [], []
    for period, share in shares:
        text = "not observed" if levels[period] is None else numbers.share(share)
        lines.append((Cell(text=period), cells.count(levels[period]), Cell(text=text, sort=share)))
        if share is not None and levels[period] is not None:
            figures.append(_point(now, period, share, levels[period] or 0.0))
    return Table(caption="Period by period, on whatever boards there were", heads=("Period", "Vacancies", "Share"),
                 lines=tuple(lines)), figures  # fmt: skip


def _point(like: Figure, period: str, share: float, level: float) -> Figure:
    return Figure(
        period=period, compared_with=None, dimension="topic", key=like.within.partition("=")[2], label=like.label,
        within="", country="all", metric="share", unit="share", estimate=share, low=None, high=None, n_now=round(level),
        n_then=None, of=None, employers=None, boards=None, coverage=None, verdict="", method="observed/1",
        vocabulary=like.vocabulary,
    )  # fmt: skip
