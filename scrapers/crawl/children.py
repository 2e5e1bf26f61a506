"""Crawl several platforms side by side, each in a child process that may crash or hang alone."""

import json
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Literal

from scrapers.crawl.document import BoardResult, CrawlDocument
from scrapers.records import CrawlState

SIDE_BY_SIDE = 4
GRACE_SECONDS = 60.0
"""A child ends by itself when its limit is reached; one that does not is killed this much later."""


def crawl_platforms(documents: Sequence[CrawlDocument]) -> list[BoardResult]:
    """Return one result for every board, also for those that a crashed or killed child never got to."""
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        return [result for results in pool.map(_crawl_one, documents) for result in results]


def _crawl_one(document: CrawlDocument) -> list[BoardResult]:
    output, why = run_child("scrapers", document)
    results = {result.board: result for result in map(_read_line, output.splitlines()) if result}
    return [
        results.get(board.name) or BoardResult(board=board.name, state=CrawlState.PARTIAL, error=why)
        for board in document.boards
    ]


def run_child(module: Literal["scrapers", "scrapers.onboarding"], document: CrawlDocument) -> tuple[bytes, str]:
    """Run a module of ours on one document; return what it printed, and how it ended."""
    # The document goes through stdin because it may hold the password of the store. The child stays in our process
    # group, so that Ctrl-C and a stopping daemon reach it too.
    child = subprocess.Popen(  # noqa: S603 - two modules of ours
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        output, _ = child.communicate(document.model_dump_json().encode(), document.limits.seconds + GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        output, _ = child.communicate()
        return output, f"the crawl's process was stopped after {document.limits.seconds + GRACE_SECONDS:.0f} s"
    except BaseException:
        child.kill()
        raise
    return output, f"the crawl's process ended with code {child.returncode}"


def _read_line(line: bytes) -> BoardResult | None:
    try:
        fields = json.loads(line)
    except ValueError:  # the child died in the middle of its last line
        return None
    return BoardResult(**{**fields, "state": CrawlState(fields["state"])})
