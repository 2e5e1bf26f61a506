"""Record a board of `fixtures/boards`: `python -m tests.scrapers.record fixtures/boards/<platform>/<board>`.

The folder holds a `board.json`; the cassette and the postings are written beside it. Real texts and personal
data must not stay in them: replace both before the folder is committed.
"""

import json
import sys
import tempfile
from pathlib import Path

from scheduler.migrations import upgrade
from scrapers.store.engine import open_engine
from tests.scrapers.test_replay import replay, stored


def record(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        store_url = f"sqlite:///{scratch}/store.db"
        upgrade(store_url)
        (result,) = replay(folder / "cassette.yaml", store_url, record=not (folder / "cassette.yaml").exists())
        postings = json.dumps(stored(open_engine(store_url)), indent=1, ensure_ascii=False)
    (folder / "postings.json").write_text(postings + "\n", encoding="utf-8")
    sys.stderr.write(f"{result}\n")


if __name__ == "__main__":
    record(Path(sys.argv[1]))
