"""Career pages read by selectors: the files, and pages that are not what their file expects."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from scrapers.answer import UnreadableError
from scrapers.crawl import run
from scrapers.pages import selectors
from scrapers.parse import parse_answer
from scrapers.records import Board, CrawlState
from scrapers.spiders.htmlpage import selectors_of
from scrapers.store.errors import JobtideError
from tests.scrapers.crawling import document
from tests.scrapers.server import Answer, serve

SITE = "https://weir.example"
WHOLE = 'address = "https://weir.example/jobs"\n[list]\nposting = "tr.job"\ntitle = "td"\nplace = "td + td"\n'
HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(selectors, "FOLDER", tmp_path)
    selectors_of.cache_clear()
    yield tmp_path
    selectors_of.cache_clear()


def crawl_page(page: str, store_url: str, token: str = "weir") -> tuple[CrawlState, int, str]:
    with serve() as server:
        server.routes["/jobs"] = Answer(page.encode(), headers=HTML)
        given = document(server, store_url, 1, Board(platform="htmlpage", token=token))
        (result,) = run(replace(given, origin_overrides={SITE: server.origin}))
    return result.state, result.listed, result.error or ""


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('address = "x"\n[list]\npostings = "li"\ntitle = "a"\n', "unknown name 'postings'.*did you mean 'posting'"),
        ('address = "x"\n[list]\nposting = "li["\ntitle = "a"\n', "list.posting is no CSS selector"),
        ('address = "x"\n[list]\nposting = "li"\n', "no list.title"),
        ('[list]\nposting = "li"\ntitle = "a"\n', "no address"),
        ('address = "x"\n[list]\nposting = "li"\ntitle = "a"\n[detail]\ntitle = "h1"\n', "without list.link"),
        ("[list\n", "not valid TOML"),
    ],
)
def test_a_file_with_a_mistake_says_which(text: str, complaint: str, folder: Path) -> None:
    (folder / "weir.toml").write_text(text, encoding="utf-8")

    with pytest.raises(JobtideError, match=complaint):
        selectors.load_selectors("weir")


def test_a_list_that_says_all_needs_no_other_page(folder: Path, sqlite_url: str) -> None:
    (folder / "weir.toml").write_text(WHOLE, encoding="utf-8")
    row = '<tr class="job"><td>Lock keeper</td><td>Goole</td></tr>'

    assert crawl_page(f"<table>{row}</table>", sqlite_url) == (CrawlState.COMPLETE, 1, "")


def test_a_page_that_was_rebuilt_is_suspect(folder: Path, sqlite_url: str) -> None:
    (folder / "weir.toml").write_text(WHOLE, encoding="utf-8")

    state, _, error = crawl_page("<div>Lock keeper</div>", sqlite_url)

    assert state is CrawlState.SUSPECT
    assert "nothing there for list.posting of weir.toml" in error


def test_a_page_that_says_there_is_nothing_is_complete(folder: Path, sqlite_url: str) -> None:
    (folder / "weir.toml").write_text(WHOLE + 'empty = "p.none"\n', encoding="utf-8")

    assert crawl_page('<p class="none">Nothing today', sqlite_url) == (CrawlState.COMPLETE, 0, "")


def test_a_board_without_a_file_says_so(folder: Path, sqlite_url: str) -> None:
    (folder / "weir.toml").write_text(WHOLE, encoding="utf-8")

    state, _, error = crawl_page("", sqlite_url, token="wier")

    assert state is CrawlState.SUSPECT
    assert "no selectors for 'wier'" in error
    assert "did you mean 'weir'" in error


def test_a_saved_page_of_an_unknown_site_is_refused() -> None:
    with pytest.raises(UnreadableError, match="no selectors for this page"):
        parse_answer("htmlpage", b"<h1>Lock keeper</h1>")
