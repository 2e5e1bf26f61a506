"""Crawl several platforms side by side, each in a child process that may crash or hang alone."""

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Literal, TypeVar

import msgspec
from msgspec.structs import replace
from sqlalchemy.exc import SQLAlchemyError

from scrapers.crawl.document import BoardResult, CrawlDocument
from scrapers.crawl.store import CrawlStore
from scrapers.crawl.turns import in_turns
from scrapers.health import FailureClass
from scrapers.records import CrawlState
from scrapers.store.errors import JobtideError

Line = TypeVar("Line")
SIDE_BY_SIDE = 4
GRACE_SECONDS = 60.0
"""A child ends by itself when its limit is reached; one that does not is killed this much later."""


def crawl_platforms(documents: Sequence[CrawlDocument]) -> list[BoardResult]:
    """Return one result for every board, also for those that a crashed or killed child never got to."""
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        return [result for results in pool.map(_crawl_in_turn, in_turns(documents)) for result in results]


def _crawl_in_turn(documents: Sequence[CrawlDocument]) -> list[BoardResult]:
    return [result for document in documents for result in _crawl_one(document)]


def _crawl_one(document: CrawlDocument) -> list[BoardResult]:
    output, why = run_child("scrapers", document)
    first, *others = output.splitlines() or [b""]
    begun = _read(first, dict[str, int]) or {}
    results = {one.board: one for line in others if (one := _read(line, BoardResult))}
    lost = [board for board in document.boards if board.name not in results]
    if lost:
        left = replace(document, run=begun.get("run"), boards=tuple(lost))
        results |= {one.board: one for one in _end(left, why)}
    return [results[board.name] for board in document.boards]


def _end(document: CrawlDocument, why: str) -> list[BoardResult]:
    """Store what became of boards whose child is gone, and return it."""
    try:
        with CrawlStore(document) as store:
            return store.give_up(why)
    except (SQLAlchemyError, JobtideError) as error:  # perhaps what the child died of
        why = f"{why}; this is not in the store: {str(error).splitlines()[0]}"
        return [
            BoardResult(board=board.name, state=CrawlState.PARTIAL, failure=FailureClass.CRASHED, error=why)
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
        output, _ = child.communicate(document.to_json(), document.limits.seconds + GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        output, _ = child.communicate()
        return output, f"the crawl's process was stopped after {document.limits.seconds + GRACE_SECONDS:.0f} s"
    except BaseException:
        child.kill()
        raise
    return output, f"the crawl's process ended with code {child.returncode}"


def _read(line: bytes, kind: type[Line]) -> Line | None:
    try:
        return msgspec.json.decode(line, type=kind)
    except msgspec.DecodeError:  # the child died in the middle of its last line
        return None
