import csv
import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from scrapers.imports.hn import import_hn
from scrapers.spiders.hn import read_comment
from scrapers.store.engine import open_engine
from scrapers.store.errors import JobtideError
from scrapers.tables import BoardCoverageRow, BoardRow, PostingRow, PostingVersionRow
from tests.scrapers.imports.files import A_DAY, JANUARY, comment, plain, write_lines
from tests.scrapers.ingest.board import dump
from tests.texts import with_html

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
EVERYTHING = ("posting", "posting_version", "board", "board_coverage", "employer")


def coverage(engine: Engine) -> list[tuple[dt.date, dt.date]]:
    span = BoardCoverageRow
    with engine.connect() as connection:
        rows = connection.execute(select(span.from_day, span.to_day).order_by(span.from_day))
        return [(row.from_day, row.to_day) for row in rows]


def stored(engine: Engine) -> list[Any]:
    table, version = PostingRow.__table__, PostingVersionRow
    with engine.connect() as connection:
        columns = (table, version.said, version.bodies_id, version.part)
        joined = select(*columns).join(version, version.posting_id == table.c.id)
        return with_html(connection, joined.order_by(table.c.external_id))


def test_a_thread_becomes_postings_dated_by_their_comments(engine: Engine, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "2024-01.jsonl.gz", [comment(10), comment(11, time=JANUARY + A_DAY)])
    result = import_hn(engine, [file], "firebase", NOW)
    assert (result.read, result.new, result.months, result.is_whole) == (2, 2, ("2024-01",), True)
    first, second = stored(engine)
    assert first.title == "Acme 10 | Welder | Berlin"
    assert first.html == "Acme 10 | Welder | Berlin<p>Weld bridges &amp; ships, number 10."
    assert first.said["employer"] == "Acme 10"
    assert first.posted_on == dt.date(2024, 1, 1)
    assert first.first_seen == first.last_seen == dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    assert second.posted_on == dt.date(2024, 1, 2)
    assert "welder" not in repr(dump(engine, *EVERYTHING)), "who wrote it is nobody's business"
    with engine.connect() as connection:
        board = connection.execute(select(BoardRow.platform, BoardRow.token, BoardRow.kind, BoardRow.imported)).one()
    assert tuple(board) == ("hn", "whoishiring", "thread", True)


def test_plain_text_says_the_same_as_html(engine: Engine, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "2024-01.jsonl", [plain(10)])
    import_hn(engine, [file], "text", NOW)
    (posting,) = stored(engine)
    assert posting.title == "Acme 10 | Welder | Berlin"
    assert posting.html == "Acme 10 | Welder | Berlin<p>Weld bridges &amp; ships, number 10."


@pytest.mark.parametrize(("form", "make"), [("firebase", comment), ("text", plain)])
def test_a_second_import_changes_no_row(engine: Engine, tmp_path: Path, form: Any, make: Any) -> None:
    file = write_lines(tmp_path / "2024-01.jsonl.gz", [make(number) for number in range(30)])
    import_hn(engine, [file], form, NOW)
    before = dump(engine, *EVERYTHING)
    again = import_hn(engine, [file], form, NOW + dt.timedelta(days=3))
    assert (again.new, again.changed, again.unchanged) == (0, 0, 30)
    assert dump(engine, *EVERYTHING) == before


def test_a_crawl_and_an_import_read_a_comment_alike(engine: Engine, tmp_path: Path) -> None:
    from scrapers.ingest.boards import board_ids
    from scrapers.ingest.sighting import record
    from scrapers.records import Board, BoardKind

    item = comment(10, "Acme | <a href='https:&#x2F;&#x2F;acme.example'>Welder</a><p>We weld.")
    import_hn(engine, [write_lines(tmp_path / "2024-01.jsonl", [item])], "firebase", NOW)
    seen = read_comment(item)
    assert seen is not None
    with engine.begin() as connection:
        board = board_ids(connection, [Board(platform="hn", token="whoishiring", kind=BoardKind.THREAD)])
        assert record(connection, board["hn/whoishiring"], [seen], NOW).unchanged == 1


