"""A run of `extract` that is killed goes on where it stopped."""

import datetime as dt
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, insert, select

from extract.stage import BATCH, extract_new
from extract.tables import ExtractionRow, TagRow
from scrapers.store.engine import open_engine
from scrapers.tables import BoardRow, EmployerRow, PostingRow, PostingVersionRow
from tests.texts import at

NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
ROOT = Path(__file__).parents[2]
POSTINGS = 6 * BATCH
CHILD = """
import datetime as dt, sys
from scrapers.store.engine import open_engine
from extract.stage import extract_new
if __name__ == "__main__":
    extract_new(open_engine(sys.argv[1]), dt.datetime(2026, 3, 1, tzinfo=dt.UTC), int(sys.argv[2]))
"""


def fill(engine: Engine) -> None:
    seen = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    with engine.begin() as connection:
        connection.execute(insert(EmployerRow).values(id=1, slug="acme", name="Acme"))
        connection.execute(insert(BoardRow).values(id=1, platform="greenhouse", token="acme", kind="employer"))
        for key in range(1, POSTINGS + 1):
            hashed, title = str(key).encode(), f"Data Engineer {key}"
            connection.execute(
                insert(PostingRow).values(
                    id=key, board_id=1, external_id=str(key), employer_id=1, title=title, content_hash=hashed,
                    first_seen=seen, last_seen=seen, missed=0,
                )
            )  # fmt: skip
            connection.execute(
                insert(PostingVersionRow).values(
                    posting_id=key, content_hash=hashed, seen_from=seen, seen_to=seen, title=title,
                    **at(connection, f"<p>You keep {key} pipelines of Python and Kafka running.</p>"), said={},
                )
            )  # fmt: skip


def count(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(ExtractionRow)) or 0


def children(process: int) -> list[int]:
    return [int(key) for key in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def is_alive(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks for child processes as Linux shows them")
@pytest.mark.parametrize("processes", [1, 2])
def test_every_posting_is_read_once_though_the_first_run_was_killed(
    sqlite_url: str, tmp_path: Path, processes: int
) -> None:
    engine = open_engine(sqlite_url)
    fill(engine)
    script = tmp_path / "child.py"
    script.write_text(CHILD, encoding="utf-8")
    command = [sys.executable, str(script), sqlite_url, str(processes)]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}) as child:
        deadline = time.monotonic() + 120
        while count(engine) == 0 and time.monotonic() < deadline and child.poll() is None:
            time.sleep(0.02)
        workers = children(child.pid)
        child.kill()
    assert len(workers) == (processes + 1 if processes > 1 else 0)  # the pool has one more that counts its resources
    while any(map(is_alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_alive, workers))
    before = count(engine)
    assert 0 < before < POSTINGS
    assert before % BATCH == 0

    done = extract_new(engine, NOW)

    assert (done.read, done.unchanged) == (POSTINGS - before, before)
    with engine.connect() as connection:
        by_run = select(ExtractionRow.done_at, func.count()).group_by(ExtractionRow.done_at)
        days = dict(connection.execute(by_run).all())
        tagged = connection.scalar(select(func.count()).select_from(TagRow).filter_by(kind="skill", key="python"))
    assert sorted(days.values()) == sorted([before, POSTINGS - before])
    assert tagged == POSTINGS
    engine.dispose()
