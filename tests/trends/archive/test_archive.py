"""The archive on disk: pages, tables, index and feed."""

import datetime as dt
from pathlib import Path
from urllib.parse import urljoin

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from lxml import etree
from lxml import html as lxml_html

from scrapers.store.errors import JobtideError
from tests.trends.digest.conftest import growth_line, make_material, small_market
from trends.archive import Archive, keep
from trends.columns import SCHEMA
from trends.digest.build import tell
from trends.periods import Period
from trends.series import series_file

ATOM = "{http://www.w3.org/2005/Atom}"
MONDAY = dt.datetime(2026, 11, 16, 7, 0, 0, 123, dt.UTC)
URL = "https://tides.example/digests"


@pytest.fixture
def put(tmp_path):
    """Archive the small market as the digest of a week."""
    series = tmp_path / "series"

    def archive(
        period: str = "2026-W46", now: dt.datetime = MONDAY, more=(), url: str = URL, authority="tides.example"
    ):
        week = Period.parse(period)
        lines = [line | {"period": period} for line in [*small_market(), *more]]
        file = series_file(series, week)
        file.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pylist(lines, schema=SCHEMA), file)
        into = Archive(folder=tmp_path / "archive", url=url, authority="tides.example")
        return keep(into, tell(make_material(lines, period)), series, week, now)

    return archive


def feed(folder: Path) -> etree._Element:
    return etree.fromstring((folder / "feed.xml").read_bytes())


def test_page_tables_index_and_feed_lie_where_they_link_to_each_other(put, tmp_path):
    page = put()
    archive = tmp_path / "archive"

    assert page == archive / "2026-W46" / "index.html"
    for file in (page, archive / "index.html"):
        links = [link.get("href") for link in lxml_html.fromstring(file.read_text("utf-8")).iter("a", "link")]
        assert links
        assert all((file.parent / link).resolve().is_file() for link in links)
    assert {"role_week.csv", "skill_week.csv", "datapackage.json"} <= {file.name for file in page.parent.iterdir()}


def test_the_feed_has_all_that_atom_asks_for(put, tmp_path):
    put()
    put("2026-W47", MONDAY + dt.timedelta(days=7))
    root = feed(tmp_path / "archive")

    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.iter(f"{ATOM}entry")):
        for needed in ("id", "title", "updated"):
            (found,) = element.findall(f"{ATOM}{needed}")
            assert found.text
        moment = dt.datetime.fromisoformat(element.findtext(f"{ATOM}updated"))
        assert moment.utcoffset() == dt.timedelta(0)
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "jobtide"
    links = list(root.iter(f"{ATOM}link"))
    assert {link.get("href") for link in links} == {
        f"{URL}/index.html", f"{URL}/feed.xml", f"{URL}/2026-W46/index.html", f"{URL}/2026-W47/index.html",
    }  # fmt: skip
    assert [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")] == [
        "Rust +66% on the year; jQuery −32% (week 47)",
        "Rust +66% on the year; jQuery −32% (week 46)",
    ]


def test_without_a_public_address_links_are_relative_to_the_feed(put, tmp_path):
    put(url="")
    links = [link.get("href") for link in feed(tmp_path / "archive").iter(f"{ATOM}link")]

    assert links == ["index.html", "2026-W46/index.html"]
    assert urljoin("file:///a/feed.xml", links[1]) == "file:///a/2026-W46/index.html"


def test_identifiers_stay_wherever_the_archive_moves(put, tmp_path):
    put()
    before = [one.text for one in feed(tmp_path / "archive").iter(f"{ATOM}id")]
    put(now=MONDAY + dt.timedelta(days=40), url="https://elsewhere.example")

    assert [one.text for one in feed(tmp_path / "archive").iter(f"{ATOM}id")] == before
    assert before[1] == "tag:tides.example,2026-11-16:jobtide/digest/2026-W46"


def test_only_a_changed_digest_is_updated(put, tmp_path):
    def moments():
        entry = next(feed(tmp_path / "archive").iter(f"{ATOM}entry"))
        return entry.findtext(f"{ATOM}published"), entry.findtext(f"{ATOM}updated")

    put()
    put(now=MONDAY + dt.timedelta(days=1))
    assert moments() == ("2026-11-16T07:00:00+00:00",) * 2
    more = [growth_line("skill", "zig", "Zig", 90, 30, 1.0, 4.0, 40, "rising")]
    put(now=MONDAY + dt.timedelta(days=2), more=more)
    assert moments() == ("2026-11-16T07:00:00+00:00", "2026-11-18T07:00:00+00:00")


def test_names_from_postings_stay_text_in_index_and_feed(put, tmp_path):
    name = '<script>alert(1)</script>\u202e & "x"]]>\x0b\x00'
    put(more=[growth_line("role", "evil", name, 900, 300, 1.5, 3.0, 90, "rising")])
    archive = tmp_path / "archive"

    title = next(feed(archive).iter(f"{ATOM}entry")).findtext(f"{ATOM}title")
    assert title.startswith('<script>alert(1)</script> & "x"… +200%')
    for file in (archive / "index.html", archive / "2026-W46" / "index.html"):
        assert not list(lxml_html.fromstring(file.read_text("utf-8")).iter("script"))
        assert "\u202e" not in file.read_text("utf-8")


def test_a_damaged_entry_is_named_with_its_remedy(put, tmp_path):
    put()
    (tmp_path / "archive" / "2026-W46" / "digest.json").write_text("{}")
    with pytest.raises(JobtideError, match=r"digest\.json.*jobtide digest"):
        put("2026-W47")


def test_nothing_half_written_stays(put, tmp_path):
    put()
    assert not [file for file in (tmp_path / "archive").rglob(".*") if file.name != ".lock"]
