"""A worker process whose steps are made for tests; `python fake_worker.py FOLDER`.

The crawl step writes `started-<process>` into the folder, waits for the file `go` there, then writes `ended-…`.
"""

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from scheduler.steps import Counts, Step, StepInput
from scheduler.worker import main
from scrapers.store.errors import JobtideError


def crawl(_given: StepInput) -> Counts:
    folder = Path(sys.argv[1])
    (folder / f"started-{os.getpid()}").touch()
    while not (folder / "go").exists():
        time.sleep(0.02)
    (folder / f"ended-{os.getpid()}").touch()
    return {"boards": 2}


def extract(_given: StepInput) -> Counts:
    raise JobtideError("no vocabulary", "extract/vocabulary", "reinstall")


def digest(_given: StepInput) -> Counts:
    raise RuntimeError("nobody foresaw this")


STEPS: Mapping[str, Step] = {"crawl": crawl, "extract": extract, "digest": digest}

if __name__ == "__main__":
    main(STEPS)
