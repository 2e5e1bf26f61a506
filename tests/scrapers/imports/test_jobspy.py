"""Tables of JobSpy: a board a site, pay only as the site gave it, no days covered."""

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from scrapers.imports.jobspy import import_jobspy, read_ad
from scrapers.store.errors import JobtideError
from scrapers.tables import BoardCoverageRow, BoardRow, PostingRow

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
ROW = {
    "id": "in-7",
    "site": "indeed",
    "job_url": "https://www.indeed.example/viewjob?jk=7",
    "job_url_direct": "https://acme.example/7",
    "title": "Welder",
    "company": "Acme",
    "location": "Ulm, DE",
    "date_posted": "2026-11-02",
    "job_type": "fulltime",
    "salary_source": "direct_data",
    "interval": "yearly",
    "min_amount": "40000.0",
    "max_amount": "50000.0",
    "currency": "EUR",
    "is_remote": "False",
    "emails": "a@acme.example",
    "description": "**You weld** steel & iron.",
}


def table(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ROW)
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_each_site_is_a_board_of_many_and_no_day_counts_as_observed(engine: Engine, tmp_path: Path) -> None:
    other = ROW | {"id": "in-8", "company": "Beta", "date_posted": "2026-11-05"}
    undated = ROW | {"id": "in-9", "date_posted": ""}
    file = table(tmp_path / "found.csv", ROW, other, ROW | {"site": "linkedin"}, undated)

    result = import_jobspy(engine, [file], None, NOW)

    assert (result.new, result.broken) == (3, (f"{file}:5: no posted_on",))
    with engine.connect() as connection:
        boards = connection.execute(
            select(BoardRow.platform, BoardRow.token, BoardRow.kind).order_by(BoardRow.token)
        ).all()
        spans = connection.scalar(select(func.count()).select_from(BoardCoverageRow))
        first = connection.execute(select(PostingRow.posted_on, PostingRow.first_seen)).first()
    assert [tuple(board) for board in boards] == [("jobspy", "indeed", "many"), ("jobspy", "linkedin", "many")]
    assert spans == 0
    assert first is not None
    assert first.posted_on == dt.date(2026, 11, 2)


def test_a_coverage_file_says_which_days_a_search_saw_whole(engine: Engine, tmp_path: Path) -> None:
    spans = tmp_path / "spans.csv"
    spans.write_text("board,from,to\njobspy/indeed,2026-11-01,2026-11-07\n", encoding="utf-8")

    import_jobspy(engine, [table(tmp_path / "found.csv", ROW)], spans, NOW)

    with engine.connect() as connection:
        (span,) = connection.execute(select(BoardCoverageRow.from_day, BoardCoverageRow.to_day)).all()
    assert tuple(span) == (dt.date(2026, 11, 1), dt.date(2026, 11, 7))


@pytest.mark.parametrize(
    ("changes", "pay"),
    [
        ({}, [(Decimal("40000.0"), Decimal("50000.0"), "EUR", "year")]),
        ({"interval": "hourly", "max_amount": "nan"}, [(Decimal("40000.0"), None, "EUR", "hour")]),
        ({"salary_source": "description"}, []),
        ({"min_amount": "", "max_amount": ""}, []),
    ],
)
def test_pay_that_the_tool_guessed_from_the_text_is_left_out(changes: dict[str, str], pay: list[object]) -> None:
    ad = read_ad(ROW | changes, NOW.date())

    assert not isinstance(ad, str)
    assert [(one.low, one.high, one.currency, one.per) for one in ad.posting.pay_said] == pay


def test_another_table_is_refused_with_the_column_that_it_lacks(engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("board,title\nacme,Welder\n", encoding="utf-8")

    with pytest.raises(JobtideError, match="no column 'site'"):
        import_jobspy(engine, [file], None, NOW)
