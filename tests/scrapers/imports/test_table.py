import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from scrapers.imports.result import ImportResult
from scrapers.imports.table import import_csv
from scrapers.store.engine import open_engine
from scrapers.store.errors import JobtideError
from scrapers.tables import BoardCoverageRow, BoardRow, EmployerRow, PostingRow, PostingVersionRow
from tests.scrapers.ingest.board import dump
from tests.texts import with_html

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
HEADER = "board,external_id,title,employer,place,posted_on,closed_on,url,text,pay\n"
ROWS = HEADER + (
    "greenhouse/acme,1,Welder,Acme GmbH,Berlin,2024-01-02,2024-03-01,https://x.example/1,<p>Weld.</p>,EUR 50k\n"
    'greenhouse/acme,2,Cook,Acme,,2024-02-10,,,"Cook & bake\n\nfor us",\n'
    "list,1,Nurse,Zed,Bonn,2024-05-05,,,,\n"
    "list,2,Nurse,Ypsilon,Bonn,2024-05-01,,,,\n"
)
EVERYTHING = ("posting", "posting_version", "board", "board_coverage", "employer")


def run(engine: Engine, folder: Path, table: str | bytes, spans: str | None = None, **columns: str) -> ImportResult:
    file = folder / "ads.csv"
    file.write_bytes(table if isinstance(table, bytes) else table.encode())
    coverage = None
    if spans is not None:
        coverage = folder / "spans.csv"
        coverage.write_text("board,from,to\n" + spans)
    return import_csv(engine, [file], columns, coverage, NOW)


def spans_of(engine: Engine) -> dict[str, list[tuple[str, str]]]:
    span = BoardCoverageRow
    found: dict[str, list[tuple[str, str]]] = {}
    with engine.connect() as connection:
        joined = select(BoardRow.platform, BoardRow.token, span.from_day, span.to_day).join(
            BoardRow, BoardRow.id == span.board_id
        )
        for row in connection.execute(joined.order_by(span.from_day)):
            found.setdefault(f"{row.platform}/{row.token}", []).append((str(row.from_day), str(row.to_day)))
    return found


def test_rows_become_postings_dated_by_themselves(engine: Engine, tmp_path: Path) -> None:
    result = run(engine, tmp_path, ROWS)
    assert (result.read, result.new, result.boards, result.is_whole) == (4, 4, 2, True)
    assert result.months == ("2024-01", "2024-02", "2024-05")
    posting, version = PostingRow.__table__, PostingVersionRow
    with engine.connect() as connection:
        columns = (posting, version.said, version.bodies_id, version.part)
        joined = select(*columns).join(version, version.posting_id == posting.c.id)
        welder, cook, *_ = with_html(connection, joined.order_by(posting.c.posted_on))
        kinds = dict(connection.execute(select(BoardRow.token, BoardRow.kind)).all())
    assert welder.first_seen == dt.datetime(2024, 1, 2, tzinfo=dt.UTC)
    assert (welder.posted_on, welder.closed_on) == (dt.date(2024, 1, 2), dt.date(2024, 3, 1))
    assert (welder.html, welder.said["places"], welder.said["pay"][0]["said"]) == (
        "<p>Weld.</p>",
        ["Berlin"],
        "EUR 50k",
    )
    assert (cook.closed_on, cook.html) == (None, "Cook &amp; bake<p>for us")
    assert kinds == {"acme": "employer", "list": "many"}


def test_a_second_import_changes_no_row(engine: Engine, tmp_path: Path) -> None:
    run(engine, tmp_path, ROWS)
    before = dump(engine, *EVERYTHING)
    again = run(engine, tmp_path, ROWS)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 4)
    assert dump(engine, *EVERYTHING) == before


def test_a_later_table_closes_and_reopens(engine: Engine, tmp_path: Path) -> None:
    closed = select(PostingRow.closed_on).where(PostingRow.title == "Cook")
    ends = [ROWS, ROWS.replace("2024-02-10,,", "2024-02-10,2024-04-01,"), ROWS]
    found = []
    for table in ends:
        assert run(engine, tmp_path, table).changed == 0
        with engine.connect() as connection:
            found.append(connection.scalar(closed))
    assert found == [None, dt.date(2024, 4, 1), None]


def test_a_board_is_covered_from_its_first_to_its_last_date(engine: Engine, tmp_path: Path) -> None:
    run(engine, tmp_path, ROWS)
    expected = {"greenhouse/acme": [("2024-01-02", "2024-03-01")], "csv/list": [("2024-05-01", "2024-05-05")]}
    assert spans_of(engine) == expected


def test_a_coverage_file_has_the_last_word_on_the_boards_it_lists(engine: Engine, tmp_path: Path) -> None:
    run(engine, tmp_path, ROWS)
    rows = (
        "greenhouse/acme,2024-01-01,2024-01-20\ngreenhouse/acme,2024-01-15,2024-01-31\n"
        "greenhouse/acme,2024-03-01,2024-06-30\nquiet,2024-01-01,2024-12-31\n"
    )
    run(engine, tmp_path, ROWS, rows)
    assert spans_of(engine) == {
        "greenhouse/acme": [("2024-01-01", "2024-01-31"), ("2024-03-01", "2024-06-30")],
        "csv/list": [("2024-05-01", "2024-05-05")],
        "csv/quiet": [("2024-01-01", "2024-12-31")],
    }


