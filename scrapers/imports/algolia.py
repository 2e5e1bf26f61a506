"""Answers of Algolia's search as the lines that Firebase would give of the same thread."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scrapers.answer import UnreadableError, load_json, stated_total
from scrapers.imports.source import opened
from scrapers.spiders.hn_algolia import thread_comments
from scrapers.store.errors import JobtideError


def comment_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the numbered comments of a file: a thread with its tree, or a search's answers, one a line.

    Raises JobtideError for a file that cannot be read, or is no such answer.
    """
    for number, comment in enumerate(thread_comments(_answer(path)), start=1):
        yield number, json.dumps(comment).encode() + b"\n"


def is_short(path: Path) -> bool:
    """Tell whether the search found more comments than the file holds: it gives out a thousand at most."""
    answer = _answer(path)
    total = stated_total(answer, "nbHits")
    return total is not None and sum(1 for _ in thread_comments(answer)) < total


def _answer(path: Path) -> Any:
    with opened(path) as stream:
        body = stream.read()
    try:
        return load_json(body)
    except UnreadableError as error:
        raise JobtideError(str(error), str(path), "save the whole answer again; nothing was imported") from error
