"""A number is the same wherever it is read: mail, text, page, archive, CSVs, explanation and report."""

import csv
from pathlib import Path

import pytest
from lxml import html as lxml_html

from tests.trends.told.pages import DAY, put
from tests.trends.told.small import NOW, Told
from trends.digest import numbers
from trends.explain import explain
from trends.report import Report

ROLES = {
    "ai-engineer": "AI Engineer",
    "ml-engineer": "Machine Learning Engineer",
    "frontend-engineer": "Frontend Engineer",
}


@pytest.fixture(scope="module")
def outputs(told: Told, report: Report, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("outputs")
    return folder, put(told, report, folder), report


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def cells_of(document: str, label: str) -> str:
    """Return all that a page says in the table row that bears a name."""
    page = lxml_html.fromstring(document)
    rows = [row for row in page.iter("tr") if (head := row.find("th/bdi")) is not None and head.text == label]
    return " ".join(" ".join(row.text_content().split()) for row in rows)


@pytest.mark.parametrize("role", ROLES)
def test_the_growth_of_a_role_is_the_same_everywhere(outputs, told: Told, role: str) -> None:
    folder, digest, report = outputs
    (exported,) = [
        row
        for row in rows_of(folder / "archive" / NOW.key / "role_quarter.csv")
        if (row["key"], row["metric"], row["within"], row["country"]) == (role, "growth", "", "all")
    ]
    explained = explain(told.mart, told.series, NOW, f"role:{role}").row
    (quoted,) = [
        row for row in rows_of(folder / "report" / "claim-03.csv") if (row["key"], row["metric"]) == (role, "growth")
    ]

    for column in ("estimate", "low", "high", "n_now", "n_then", "employers"):
        assert float(exported[column]) == explained[column] == float(quoted[column])
    change = numbers.change(explained["estimate"])
    span = numbers.span(explained["low"], explained["high"])
    label = ROLES[role]
    assert change in (said := cells_of(report.html, label))
    assert span in said
    if role == "ai-engineer":
        archived = (folder / "archive" / NOW.key / "index.html").read_text("utf-8")
        for document in (digest.html, digest.page, archived):
            assert change in (said := cells_of(document, label))
            assert span in said
        (line,) = [line for line in digest.text.splitlines() if line.startswith(label) and "●" in line]
        assert f"{change} " in line
        assert span in line
        assert change in digest.subject
        assert f"{label} {change}" in (folder / "archive" / "feed.xml").read_text("utf-8")


@pytest.mark.parametrize("key", ["new", "open"])
def test_the_tiles_are_the_totals_of_the_series(outputs, told: Told, key: str) -> None:
    folder, digest, _ = outputs
    (total,) = [row for row in rows_of(folder / "archive" / NOW.key / "all_quarter.csv") if row["metric"] == key]
    said = numbers.count(float(total["estimate"]))

    assert f">{said}</div>" in digest.html
    assert f"{said}  {key} vacancies" in digest.text
    if key == "new":
        explained = explain(told.mart, told.series, NOW, "all", metric="new").row
        assert explained["estimate"] == float(total["estimate"])


def test_the_day_of_the_report_changes_no_number(told: Told, outputs) -> None:
    from tests.trends.told.pages import SCOPE
    from trends.report import build, span_of

    later = build(told.mart, told.series, span_of(DAY.date().replace(month=11), period=NOW), "ai", SCOPE)
    assert later.tables == outputs[2].tables
