"""The section on titles that merge into others, of a market in which one does."""

import datetime as dt
from pathlib import Path

import pytest

from tests.trends.families.test_title_flow import QUARTER, market
from tests.trends.told.pages import DAY, SCOPE
from trends.measure import measure
from trends.metrics import load_metrics
from trends.periods import Period
from trends.report import build, span_of
from trends.report.records import Answer

pytestmark = pytest.mark.long
NOW = Period.parse(QUARTER)
FAMILIES = ("counts", "growth", "shares", "title_flow")
MEASURED = [metric for metric in load_metrics().values() if metric.family in FAMILIES]


def told(first: dt.date | None = None, **skills: tuple[str, ...]) -> Answer:
    mart = market(**skills).write()
    measure(mart, Path("series"), NOW, MEASURED)
    span = span_of(DAY.date(), first=first, last=NOW.span.last)
    report = build(mart, Path("series"), span, "ai", SCOPE)
    return next(answer for claim, answer in report.answers if claim.number == 21)


def test_a_flow_is_told_with_both_changes_and_says_what_it_does_not_say() -> None:
    answer = told(old_webmaster=("html", "php"), new_web_engineer=("html", "php", "react"))

    assert answer.state == "answered"
    assert answer.said == (
        "old-webmaster fell (−50%) while new-web-engineer rose (+100%); their skills are 83.2% alike."
    )
    assert [cell.text for cell in answer.tables[0].lines[0]][:1] == ["old-webmaster"]
    assert "do not say that a title was changed" in answer.remarks[0]


@pytest.mark.parametrize(
    "skills", [{"old_webmaster": ("html",)}, {"old_webmaster": ("html",), "new_nurse": ("triage",)}]
)
def test_without_a_flow_the_roles_that_moved_are_shown(skills: dict[str, tuple[str, ...]]) -> None:
    answer = told(**skills)

    assert answer.said == "No role fell surely while another one with like skills rose surely."
    assert len(answer.tables[0].lines) == len(skills)


def test_between_other_periods_than_a_year_apart_no_flow_is_measured() -> None:
    answer = told(dt.date(2025, 7, 1), old_webmaster=("html", "php"), new_webmaster=("html", "php"))

    assert (answer.state, answer.figures) == ("not measured", ())
