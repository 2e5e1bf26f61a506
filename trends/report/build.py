"""From evidence to the page and its tables."""

from dataclasses import replace
from importlib import import_module
from pathlib import Path

from trends.digest import numbers, render, wording
from trends.digest.records import Scope
from trends.mart.read import Mart
from trends.report.claims import load_claims
from trends.report.evidence import Evidence, topic_of
from trends.report.files import csv_of
from trends.report.more import more
from trends.report.records import STATES, Answer, Claim, Report
from trends.report.span import Span


def build(mart: Path, series: Path, span: Span, topic: str, scope: Scope) -> Report:
    """Return the report on one topic; raises JobtideError for an unknown topic and a period that was not measured."""
    with Mart(mart) as opened:
        evidence = Evidence(mart=opened, series=series, span=span, topic=topic_of(topic), scope=scope)
        return _told(evidence)


def _told(evidence: Evidence) -> Report:
    span, scope = evidence.span, evidence.scope
    for claim in load_claims():
        kind = import_module(f"trends.report.kinds.{claim.kind}")
        evidence.told.append((named(claim, evidence), _with_more(claim, evidence, kind.answer(claim, evidence))))
    answers = tuple(evidence.told)
    tables = {claim.file: csv_of(answer.figures) for claim, answer in answers if answer.figures}
    title = f"{evidence.topic.label} in job postings: {wording.name(span.now)}"
    if not span.now.is_year_apart:
        title += f" against {wording.name(span.now.base)}"
    html = render.plain(
        "report.html.j2",
        title=f"SAMPLE: {title}" if scope.sample else title,
        headline=title,
        scope_line=_scope_line(evidence),
        lead=_lead(answers),
        windows=wording.windows(span.now),
        season="" if span.is_same_season else SEASONS,
        sections=[(claim, answer, _documents(evidence, answer)) for claim, answer in answers],
        states=STATES,
        files=frozenset(tables),
        notes=(*scope.left_out, *scope.notes),
        is_sample=scope.sample,
    )
    return Report(title=title, html=html, tables=tables, answers=answers)


SEASONS = (
    "The two periods lie in different seasons: part of any change is the time of year. "
    "Compare whole years apart to be rid of it."
)


def _with_more(claim: Claim, evidence: Evidence, answer: Answer) -> Answer:
    tables, figures = more(claim.given.get("also", ()), evidence)
    return replace(answer, tables=(*answer.tables, *tables), figures=(*answer.figures, *figures))


def named(claim: Claim, evidence: Evidence) -> Claim:
    """Return the claim with the topic's name in its words."""
    words = {name: getattr(claim, name).replace("{topic}", evidence.topic.label) for name in ("question", "definition")}
    return Claim(**{name: getattr(claim, name) for name in Claim.__slots__} | words)


def _scope_line(evidence: Evidence) -> str:
    period = evidence.span.now
    parts = [f"{wording.name(period)} compared with {wording.name(period.base)}", evidence.scope.name]
    return " · ".join(part for part in parts if part)


def _lead(answers: tuple[tuple[Claim, Answer], ...]) -> str:
    number = {state: sum(answer.state == state for _, answer in answers) for state in STATES}
    text = (
        f"{numbers.count(len(answers))} kinds of claim that market reports make, held against these postings: "
        f"{numbers.count(number['answered'])} answered"
    )
    if number["too few"]:
        text += f", {numbers.count(number['too few'])} resting on too few postings"
    if number["not measured"]:
        text += f", {numbers.count(number['not measured'])} not measured here"
    return f"{text}, and {numbers.count(number['cannot'])} that postings cannot answer."


def _documents(evidence: Evidence, answer: Answer) -> list[tuple[str, str]]:
    """Return what has to stand beside a number, as name and words."""
    figures = answer.figures
    if not figures:
        return []
    methods = sorted({row.method for row in figures if row.method})
    vocabularies = sorted({row.vocabulary for row in figures if row.vocabulary})
    boards = max((row.boards for row in figures if row.boards), default=None)
    source = evidence.scope.name or "the boards in the store"
    if boards is not None:
        source += f"; largest row on {numbers.plural(boards, 'board')}"
    return [
        ("Window", answer.window or wording.windows(evidence.span.now)),
        ("Source", source),
        ("Method", f"{', '.join(methods)}; vocabulary {', '.join(vocabularies)}"),
    ]