def test_other_column_names_delimiters_and_orders_are_read(engine: Engine, tmp_path: Path) -> None:
    table = "\ufeffAds;Nr;Was;Wann;unused\nacme;1;Welder;2024-01-02T23:30:00-05:00;x\n"
    result = run(engine, tmp_path, table, board="Ads", external_id="Nr", title="Was", posted_on="Wann")
    assert result.new == 1
    with engine.connect() as connection:
        assert connection.scalar(select(PostingRow.posted_on)) == dt.date(2024, 1, 3)


def test_a_broken_row_is_named_and_the_others_are_kept(engine: Engine, tmp_path: Path) -> None:
    rows = [
        "acme,1,Welder,,,2024-01-02,,,,",
        "acme,2,,,,2024-01-02,,,,",
        "acme,3,Welder,,,02/01/2024,,,,",
        "acme,4,Welder,,,2024-01-02,soon,,,",
        "acme,5,Welder,,,2024-01-02,2023-12-31,,,",
        "acme,6,Welder,,,2027-01-02,,,,",
        "acme,7,Welder,,,2024-01-02,,,a,b,c,d",
        "acme,1,Cook,,,2024-01-02,,,,",
        '"acme"x,8,Welder,,,2024-01-02,,,,',
        "",
        "acme,9,Welder,,,2024-01-02",
    ]
    table = HEADER.encode() + "\n".join(rows).encode() + b"\nacme,10,W\xffelder,,,2024-01-02,,,,\n"
    result = run(engine, tmp_path, table)
    assert (result.new, result.skipped, result.is_whole) == (2, {"broken": 9}, False)
    reasons = {line.split(":")[1]: line.split(": ", 1)[1] for line in result.broken}
    assert reasons == {
        "3": "no title",
        "4": "posted_on '02/01/2024' is no date; write it as 2026-11-22",
        "5": "closed_on 'soon' is no date; write it as 2026-11-22",
        "6": "closed_on 2023-12-31 is before posted_on 2024-01-02",
        "7": "posted_on 2027-01-02 is in the future",
        "8": "12 fields under 10 columns",
        "9": "second row of csv/acme with id '1'",
        "10": "not CSV (',' expected after '\"')",
        "13": "not UTF-8",
    }


def test_an_unclosed_quote_says_how_many_lines_it_swallowed(engine: Engine, tmp_path: Path) -> None:
    table = (
        HEADER + "acme,1,Welder,,,2024-01-02,,,,\n" + 'acme,2,Welder,,,2024-01-02,,,"oops,\n' + "acme,3,a,,,b,,,,\n" * 3
    )
    result = run(engine, tmp_path, table)
    assert result.new == 1
    assert "4 lines long" in result.broken[0]


BAD_TABLES: dict[str, str | bytes] = {
    "empty file": "",
    "no row of it is a posting": HEADER,
    "no column 'external_id'": "board,extrnal_id,title,posted_on\nacme,1,Welder,2024-01-02\n",
    "no column 'board'": ROWS.encode("utf-16"),
    "no row of it": HEADER + "acme,1,Welder,,,yesterday,,,,\n",
}


@pytest.mark.parametrize("thing", BAD_TABLES)
def test_an_unreadable_table_stops_the_import_before_anything_is_written(
    tmp_path: Path, sqlite_url: str, thing: str
) -> None:
    engine = open_engine(sqlite_url)
    with pytest.raises(JobtideError, match=thing):
        run(engine, tmp_path, BAD_TABLES[thing])
    assert dump(engine, *EVERYTHING) == []


@pytest.mark.parametrize("spans", ["acme,2024-02-01,2024-01-01\n", "acme,2024-01-01,\n", ",2024-01-01,2024-01-02\n"])
def test_a_broken_coverage_file_stops_the_import(tmp_path: Path, sqlite_url: str, spans: str) -> None:
    engine = open_engine(sqlite_url)
    with pytest.raises(JobtideError, match=r"spans.csv:2"):
        run(engine, tmp_path, ROWS, spans)
    assert dump(engine, *EVERYTHING) == []


def test_an_import_leaves_what_the_panel_says_of_a_board(engine: Engine, tmp_path: Path) -> None:
    from scrapers.ingest.boards import board_ids
    from scrapers.records import Board

    mine = Board(platform="greenhouse", token="acme", employer="Acme", country="DE", sector="steel", healthy_min=7)
    with engine.begin() as connection:
        board_ids(connection, [mine])
    run(engine, tmp_path, ROWS)
    columns: Any = (BoardRow.kind, BoardRow.country, BoardRow.healthy_min, BoardRow.imported, EmployerRow.slug)
    with engine.connect() as connection:
        joined = select(*columns).join(EmployerRow, EmployerRow.id == BoardRow.employer_id)
        assert tuple(connection.execute(joined).one()) == ("employer", "DE", 7, True, "acme")


def test_a_board_that_names_another_employer_later_becomes_one_of_many(engine: Engine, tmp_path: Path) -> None:
    row = "acme,{},Welder,{},,2024-01-02,,,,\n"
    run(engine, tmp_path, HEADER + row.format(1, "Acme"))
    run(engine, tmp_path, HEADER + row.format(2, "Zed"))
    with engine.connect() as connection:
        assert connection.scalar(select(BoardRow.kind)) == "many"
        slugs = select(EmployerRow.slug).join(PostingRow, PostingRow.employer_id == EmployerRow.id)
        assert sorted(connection.scalars(slugs)) == ["acme", "zed"]
