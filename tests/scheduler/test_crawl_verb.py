import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from scheduler.cli import main
from tests.scrapers.crawling import ACME, ORIGIN, listing, path_of
from tests.scrapers.server import Answer, Server, serve

PANEL = (
    "platform,token,kind\ngreenhouse,acme,employer\nhn,whoishiring,thread\nsomeday,acme,employer\nlater,acme,employer\n"
)
HN = "https://hacker-news.firebaseio.com"


@pytest.fixture
def server(own_folder: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr("scrapers.boards.WAITING", frozenset({"someday", "later"}))
    with serve() as running:
        Path("boards.csv").write_text(PANEL, encoding="utf-8")
        Path("jobtide.toml").write_text(
            f'[crawl]\ndelay_seconds = 0\n[crawl.origin_overrides]\n"{ORIGIN}" = "{running.origin}"\n'
            f'"{HN}" = "{running.origin}"\n',
            encoding="utf-8",
        )
        running.routes[path_of(ACME)] = listing([1, 2])
        yield running


def code_of(*arguments: str) -> int:
    try:
        main(["crawl", "--today", "2026-11-22", *arguments])
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def test_boards_of_platforms_not_built_are_counted_and_do_no_harm(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    assert code_of("--json", "greenhouse", "someday", "later/acme") == 0

    output = capsys.readouterr()
    assert [json.loads(line)["board"] for line in output.out.splitlines()] == ["greenhouse/acme"]
    assert "2 boards wait, their platform is not built yet: later, someday" in " ".join(output.err.split())


def test_the_table_shows_each_board_and_what_is_wrong(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    server.routes["/v0/user/whoishiring.json"] = Answer(status=403)

    assert code_of() == 1

    output = capsys.readouterr()
    assert output.out.split()[:6] == ["board", "listed", "new", "gone", "usual", "state"]
    assert "greenhouse/acme" in output.out
    assert "blocked" in output.out
    assert "1 of 2 boards complete" in output.err


def test_a_board_that_is_not_in_the_panel_is_corrected(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of("greenhouse/acne") == 2

    assert "no board 'greenhouse/acne' in the panel; did you mean 'greenhouse/acme'?" in capsys.readouterr().err
