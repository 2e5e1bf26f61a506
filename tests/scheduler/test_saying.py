"""The verb `digest`: files, JSON, the scope read from the store, and refusals."""

import datetime as dt
import email
import email.policy
import json
from email.message import EmailMessage

import pytest
from sqlalchemy import insert

from scheduler.cli import main
from scheduler.migrations import upgrade
from scheduler.sources import read_scope
from scrapers.store.engine import open_engine
from scrapers.tables import BoardCoverageRow, BoardCrawlRow, BoardRow, CrawlRunRow
from trends.digest.records import Digest, Row, Scope
from trends.digest.render import Story
from trends.periods import Period

WEEK = Period.parse("2026-W46")


def story_of(scope: Scope) -> Story:
    return Story(
        subject="Rust +66%", preheader="", scope_line="", headline="Rust +66%", lead="", tiles=(), chart=None,
        blocks=(), tables=scope.tables, web=scope.web, reason="", is_sample=False,
    )  # fmt: skip


def digest_of(scope: Scope) -> Digest:
    row = Row(
        dimension="skill", key="rust", label="Rust", metric="growth", unit="rate", estimate=0.66, low=0.33, high=1.06,
        n_now=212, n_then=128, employers=61, boards=48, coverage=0.8, verdict="rising", method="m/1", vocabulary="v",
    )  # fmt: skip
    return Digest(
        story=story_of(scope),
        subject="Rust +66% on the year (week 46)", preheader="2,911 new vacancies", lead="Rust is up.",
        html='<p>Rust <img src="cid:chart" alt="Rust rose"></p>', page="<p>Rust</p>", text="Rust +66%\n",
        chart_png=b"\x89PNG", alt="Rust rose", movers=(row,),
    )  # fmt: skip


@pytest.fixture
def told(monkeypatch):
    """The scopes that digests were asked for."""
    scopes = []

    def build(mart, series, period, scope, choice):
        scopes.append(scope)
        return digest_of(scope)

    monkeypatch.setattr("scheduler.saying.build", build)
    monkeypatch.setattr("trends.archive.write.write_csv", lambda series, period, out: [])
    return scopes


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0)


def test_digest_writes_page_text_mail_and_chart_and_prints_the_page(told, tmp_path, capsys):
    assert run("digest", "--period", "2026-W46", "--out", "here", "--today", "2026-11-16") == 0
    printed = capsys.readouterr()
    assert printed.out == "here/digest_2026-W46.html\n"
    assert "Rust +66% on the year" in printed.err
    names = sorted(file.name for file in (tmp_path / "here").iterdir())
    assert names == [f"digest_2026-W46.{suffix}" for suffix in ("eml", "html", "png", "txt")]
    mail = email.message_from_bytes((tmp_path / "here" / names[0]).read_bytes(), policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    assert mail["Subject"] == "Rust +66% on the year (week 46)"
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
    ]  # fmt: skip


def test_json_tells_the_same_with_unformatted_numbers(told, capsys):
    assert run("digest", "--period", "2026-W46", "--json", "--today", "2026-11-16") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["compared_with"] == "2025-W46"
    assert said["movers"][0]["estimate"] == 0.66
    assert said["files"]["html"] == "out/digest_2026-W46.html"


def test_the_digest_is_archived_and_points_to_its_public_place(told, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("JOBTIDE_ARCHIVE__PUBLIC_URL", "https://tides.example/digests")
    assert run("digest", "--period", "2026-W46", "--json", "--today", "2026-11-16") == 0
    assert json.loads(capsys.readouterr().out)["archived"] == "archive/2026-W46/index.html"
    assert told[0].web == "https://tides.example/digests/2026-W46/"
    assert "https://tides.example/digests/2026-W46/index.html" in (tmp_path / "archive" / "feed.xml").read_text("utf-8")


def test_without_a_period_the_last_closed_one_is_told(told, capsys):
    assert run("digest", "--today", "2026-11-16") == 0
    assert "2026-W46" in capsys.readouterr().out
    assert run("digest", "--every", "quarter", "--today", "2026-11-16") == 0
    assert "2026-Q3" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--period", "2026-W46", "--every", "month"], "'2026-W46' is no month"),
        (["--period", "November"], "'November' is no period"),
        (["--period", "2026-W46", "--send", "--to", "ann@example.com"], "both --send and --test"),
        (["--period", "2026-W46", "--to", "ann@example.com"], "no mail server"),
    ],
)
def test_refusals_name_the_remedy(told, capsys, arguments, words):
    assert run("digest", *arguments) == 2
    assert words in capsys.readouterr().err


