import io
import json
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from scheduler.cli import main
from scheduler.onboarding import looking
from scheduler.onboarding.looking import MOST_ANSWERS
from scrapers.boards import read_boards
from scrapers.crawl import run
from scrapers.onboarding import fetching
from tests.scrapers.crawling import ACME, ORIGIN, listing, path_of
from tests.scrapers.server import Answer, Server, serve

HEADER = "platform,token,kind,employer,country,sector,cadence,healthy_min\n"
LEVER = "lever,zenith,employer,Zenith,CH,,1,1\n"
CAREERS = "https://careers.acme.example"
EMBED = b'<div id="grnhse_app"></div><script src="https://boards.greenhouse.io/embed/job_board/js?for=acme"></script>'
JOB = (
    b'<script type="application/ld+json">{"@type": "JobPosting", "title": "Welder %d", "datePosted": "2026-11-0%d",'
    b' "hiringOrganization": {"name": "Acme"}, "url": "https://careers.acme.example/jobs/%d"}</script>'
)
PANEL = Path("boards.csv")


def write_settings(overrides: dict[str, str]) -> None:
    origins = "\n".join(f'"{here}" = "{there}"' for here, there in overrides.items())
    Path("jobtide.toml").write_text(
        f"[crawl]\ndelay_seconds = 0\n[crawl.origin_overrides]\n{origins}\n", encoding="utf-8"
    )