def test_only_living_top_level_comments_with_text_are_ads(engine: Engine, tmp_path: Path) -> None:
    story = {"id": 1, "type": "story", "title": "Who is hiring?", "text": "Please…", "time": JANUARY}
    without_text = {name: value for name, value in comment(14).items() if name != "text"}
    records = [story, comment(10), comment(11, dead=True), comment(12, deleted=True), comment(13, "  "), without_text]
    records += [comment(15, parent=10), comment(10)]
    result = import_hn(engine, [write_lines(tmp_path / "2024-01.jsonl", records)], "firebase", NOW)
    assert (result.read, result.stored, result.is_whole) == (8, 1, True)
    left_out = {"not a comment": 1, "dead or deleted": 2, "no text": 2, "reply": 1, "duplicate id": 1}
    assert result.skipped == left_out


def test_a_broken_line_is_named_and_the_others_are_kept(engine: Engine, tmp_path: Path) -> None:
    broken = ["{oops", "[1]", '{"time": 1704096000, "text": "x"}', '{"id": 7, "text": "x | y"}', "[" * 100_000]
    file = write_lines(tmp_path / "2024-01.jsonl", [comment(10), *broken, comment(11), comment(12, time=4 * 10**9)])
    result = import_hn(engine, [file], "firebase", NOW)
    assert (result.read, result.new, result.skipped, result.is_whole) == (8, 2, {"broken": 6}, False)
    assert result.broken[0].startswith(f"{file}:2: not JSON")
    assert [line.rpartition(": ")[2] for line in result.broken[1:4]] == ["not a JSON object", "no id", "no time"]
    assert result.broken[5] == f"{file}:8: dated 2096-10-02, in the future"


def test_months_without_a_file_are_gaps(engine: Engine, tmp_path: Path) -> None:
    january = write_lines(tmp_path / "2024-01.jsonl", [comment(10)])
    march = write_lines(tmp_path / "2024-03.jsonl", [comment(11, time=JANUARY + 61 * A_DAY)])
    result = import_hn(engine, [march, january], "firebase", NOW)
    assert result.months == ("2024-01", "2024-03")
    assert coverage(engine) == [
        (dt.date(2024, 1, 1), dt.date(2024, 1, 31)),
        (dt.date(2024, 3, 1), dt.date(2024, 3, 31)),
    ]


def test_a_late_comment_keeps_its_day_and_covers_nothing(engine: Engine, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "2024-01.jsonl", [comment(10), comment(11, time=JANUARY + 35 * A_DAY)])
    assert import_hn(engine, [file], "firebase", NOW).outside == 1
    assert stored(engine)[1].posted_on == dt.date(2024, 2, 5)
    assert coverage(engine) == [(dt.date(2024, 1, 1), dt.date(2024, 1, 31))]


@pytest.mark.parametrize("name", ["thread.jsonl", "fetched-2026-11-22.jsonl", "38429102-20240101.jsonl"])
def test_a_name_without_its_month_leaves_the_month_to_most_comments(tmp_path: Path, name: str, sqlite_url: str) -> None:
    late = comment(12, time=JANUARY + 35 * A_DAY)
    engine = open_engine(sqlite_url)
    file = write_lines(tmp_path / name, [comment(10), comment(11), late])
    assert import_hn(engine, [file], "firebase", NOW).months == ("2024-01",)


def test_a_month_that_is_not_over_is_covered_up_to_today(engine: Engine, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "2024-01.jsonl", [comment(10)])
    import_hn(engine, [file], "firebase", dt.datetime(2024, 1, 15, tzinfo=dt.UTC))
    assert coverage(engine) == [(dt.date(2024, 1, 1), dt.date(2024, 1, 15))]


def test_a_file_cut_short_gives_its_postings_but_covers_nothing(engine: Engine, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "2024-01.jsonl", [comment(10), comment(11)])
    file.write_bytes(file.read_bytes()[:-40])
    result = import_hn(engine, [file], "firebase", NOW)
    assert (result.new, result.months, result.is_whole) == (1, (), False)
    assert coverage(engine) == []


def bad_archive(folder: Path) -> Path:
    file = write_lines(folder / "2024-02.jsonl.gz", [comment(number) for number in range(500)])
    file.write_bytes(file.read_bytes()[:-200])
    return file


BAD_FILES = {
    "no such file": lambda folder: folder / "2024-02.jsonl",
    "empty file": lambda folder: write_lines(folder / "2024-02.jsonl", []),
    "none of its 2 lines": lambda folder: write_lines(folder / "2024-02.jsonl", ["<html>", "</html>"]),
    "broken gzip archive": bad_archive,
    "cannot be read": lambda folder: folder,
    "import it as hn-text": lambda folder: write_lines(folder / "2024-02.jsonl", map(plain, range(30))),
}


