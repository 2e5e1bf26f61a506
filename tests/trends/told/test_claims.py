"""The list of claims holds together, and every claim gets an answer or a reason."""

from importlib import import_module
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extract.vocabulary import load_vocabulary
from scrapers.store.errors import JobtideError
from tests.trends.told.pages import DAY, SCOPE
from tests.trends.told.small import NOW, Told
from trends.digest.numbers import share
from trends.metrics import load_metrics
from trends.report import Report, build, span_of
from trends.report.claims import load_claims
from trends.report.records import Claim
from trends.series import read_series, series_file

CLAIMS = load_claims()


def test_all_29_kinds_of_claim_are_there_once() -> None:
    assert [claim.number for claim in CLAIMS] == list(range(1, 30))


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.title)
def test_a_claim_names_a_kind_and_known_things(claim: Claim) -> None:
    assert callable(import_module(f"trends.report.kinds.{claim.kind}").answer)
    assert bool(claim.cannot) == (claim.kind == "nothing")
    words = load_vocabulary()
    skills = [key for pair in claim.given.get("pairs", ()) for key in pair]
    keys = list(claim.given.get("keys", ())) if claim.given.get("keys") != "topic" else []
    known = words.roles if claim.kind == "watch" else words.skills
    assert set(keys) <= set(known)
    assert set(skills) <= set(words.skills)
    assert {one["metric"] for one in claim.given.get("also", ())} <= set(load_metrics())
    groups = {skill.group for skill in words.skills.values()}
    assert {*claim.given.get("groups", ()), *filter(None, [claim.given.get("in_group")])} <= groups


def test_every_claim_gets_a_sentence_and_every_number_its_documents(report: Report) -> None:
    for claim, answer in report.answers:
        assert len(answer.said) > 20, claim.title
        assert answer.said.endswith("."), claim.title
        assert "{" not in answer.said + claim.question + claim.definition
        if answer.state == "answered" and claim.number != 29:
            assert answer.tables, claim.title
            assert answer.figures or claim.kind == "watch", claim.title
    figures = [row for _, answer in report.answers for row in answer.figures]
    assert len(figures) > 200
    assert all(row.is_documented for row in figures)


def test_what_the_small_market_can_tell_is_told(report: Report) -> None:
    states = {claim.number: answer.state for claim, answer in report.answers}
    told = [number for number, state in states.items() if state == "answered"]
    assert {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 16, 17, 18, 19, 20, 22, 23, 24, 25, 29} <= set(told)
    assert [number for number, state in states.items() if state == "cannot"] == [27, 28]


def test_the_page_prints_each_section_with_window_source_method_and_file(report: Report) -> None:
    for claim, answer in report.answers:
        section = report.html[report.html.index(f'id="claim-{claim.number}"') :].partition("</dl>")[0]
        assert "<dt>Definition</dt>" in section
        if answer.figures:
            for name in ("Window", "Source", "Method", "Numbers"):
                assert f"<dt>{name}</dt>" in section, claim.title
            assert claim.file in report.tables


def test_a_chart_says_what_its_table_says(report: Report) -> None:
    drawn = 0
    for claim, answer in report.answers:
        if answer.chart is None:
            continue
        cells = {cell.text for table in answer.tables for line in table.lines for cell in line}
        values = [part.partition("<")[0] for part in answer.chart.svg.split("text-anchor=")[1:]]
        shown = [value.partition(">")[2].strip("▲▼■ \n") for value in values]
        shown = [value for value in shown if value and not value.startswith("20")]
        assert shown, claim.title
        assert set(shown) <= cells, claim.title
        drawn += 1
    assert drawn > 8


def test_level_and_series_say_the_same(report: Report, told: Told) -> None:
    rows = [row for row in read_series(told.series, NOW).to_pylist() if row["dimension"] == "topic"]
    number = {row["metric"]: row for row in rows if row["key"] == "ai" and not row["within"]}
    (_, answer) = report.answers[0]
    now = next(row for row in answer.figures if row.metric == "having" and row.period == NOW.key)
    assert now.n_now == number["new"]["n_now"]
    assert now.estimate == number["share"]["estimate"]
    assert share(number["share"]["estimate"]) in answer.said


def test_terms_have_the_shares_of_the_series_and_ranges_about_them(report: Report, told: Told) -> None:
    series = {
        row["key"]: row["estimate"]
        for row in read_series(told.series, NOW).to_pylist()
        if (row["dimension"], row["metric"], row["within"]) == ("skill", "share", "")
    }
    rows = [row for row in report.answers[18][1].figures if row.metric == "within"]
    assert {row.key for row in rows} == {"claude", "langchain"}
    for row in rows:
        assert row.estimate == series[row.key]
        assert (row.low or 1) < row.estimate < (row.high or 0)


def test_numbers_of_two_vocabularies_are_never_mixed(told: Told, tmp_path: Path) -> None:
    file = series_file(tmp_path, NOW)
    file.parent.mkdir(parents=True)
    table = read_series(told.series, NOW)
    at = table.schema.get_field_index("vocabulary")
    pq.write_table(table.set_column(at, "vocabulary", pa.array(["other"] * len(table))), file)
    with pytest.raises(JobtideError, match=r"tagged anew.*jobtide measure --period 2026-Q3"):
        build(told.mart, tmp_path, span_of(DAY.date(), period=NOW), "ai", SCOPE)
