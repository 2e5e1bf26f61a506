import csv
import datetime as dt
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path

import pytest

from scheduler.demo import history
from scheduler.demo.loop import MARK, Demo, run_demo
from scheduler.demo.page import show
from scheduler.demo.server import serve
from scheduler.settings import CrawlSettings, MailSettings, Settings
from scheduler.steps import STEPS, Counts, StepInput
from scrapers.store.engine import open_engine
from scrapers.store.errors import JobtideError
from tests.scheduler.mailbox import mail_server

END = dt.date(2026, 11, 22)
MONDAY = dt.datetime(2026, 11, 23, 6, tzinfo=dt.UTC)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> history.SampleFiles:
    return history.write_history(tmp_path_factory.mktemp("sample"), END)


def test_the_same_end_gives_the_same_history(sample: history.SampleFiles, tmp_path: Path) -> None:
    again = history.write_history(tmp_path, END)

    assert again.postings.read_bytes() == sample.postings.read_bytes()
    assert again.coverage.read_bytes() == sample.coverage.read_bytes()


def test_the_history_holds_enough_for_verdicts(sample: history.SampleFiles) -> None:
    postings = rows(sample.postings)
    days = [dt.date.fromisoformat(row["posted_on"]) for row in postings]

    assert len({row["employer"] for row in postings}) >= 25
    assert sample.count == len(postings) > 5000
    assert max(days) <= END
    assert max(days) - min(days) > dt.timedelta(days=728)


def test_every_address_of_the_history_is_invented(sample: history.SampleFiles) -> None:
    assert all(".example/" in row["url"] and row["board"].startswith("sample/") for row in rows(sample.postings))


def test_the_history_grows_as_its_market_says(sample: history.SampleFiles) -> None:
    count: Counter[tuple[str, bool]] = Counter()
    for row in rows(sample.postings):
        age = (END - dt.date.fromisoformat(row["posted_on"])).days
        if age < 2 * history.YEAR:
            count[row["title"].rpartition(" ")[2], age < history.YEAR] += 1

    assert 1.0 < count["Recruiter", False] / count["Recruiter", True] / 1.5 < 1.6
    assert 0.9 < count["Manager", False] / count["Manager", True] < 1.1


def test_every_board_of_the_history_is_observed_every_day(sample: history.SampleFiles) -> None:
    spans = rows(sample.coverage)

    assert {row["board"] for row in spans} == {row["board"] for row in rows(sample.postings)}
    assert {row["to"] for row in spans} == {END.isoformat()}


def test_the_boards_answer_on_loopback_with_dates_of_today() -> None:
    with serve(MONDAY) as overrides:
        origin = overrides["https://boards-api.greenhouse.io"]
        with urllib.request.urlopen(f"{origin}/v1/boards/harborline/jobs?content=true") as answer:
            body = answer.read().decode()
        with pytest.raises(urllib.error.HTTPError) as missing:
            urllib.request.urlopen(f"{origin}/v1/boards/nobody/jobs")
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"{origin}/../server.py")

    assert '"first_published": "2026-11-14T06:00:00+00:00"' in body
    assert missing.value.code == 404


def test_a_folder_that_no_demo_wrote_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")

    with pytest.raises(JobtideError, match="not made by the demo"):
        run_demo(tmp_path, MONDAY, print)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_no_page_is_opened_where_nobody_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("DISPLAY", ":0")

    assert not show(Path("digest.html"))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The whole loop on a small part of the history; the environment must not matter."""
    out = tmp_path_factory.mktemp("demo") / "out"
    out.mkdir()
    (out / MARK).touch()
    (out / "of_an_earlier_demo").touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JOBTIDE_STORE__URL", "sqlite:////nowhere/at/all.db")
        patch.setattr(history, "SCALE", 0.12)
        return run_demo(out, MONDAY, print)


def test_the_demo_crawls_its_boards_through_the_real_spiders(small: Demo) -> None:
    assert {result.board: (str(result.state), result.listed) for result in small.crawled} == {
        "greenhouse/harborline": ("complete", 4),
        "greenhouse/peatpixel": ("complete", 4),
        "greenhouse/sundialgrid": ("complete", 4),
        "hn/whoishiring": ("complete", 6),
        "jsonld/https://careers.brackwater.example/jobs/index.html": ("complete", 3),
    }


def test_the_demo_leaves_digest_tables_and_database_all_marked_as_sample(small: Demo) -> None:
    out = small.page.parent

    assert {file.name for file in small.files} >= {"role_week.csv", "role_month.csv", "datapackage.json"}
    assert (out / "jobtide.db").stat().st_size > 0
    assert not (out / "of_an_earlier_demo").exists()
    assert "SAMPLE" in (out / MARK).read_text()
    assert "SAMPLE" in (out / "datapackage.json").read_text()
    for text in (small.digest.subject, small.digest.text, small.digest.html, small.digest.page):
        assert "SAMPLE" in text


def test_on_the_store_of_the_demo_the_steps_of_a_monday_mail_one_digest_once(small: Demo) -> None:
    out = small.page.parent
    engine = open_engine(f"sqlite:///{out / 'jobtide.db'}")
    with mail_server() as server:
        mail = MailSettings(host="127.0.0.1", port=server.port, security="none", to=("ann@example.com",))
        given = StepInput(
            Settings(home=out, out=Path("again"), mail=mail), engine, MONDAY.replace(hour=0), lambda: MONDAY
        )

        assert STEPS["extract"](given)["read"] == 0
        assert STEPS["measure-week"](given) == {"period": "2026-W47", "alerts": 0}
        first, second = STEPS["digest"](given), STEPS["digest"](given)
    engine.dispose()

    assert first == second == {"period": "2026-W47", "sent": 1, "failed": 0, "channels": 0}
    ((address, message),) = server.taken
    assert (address, message["Subject"].strip()) == ("ann@example.com", small.digest.subject)
    assert {file.name for file in (out / "again").iterdir()} >= {"digest_2026-W47.html", "role_week.csv"}


def test_on_the_store_of_the_demo_the_next_crawl_visits_the_boards_whose_cadence_is_over(small: Demo) -> None:
    out = small.page.parent
    engine = open_engine(f"sqlite:///{out / 'jobtide.db'}")

    def crawl(days: int, overrides: dict[str, str]) -> Counts:
        now = MONDAY + dt.timedelta(days=days)
        crawling = CrawlSettings(
            boards=Path("input/boards.csv"), delay_seconds=0, origin_overrides=overrides, allow_private=True
        )
        return STEPS["crawl"](StepInput(Settings(home=out, crawl=crawling), engine, now.replace(hour=0), lambda: now))

    with serve(MONDAY) as overrides:
        assert crawl(6, overrides) == {"boards": 0}
        assert crawl(7, overrides) == {"boards": 5, "complete": 5, "listed": 21, "new": 0, "gone": 0}
    engine.dispose()


@pytest.mark.long
def test_the_demo_finds_what_its_market_was_made_to_do(tmp_path: Path) -> None:
    made = run_demo(tmp_path / "out", MONDAY, print)
    with (tmp_path / "out" / "role_week.csv").open(encoding="utf-8", newline="") as file:
        verdicts = {
            row["key"]: row["verdict"]
            for row in csv.DictReader(file)
            if row["metric"] == "growth" and not row["within"] and row["country"] == "all"
        }

    assert made.period.key == "2026-W47"
    assert verdicts["ai-engineer"] == verdicts["data-engineer"] == "rising"
    assert verdicts["recruiter"] == verdicts["qa-engineer"] == verdicts["frontend-engineer"] == "falling"
    assert verdicts["product-manager"] == "flat"