@pytest.mark.parametrize("thing", BAD_FILES)
def test_an_unreadable_file_stops_the_import_before_anything_is_written(
    tmp_path: Path, sqlite_url: str, thing: str
) -> None:
    good = write_lines(tmp_path / "2024-01.jsonl", [comment(10)])
    engine = open_engine(sqlite_url)
    with pytest.raises(JobtideError, match=thing):
        import_hn(engine, [good, BAD_FILES[thing](tmp_path)], "firebase", NOW)
    assert dump(engine, *EVERYTHING) == []


def test_html_is_not_taken_for_plain_text(tmp_path: Path, sqlite_url: str) -> None:
    file = write_lines(tmp_path / "2024-01.jsonl", [comment(10), comment(11)])
    with pytest.raises(JobtideError, match="import it as hn-firebase"):
        import_hn(open_engine(sqlite_url), [file], "text", NOW)


def test_a_text_of_two_megabytes_is_stored_whole(engine: Engine, tmp_path: Path) -> None:
    long = "Acme | Welder<p>" + "weld \0 &amp; " * 200_000
    import_hn(engine, [write_lines(tmp_path / "2024-01.jsonl", [comment(10, long)])], "firebase", NOW)
    assert len(stored(engine)[0].html) > 2_000_000


def test_the_real_threads_are_counted_as_others_counted_them(real_data: Path, sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    months = ("2017-01", "2018-12", "2023-10", "2024-03")
    for month in months:
        form: Any = "firebase" if month < "2020" else "text"
        import_hn(engine, [real_data / "hn" / form / f"{month}.jsonl.gz"], form, NOW)
    counted = Counter(posting.posted_on.isoformat()[:7] for posting in stored(engine))
    with (real_data / "hn" / "volume.csv").open() as stream:
        published = {row["month"]: int(row["count"]) for row in csv.DictReader(stream)}
    for month in months:
        assert abs(counted[month] / published[month] - 1) <= 0.04


def thread(*children: dict[str, Any]) -> dict[str, Any]:
    return {"id": 9, "type": "story", "title": "Ask HN: Who is hiring? (January 2024)", "children": list(children)}


def of_algolia(number: int, **fields: Any) -> dict[str, Any]:
    text = f"Acme {number} | Welder | Berlin<p>Weld bridges."
    return {
        "id": number,
        "type": "comment",
        "created_at_i": JANUARY,
        "parent_id": 9,
        "story_id": 9,
        "text": text,
    } | fields


def test_a_thread_as_algolia_gives_it_covers_its_month(engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "2024-01.json"
    reply = of_algolia(12, parent_id=10)
    answer = thread(of_algolia(10, children=[reply]), of_algolia(11, text=None), of_algolia(13))
    file.write_text(json.dumps(answer, indent=1), encoding="utf-8")

    result = import_hn(engine, [file], "algolia", NOW)

    assert (result.new, result.skipped, result.is_whole) == (2, {"no text": 1}, True)
    assert [(row.external_id, row.title) for row in stored(engine)] == [
        ("10", "Acme 10 | Welder | Berlin"),
        ("13", "Acme 13 | Welder | Berlin"),
    ]
    assert coverage(engine) == [(dt.date(2024, 1, 1), dt.date(2024, 1, 31))]


@pytest.mark.parametrize(("found", "covered"), [(3, 1), (4, 0)])
def test_a_search_of_more_than_it_gives_out_covers_no_month(
    found: int, covered: int, engine: Engine, tmp_path: Path
) -> None:
    hits = [of_algolia(10), of_algolia(11, parent_id=10), of_algolia(12)]
    hits = [{"objectID": str(one["id"]), "comment_text": one["text"], **one} for one in hits]
    file = tmp_path / "2024-01.jsonl"
    pages = [{"hits": hits[:2], "nbHits": found}, {"hits": hits[2:], "nbHits": found}]
    file.write_text("\n".join(map(json.dumps, pages)), encoding="utf-8")

    result = import_hn(engine, [file], "algolia", NOW)

    assert (result.new, result.skipped["not a comment"]) == (2, 1)
    assert len(coverage(engine)) == covered
    assert result.is_whole is (covered == 1)
