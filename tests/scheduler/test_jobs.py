import datetime as dt
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from scheduler import claims, jobs
from scheduler.jobs import Daemon, work
from scheduler.settings import Settings, read_settings
from scheduler.tables import RunClaimRow
from scrapers.store.engine import open_engine

FAKE = Path(__file__).with_name("fake_worker.py")
NOW = dt.datetime(2026, 11, 18, 12, tzinfo=dt.UTC)


@pytest.fixture
def settings(store_url: str, tmp_path: Path) -> Settings:
    file = tmp_path / "jobtide.toml"
    file.write_text(f'[store]\nurl = "{store_url}"\n[schedule]\nstop_seconds = 0.4\n')
    return read_settings(file)


@pytest.fixture
def daemon(settings: Settings, tmp_path: Path) -> Iterator[Daemon]:
    engine = open_engine(settings.store_url())
    yield make_daemon(settings, engine, tmp_path)
    engine.dispose()


def make_daemon(settings: Settings, engine: Engine, folder: Path) -> Daemon:
    return Daemon(
        settings=settings,
        file=folder / "jobtide.toml",
        engine=engine,
        stop=threading.Event(),
        command=(sys.executable, str(FAKE), str(folder)),
    )


def until(condition: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def rows(engine: Engine) -> dict[str, RunClaimRow]:
    with Session(engine) as session:
        return {row.job: row for row in session.scalars(select(RunClaimRow))}


def files(folder: Path, start: str) -> list[Path]:
    return sorted(folder.glob(f"{start}-*"))


def test_a_slot_runs_in_a_process_of_its_own_and_its_counts_are_kept(daemon: Daemon, tmp_path: Path) -> None:
    (tmp_path / "go").touch()

    work(daemon)

    crawl = rows(daemon.engine)["crawl"]
    assert (crawl.state, json.loads(crawl.summary or "")) == ("done", {"boards": 2})
    assert files(tmp_path, "started")[0].name != f"started-{os.getpid()}"


def test_what_went_wrong_is_kept_in_words_a_person_can_use(daemon: Daemon, tmp_path: Path) -> None:
    (tmp_path / "go").touch()

    work(daemon)

    extract = rows(daemon.engine)["extract"]
    assert (extract.state, extract.attempts) == ("failed", 1)
    assert extract.summary == "extract/vocabulary: no vocabulary; reinstall"


def test_two_daemons_at_once_run_a_slot_once(settings: Settings, daemon: Daemon, tmp_path: Path) -> None:
    (tmp_path / "go").touch()
    other = make_daemon(settings, daemon.engine, tmp_path)

    threads = [threading.Thread(target=work, args=[each]) for each in (daemon, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(files(tmp_path, "started")) == 1


def test_a_process_that_is_killed_leaves_a_failed_slot_at_once(daemon: Daemon, tmp_path: Path) -> None:
    thread = threading.Thread(target=work, args=[daemon])
    thread.start()
    until(lambda: files(tmp_path, "started"))
    os.kill(int(files(tmp_path, "started")[0].name.partition("-")[2]), signal.SIGKILL)
    thread.join()

    crawl = rows(daemon.engine)["crawl"]
    assert (crawl.state, crawl.summary) == ("failed", "its process ended with -9")


def test_a_stop_hands_the_running_slot_back(daemon: Daemon, tmp_path: Path) -> None:
    thread = threading.Thread(target=work, args=[daemon])
    thread.start()
    until(lambda: files(tmp_path, "started"))
    daemon.stop.set()
    thread.join()

    crawl = rows(daemon.engine)["crawl"]
    assert (crawl.state, crawl.attempts) == ("waiting", 0)
    assert claims.take(daemon.engine, "crawl", crawl.slot, "next", dt.datetime.now(dt.UTC)) is not None
    assert not files(tmp_path, "ended")


def test_a_stop_lets_the_running_slot_end_within_the_grace(daemon: Daemon, tmp_path: Path) -> None:
    patient = daemon.settings.model_copy(
        update={"schedule": daemon.settings.schedule.model_copy(update={"stop_seconds": 30})}
    )
    daemon = make_daemon(patient, daemon.engine, tmp_path)
    thread = threading.Thread(target=work, args=[daemon])
    thread.start()
    until(lambda: files(tmp_path, "started"))
    daemon.stop.set()
    (tmp_path / "go").touch()
    thread.join()

    assert rows(daemon.engine)["crawl"].state == "done"


MAIN = """
import sys, threading
from pathlib import Path
from scheduler.jobs import Daemon, serve
from scheduler.settings import read_settings
from scrapers.store.engine import open_engine

folder = Path(sys.argv[2])
settings = read_settings(folder / "jobtide.toml")
command = (sys.executable, sys.argv[1], str(folder))
serve(Daemon(settings=settings, file=folder / "jobtide.toml", engine=open_engine(settings.store_url()),
             stop=threading.Event(), command=command))
"""


def start_process(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", MAIN, str(FAKE), str(folder)])


def test_sigterm_ends_the_daemon_and_a_new_one_takes_the_slot_again(
    settings: Settings, daemon: Daemon, tmp_path: Path
) -> None:
    first = start_process(tmp_path)
    until(lambda: files(tmp_path, "started"))
    first.send_signal(signal.SIGTERM)
    assert first.wait(timeout=30) == 0

    (tmp_path / "go").touch()
    second = start_process(tmp_path)
    until(lambda: "crawl" in rows(daemon.engine) and rows(daemon.engine)["crawl"].state == "done")
    second.send_signal(signal.SIGINT)

    assert second.wait(timeout=30) == 0
    assert (len(files(tmp_path, "started")), len(files(tmp_path, "ended"))) == (2, 1)


def test_a_step_outlives_a_daemon_that_is_killed_and_runs_no_second_time(
    settings: Settings, daemon: Daemon, tmp_path: Path
) -> None:
    first = start_process(tmp_path)
    until(lambda: files(tmp_path, "started"))
    first.kill()
    first.wait()

    second = start_process(tmp_path)
    (tmp_path / "go").touch()
    until(lambda: rows(daemon.engine)["crawl"].state == "done")
    second.terminate()
    second.wait(timeout=30)

    assert (len(files(tmp_path, "started")), len(files(tmp_path, "ended"))) == (1, 1)


def test_each_job_wakes_the_daemon_when_its_next_slot_is_due() -> None:
    triggers = {job.name: jobs.SlotTrigger(job, Settings().schedule) for job in jobs.JOBS}

    times = {name: trigger.get_next_fire_time(None, NOW) for name, trigger in triggers.items()}

    assert times == {
        "crawl": dt.datetime(2026, 11, 19, 2, tzinfo=dt.UTC),
        "extract": dt.datetime(2026, 11, 19, 2, tzinfo=dt.UTC),
        "measure-week": dt.datetime(2026, 11, 23, 7, tzinfo=dt.UTC),
        "measure-month": dt.datetime(2026, 12, 1, 7, tzinfo=dt.UTC),
        "measure-quarter": dt.datetime(2027, 1, 1, 7, tzinfo=dt.UTC),
        "digest": dt.datetime(2026, 11, 23, 7, tzinfo=dt.UTC),
    }
    assert triggers["crawl"].get_next_fire_time(times["crawl"], NOW) > times["crawl"]