@pytest.fixture(autouse=True)
def in_this_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Crawl without a child, which takes a second to start; tests of the whole way ask for `in_a_child`."""
    if "in_a_child" not in request.fixturenames:
        monkeypatch.setattr(fetching, "run_child", lambda _, document: (fetching.fetch_here(document), ""))
        monkeypatch.setattr(
            looking, "crawl_platforms", lambda documents: [one for doc in documents for one in run(doc)]
        )


@pytest.fixture
def in_a_child() -> None:
    """Leave everything as it is outside of tests."""


@pytest.fixture
def server(own_folder: None) -> Iterator[Server]:
    with serve() as running:
        PANEL.write_text(HEADER + LEVER, encoding="utf-8")
        write_settings({ORIGIN: running.origin, CAREERS: running.origin})
        yield running


@pytest.fixture
def acme(server: Server) -> Server:
    jobs = [
        {
            "id": number,
            "title": f"Welder {number}",
            "absolute_url": f"https://acme.example/{number}",
            "company_name": "Acme Ironworks",
            "location": {"name": "Ulm, Germany"},
            "first_published": f"2026-11-0{number}T08:00:00+00:00",
            "pay_input_ranges": [{"min_cents": 4000000, "max_cents": 5000000, "currency_type": "EUR", "title": ""}],
        }
        for number in range(1, 6)
    ]
    server.routes[path_of(ACME)] = Answer(json.dumps({"jobs": jobs, "meta": {"total": 5}}).encode())
    return server


def code_of(*arguments: str) -> int:
    day = () if "remove" in arguments else ("--today", "2026-11-22")
    try:
        main(["boards", *arguments, *day])
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def said(capsys: pytest.CaptureFixture[str]) -> str:
    output = capsys.readouterr()
    return " ".join((output.out + output.err).split())


def test_a_posting_leads_to_its_board_whose_line_is_appended(acme: Server, capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of("add", "https://boards.greenhouse.io/acme/jobs/4", "--sector", "metal", "--yes") == 0

    words = said(capsys)
    assert "greenhouse/acme" in words
    assert "5 (all of them)" in words
    assert "Welder 5 · Ulm, Germany · 2026-11-05 · 40,000–50,000 EUR" in words
    assert PANEL.read_text() == HEADER + LEVER + "greenhouse,acme,employer,Acme Ironworks,DE,metal,1,2\n"
    assert not Path("jobtide.db").exists(), "looking at a board must leave nothing in the store"
    assert acme.asked == ["/robots.txt", path_of(ACME)]


def test_an_employers_own_page_leads_to_the_board_that_it_embeds(
    acme: Server, in_a_child: None, capsys: pytest.CaptureFixture[str]
) -> None:
    acme.routes["/careers?gh_jid=4"] = Answer(EMBED)

    assert code_of("add", f"{CAREERS}/careers?gh_jid=4", "--json", "--dry-run", "--employer", "Acme") == 0

    told = json.loads(capsys.readouterr().out)
    assert told["board"] == "greenhouse/acme"
    assert told["told_by"] == "https://boards.greenhouse.io/embed/job_board/js?for=acme"
    assert (told["listed"], told["state"], told["appended"]) == (5, "complete", False)
    assert told["line"] == "greenhouse,acme,employer,Acme,DE,,1,2"
    assert len(told["examples"]) == 3
    assert PANEL.read_text() == HEADER + LEVER


def test_a_redirect_leads_to_the_board_too(acme: Server) -> None:
    acme.routes["/go"] = Answer(status=302, headers={"Location": f"{acme.origin}/v1/boards/acme/jobs"})
    acme.routes["/v1/boards/acme/jobs"] = Answer(b"{}")

    # Of two that stand for one server the last is what an answer is taken to be from.
    write_settings({"https://grnh.example": acme.origin, ORIGIN: acme.origin})

    assert code_of("add", "https://grnh.example/go", "--dry-run") == 0


def test_a_listing_with_structured_data_becomes_a_jsonld_board(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    links = b"".join(b'<a href="/jobs/%d">Welder</a>' % number for number in (1, 2, 3))
    server.routes["/jobs"] = Answer(links)
    server.routes |= {f"/jobs/{number}": Answer(JOB % (number, number, number)) for number in (1, 2, 3)}

    assert code_of("add", f"{CAREERS}/jobs", "--yes", "--country", "DE") == 0

    assert PANEL.read_text().splitlines()[-1] == f"jsonld,{CAREERS}/jobs,employer,Acme,DE,,1,1"
    assert "3 (all of them)" in said(capsys)


def test_a_long_board_is_looked_at_in_part(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    pages = range(1, MOST_ANSWERS + 10)
    server.routes["/sitemap.xml"] = Answer(
        b"<urlset>"
        + b"".join(b"<url><loc>https://careers.acme.example/jobs/%d</loc></url>" % number for number in pages)
        + b"</urlset>"
    )
    server.routes |= {f"/jobs/{number}": Answer(JOB % (number, 1, number)) for number in pages}

    assert code_of("add", f"{CAREERS}/sitemap.xml", "--dry-run") == 0

    assert f"{MOST_ANSWERS - 1} (the first {MOST_ANSWERS} answers only)" in said(capsys)
    postings = [path for path in server.asked if path.startswith("/jobs/")]
    assert len(postings) == MOST_ANSWERS - 1


def test_a_board_seen_in_part_is_appended_with_exit_code_1(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    server.routes[path_of(ACME)] = listing([1, 2], total=9)

    assert code_of("add", "job-boards.greenhouse.io/acme", "--yes") == 1

    assert "2 (partial: listed 2 of 9)" in said(capsys)
    assert read_boards(PANEL)[-1].name == "greenhouse/acme"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://jobs.lever.co/zenith", "board 'lever/zenith' is there already; see it with `jobtide boards list`"),
        ("https://www.governmentjobs.com/careers/oak", 'NEOGOV does not want programs ("User-agent: * Disallow: /")'),
        ("http://10.0.0.8/careers", "10.0.0.8 is not public; give a public address; [crawl] allow_private"),
        ("http://intranet/careers", "an internal name; give a public address"),
        (f"{CAREERS}/forbidden", "robots.txt forbids"),
        (f"{CAREERS}/gone", "answers 404; correct the address"),
        (f"{CAREERS}/two", "leads to several boards: greenhouse/acme, lever/acme; add the address of one of them"),
        (
            f"{CAREERS}/plain",
            "no board recognised, nor postings with structured data; add the address of a posting, or",
        ),
        (f"{CAREERS}/linked", "no board recognised, nor postings with structured data"),
        (f"{CAREERS}/plain?gh_jid=4", "a page of greenhouse, which does not say whose board it shows"),
        (f"{CAREERS}/one", "the page of one posting; add the page or the sitemap that lists all"),
        ("https://boards.greenhouse.io/nobody", "answers 404; correct the address"),
        ("https://boards.greenhouse.io/empty", "it answers, but lists no posting; see in a browser whether it has any"),
        ("https://boards.greenhouse.io/shy", "answers 403; leave it alone, or ask its owner"),
    ],
)
def test_what_leads_to_no_board_is_told_and_nothing_is_appended(
    address: str, words: str, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    server.routes["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /forbidden\n")
    server.routes |= {"/plain": Answer(b"<p>We make everything.</p>"), "/plain?gh_jid=4": Answer(b"<p>Jobs</p>")}
    server.routes["/two"] = Answer(
        b'<a href="https://boards.greenhouse.io/acme">1</a><a href="//jobs.lever.co/acme">2</a>'
    )
    server.routes["/linked"] = Answer(b'<a href="/jobs/7">A welder</a>')
    server.routes["/jobs/7"] = Answer(b"<p>Weld for us.</p>")
    server.routes["/one"] = Answer(JOB % (1, 1, 1))
    server.routes["/v1/boards/empty/jobs?content=true&pay_transparency=true"] = listing([])
    server.routes["/v1/boards/shy/jobs?content=true&pay_transparency=true"] = Answer(status=403)

    assert code_of("add", address, "--yes") == 2

    assert words in said(capsys)
    assert PANEL.read_text() == HEADER + LEVER


def test_without_a_network_the_remedy_is_told(own_folder: None, capsys: pytest.CaptureFixture[str]) -> None:
    PANEL.write_text(HEADER + LEVER)
    write_settings({"https://acme.example": "http://127.0.0.1:9"})

    assert code_of("add", "https://acme.example/careers", "--yes") == 2

    assert "check the address, the network and the proxy, then try again" in said(capsys)


def test_without_a_terminal_nothing_is_appended_unless_told(
    acme: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", open(os.devnull))  # noqa: PTH123, SIM115 - stands for a closed terminal

    assert code_of("add", "job-boards.greenhouse.io/acme") == 2

    words = said(capsys)
    assert "greenhouse,acme,employer,Acme Ironworks,DE,,1,2" in words
    assert "nothing appended: no terminal to ask at; pass --yes" in words
    assert PANEL.read_text() == HEADER + LEVER


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("\n", 0), ("n\n", 2)])
def test_at_a_terminal_the_operator_decides(
    answer: str, code: int, acme: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", terminal := io.StringIO(answer))
    monkeypatch.setattr(terminal, "isatty", lambda: True, raising=False)

    assert code_of("add", "job-boards.greenhouse.io/acme") == code

    assert "Append this line to boards.csv? [Y/n]" in said(capsys)
    assert ("greenhouse,acme" in PANEL.read_text()) == (code == 0)


def test_the_file_keeps_its_form(acme: Server) -> None:
    text = '\ufefftoken,platform,employer\r\nzenith,lever,"Zenith, Ltd."\r\n\r\n'
    real = Path("panels/mine.csv")
    real.parent.mkdir()
    real.write_bytes(text.encode())
    real.chmod(0o640)
    PANEL.unlink()
    PANEL.symlink_to(real)

    assert code_of("add", "job-boards.greenhouse.io/acme", "--yes") == 0
    assert real.read_bytes() == (text + "acme,greenhouse,Acme Ironworks\r\n").encode()
    assert PANEL.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert [path.name for path in real.parent.iterdir()] == ["mine.csv"]

    assert code_of("remove", "greenhouse/acme") == 0
    assert real.read_bytes() == text.encode()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("https://boards.greenhouse.io/acme", "--sector", "metal"),
            "line 1: no column 'sector'; add it to the header",
        ),
        (("https://news.ycombinator.com/user?id=whoishiring",), "line 1: no column 'kind'"),
        (("https://boards.greenhouse.io/acme", "--country", "Germany"), "'Germany' is no country code"),
        (("https://boards.greenhouse.io/acme", "--cadence", "0"), "cadence '0' is no whole number from 1"),
    ],
)
def test_a_value_that_cannot_be_written_is_told_before_anything_is_asked(
    arguments: tuple[str, ...], words: str, acme: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    PANEL.write_text("platform,token\nlever,zenith\n")

    assert code_of("add", *arguments, "--yes") == 2

    assert words in said(capsys)
    assert acme.asked == []


def test_a_missing_panel_is_told(own_folder: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of("add", "https://boards.greenhouse.io/acme") == 2

    assert "write one with `jobtide init`" in said(capsys)


def test_the_list_does_without_a_store_and_makes_none(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of("list") == 0

    assert "lever/zenith Zenith CH" in (words := said(capsys))
    assert "1 boards, no store yet" in words
    assert not Path("jobtide.db").exists()


def test_the_list_shows_what_the_last_crawl_saw(acme: Server, capsys: pytest.CaptureFixture[str]) -> None:
    with PANEL.open("a") as file:
        file.write("greenhouse,acme,employer,,,,1,1\n")
    with pytest.raises(SystemExit, match="0"):
        main(["crawl", "greenhouse/acme", "--today", "2026-11-21"])
    capsys.readouterr()

    assert code_of("list", "--json") == 0
    output = capsys.readouterr()
    zenith, ours = json.loads(output.out)
    assert (zenith["state"], zenith["crawled"]) == ("new", None)
    assert (ours["state"], ours["crawled"], ours["listed"]) == ("complete", "2026-11-21", 5)
    assert "2 boards, 1 of them crawled" in output.err

    assert code_of("remove", "greenhouse/acme") == 0
    assert "its postings and coverage stay in the store" in said(capsys)
    assert PANEL.read_text() == HEADER + LEVER


def test_a_narrow_terminal_folds_and_cuts_nothing(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr("sys.stdout", terminal := io.StringIO())
    monkeypatch.setattr(terminal, "isatty", lambda: True, raising=False)

    assert code_of("list") == 0

    text = re.sub(r"\x1b\[[\d;]*m", "", terminal.getvalue())
    assert max(map(len, text.splitlines())) <= 40
    assert text.split() == ["board", "listed", "state", "lever/zenith"]


def test_an_unknown_name_is_corrected_and_the_last_line_may_go(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    assert code_of("remove", "lever/zenit") == 2
    assert "no board 'lever/zenit' in it; did you mean 'lever/zenith'?" in said(capsys)

    assert code_of("remove", "lever/zenith") == 0
    assert PANEL.read_text() == HEADER
    assert code_of("list") == 0
