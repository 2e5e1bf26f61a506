"""What a parser hands back, and how it takes an answer apart without losing a record unseen."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from scrapers.records import RawPosting

MAX_DEPTH = 12


class UnreadableError(Exception):
    """The answer, or one record of it, has not the shape that its platform documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """Everything read from one answer."""

    postings: list[RawPosting]
    """In the order of the answer, each external_id once."""
    total: int | None = None
    """How many postings the answer itself says there are; null where it does not say."""
    unread: tuple[str, ...] = ()
    """One reason for each record that could not be read."""
    repeated: int = 0
    """Records whose external_id stood there before."""

    @property
    def is_short(self) -> bool:
        """Whether the answer says that there are more postings than it holds."""
        return self.total is not None and len(self.postings) + self.repeated < self.total


def load_json(body: bytes | str) -> Any:
    """Return the decoded document.

    Raises UnreadableError with line and column for text that is cut off, is no JSON, or is nested too deeply.

    >>> load_json(b'{"jobs": [1, 2')
    Traceback (most recent call last):
    ...
    scrapers.answer.UnreadableError: line 1 column 15: the JSON ends in the middle
    """
    try:
        return json.loads(body.removeprefix(b"\xef\xbb\xbf") if isinstance(body, bytes) else body)
    except json.JSONDecodeError as error:
        text = error.doc.rstrip()
        is_cut = error.pos >= len(text) or error.msg.startswith("Unterminated string")
        what = "the JSON ends in the middle" if is_cut and text else f"no JSON ({error.msg})"
        raise UnreadableError(f"line {error.lineno} column {error.colno}: {what}") from error
    except UnicodeDecodeError as error:
        raise UnreadableError(f"byte {error.start}: not UTF-8") from error
    except (RecursionError, ValueError) as error:
        raise UnreadableError("JSON is nested too deeply or holds an absurd number") from error


def find_records(payload: Any, is_record: Callable[[dict[str, Any]], bool], depth: int = 0) -> Iterator[dict[str, Any]]:
    """Yield every object that `is_record` accepts, wherever the answer wraps it; never inside another one.

    >>> list(find_records({"pages": [{"jobs": [{"id": 1}]}, {"jobs": [{"id": 2}]}]}, lambda one: "id" in one))
    [{'id': 1}, {'id': 2}]
    """
    if depth > MAX_DEPTH:
        return
    if isinstance(payload, dict):
        if is_record(payload):
            yield payload
            return
        payload = list(payload.values())
    if isinstance(payload, list):
        for part in payload:
            yield from find_records(part, is_record, depth + 1)


def read_records(
    records: Iterable[Any], read_one: Callable[[Any], RawPosting | None], total: int | None = None
) -> Parsed:
    """Read each record; one that is broken is counted with its reason instead of ending the rest.

    `read_one` returns None for a record that is no posting (a legal notice, a deleted comment).
    """
    postings: dict[str, RawPosting] = {}
    unread: list[str] = []
    read = 0
    for number, record in enumerate(records, start=1):
        try:
            posting = read_one(record)
        except UnreadableError as error:
            unread.append(f"record {number}: {error}")
            continue
        if posting is not None:
            read += 1
            postings.setdefault(posting.external_id, posting)
    return Parsed(postings=list(postings.values()), total=total, unread=tuple(unread), repeated=read - len(postings))