def test_a_period_that_was_not_measured_is_refused_before_anything_is_written(tmp_path, capsys):
    assert run("digest", "--period", "2026-W46", "--out", "here") == 2
    assert "jobtide measure" in capsys.readouterr().err
    assert not (tmp_path / "here").exists()


def test_tables_beside_the_page_are_known(told, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "skill_week.csv").touch()
    (tmp_path / "out" / "skill_month.csv").touch()
    assert run("digest", "--period", "2026-W46") == 0
    assert told[0].tables == frozenset({"skill_week.csv"})


@pytest.fixture
def store(sqlite_url):
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()


def board(identifier: int, name: str, **values) -> dict:
    platform, _, token = name.partition("/")
    return {"id": identifier, "platform": platform, "token": token, "kind": "employer", "cadence": 1} | values


def test_the_scope_counts_boards_that_were_seen_to_the_end_of_the_period(store):
    with store.begin() as connection:
        connection.execute(
            insert(BoardRow),
            [
                board(1, "greenhouse/acme"), board(2, "greenhouse/borough"), board(3, "lever/later"),
                board(4, "lever/never"), board(5, "ashby/gone", cadence=7),
            ],
        )  # fmt: skip
        connection.execute(
            insert(BoardCoverageRow),
            [
                {"board_id": 1, "from_day": dt.date(2025, 1, 1), "to_day": dt.date(2026, 11, 20)},
                {"board_id": 2, "from_day": dt.date(2025, 1, 1), "to_day": dt.date(2026, 11, 9)},
                {"board_id": 3, "from_day": dt.date(2026, 11, 16), "to_day": dt.date(2026, 11, 20)},
                {"board_id": 5, "from_day": dt.date(2025, 1, 1), "to_day": dt.date(2026, 11, 9)},
            ],
        )
        connection.execute(
            insert(CrawlRunRow),
            [{"id": 1, "platform": "greenhouse", "started_at": dt.datetime(2026, 11, 14, tzinfo=dt.UTC)}],
        )
        crawl = {"run_id": 1, "day": dt.date(2026, 11, 14), "listed": 0, "new": 0, "gone": 0}
        connection.execute(
            insert(BoardCrawlRow),
            [
                crawl | {"board_id": 2, "state": "blocked", "error": "robots.txt forbids it"},
                crawl | {"board_id": 4, "state": "gone", "error": None},
            ],
        )
    scope = read_scope(store, WEEK)
    assert (scope.sources_healthy, scope.sources_total) == (2, 4)
    assert scope.left_out == (
        "greenhouse/borough was left out: last completely observed on 9 November 2026 (robots.txt forbids it).",
        "lever/never was left out: never completely observed (gone).",
    )
    assert not scope.sample
    assert scope.name == "4 boards on 3 platforms"


def test_a_thread_is_healthy_through_its_last_whole_month_and_sample_boards_mark_the_digest(store):
    with store.begin() as connection:
        connection.execute(insert(BoardRow), [board(1, "hn/whoishiring", kind="thread"), board(2, "sample/acme")])
        connection.execute(
            insert(BoardCoverageRow),
            [
                {"board_id": 1, "from_day": dt.date(2025, 1, 1), "to_day": dt.date(2026, 10, 31)},
                {"board_id": 2, "from_day": dt.date(2025, 1, 1), "to_day": dt.date(2026, 11, 15)},
            ],
        )
    scope = read_scope(store, WEEK)
    assert (scope.sources_healthy, scope.sources_total) == (2, 2)
    assert scope.sample
    assert scope.notes[0].startswith("hn/whoishiring is a monthly hiring thread")


def test_what_a_site_said_when_it_failed_comes_as_one_short_harmless_line(store):
    with store.begin() as connection:
        connection.execute(insert(BoardRow), [board(1, "greenhouse/acme")])
        started = dt.datetime(2026, 11, 14, tzinfo=dt.UTC)
        connection.execute(insert(CrawlRunRow), [{"id": 1, "platform": "greenhouse", "started_at": started}])
        error = "500 <b>\x1b[31m\r\nBcc: x@y\u202e" + "z" * 10_000
        crawl = {"run_id": 1, "day": dt.date(2026, 11, 14), "listed": 0, "new": 0, "gone": 0, "board_id": 1}
        connection.execute(insert(BoardCrawlRow), [crawl | {"state": "partial", "error": error}])
    (said,) = read_scope(store, WEEK).left_out
    assert said.startswith("greenhouse/acme was left out: never completely observed (500 <b>[31m Bcc: x@y")
    assert len(said) < 300


def test_an_empty_store_has_no_sources_to_count(tmp_path):
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    upgrade(url)
    assert read_scope(open_engine(url), WEEK) == Scope()
