"""What a parser hands back, and how it takes an answer apart without losing a record unseen."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

import orjson

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
    vanished: int = 0
    """Postings of which the answer says that they are no longer there."""

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
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        pass
    # What orjson refuses may still be read, or be refused with a reason for people: a byte order mark, NaN, half a
    # surrogate pair, more than 1,024 levels.
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


def list_records(answer: Any, is_record: Callable[[dict[str, Any]], bool], *names: str) -> list[Any]:
    """Return the records of an answer, however a tool wrapped it: an array, or what stands under one of `names`.

    Where the list is found, its broken members come too, so that they are counted. Only an empty list has no records:
    anything else raises UnreadableError.

    >>> list_records({"page": {"jobs": [{"id": 1}, "broken"]}}, lambda one: "id" in one, "jobs")
    [{'id': 1}, 'broken']
    """
    lists = [answer] if isinstance(answer, list) and _holds(answer, is_record) else list(_lists(answer, names, 0))
    listed = [one for found in lists for one in found]
    if _holds(listed, is_record):
        return listed
    records = list(find_records(answer, is_record))
    if not records and answer != [] and (listed or not lists):
        raise UnreadableError(f"no list of {names[0] if names else 'postings'} in it")
    return records


def _holds(values: list[Any], is_record: Callable[[dict[str, Any]], bool]) -> bool:
    return any(isinstance(one, dict) and is_record(one) for one in values)


def _lists(answer: Any, names: tuple[str, ...], depth: int) -> Iterator[list[Any]]:
    if isinstance(answer, dict):
        found = next((answer[name] for name in names if isinstance(answer.get(name), list)), None)
        if found is not None:
            yield found
            return
        answer = list(answer.values())
    if isinstance(answer, list) and depth <= MAX_DEPTH:
        for part in answer:
            yield from _lists(part, names, depth + 1)


def stated_total(answer: Any, *names: str) -> int | None:
    """Return the largest whole number that stands under one of `names`, in whichever page of the answer.

    >>> stated_total([{"meta": {"total": 37}}, {"meta": {"total": 37}}], "total"), stated_total({"total": "?"}, "total")
    (37, None)
    """

    def numbers(page: dict[str, Any]) -> list[int]:
        return [page[name] for name in names if type(page.get(name)) is int]

    return max((max(numbers(page)) for page in find_records(answer, lambda page: bool(numbers(page)))), default=None)


def filled(posting: RawPosting, other: RawPosting) -> RawPosting:
    """Return the posting with whatever it leaves out taken from another record of it; the longer body counts."""
    missing: dict[str, Any] = {
        field.name: getattr(other, field.name) for field in fields(posting) if not getattr(posting, field.name)
    }
    return replace(posting, **{**missing, "html": max(posting.html, other.html, key=len)})


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


def with_details(listed: Parsed, details: Parsed) -> Parsed:
    """Return a list whose postings were saved together with their details, each posting once and in its place."""
    known = {posting.external_id: posting for posting in details.postings}
    postings = [filled(known.pop(one.external_id, one), one) for one in listed.postings]
    return Parsed(
        postings=[*postings, *known.values()],
        total=listed.total,
        unread=(*listed.unread, *details.unread),
        repeated=listed.repeated + details.repeated,
    )


def read_listed(
    answer: Any,
    is_record: Callable[[dict[str, Any]], bool],
    read_one: Callable[[Any], RawPosting | None],
    total_name: str,
    *names: str,
) -> Parsed:
    """Read the list under one of `names`, or single records; what else the answer holds of them completes them.

    `total_name` is what the platform calls the number of all postings. Raises UnreadableError as `list_records`.
    """
    rows = list_records(answer, is_record, *names)
    listed = read_records(rows, read_one, stated_total(answer, total_name))
    seen = {id(row) for row in rows}
    known = {posting.external_id for posting in listed.postings}
    others = read_records((one for one in find_records(answer, is_record) if id(one) not in seen), read_one)
    details = [posting for posting in others.postings if posting.external_id in known]
    return with_details(listed, Parsed(postings=details)) if details else listed


def with_details_beside(
    listed: Parsed,
    answer: Any,
    records: list[Any],
    is_detail: Callable[[dict[str, Any]], bool],
    read_one: Callable[[Any], RawPosting | None],
) -> Parsed:
    """Return a list with the details that a tool saved beside it, or inside its `records`."""
    known = {id(record) for record in records}
    details = [one for one in find_records(answer, is_detail) if id(one) not in known]
    return with_details(listed, read_records(details, read_one))
