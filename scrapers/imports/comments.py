"""Lines of a hiring thread's file as comments, and the reasons for leaving one out."""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from scrapers.imports import algolia
from scrapers.imports.source import numbered_lines
from scrapers.moments import day
from scrapers.store.errors import JobtideError

Form = Literal["firebase", "text", "algolia"]

MONTH_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d-(?:0[1-9]|1[0-2]))(?!\d)")
MARKED_UP = re.compile(r"<p>|&#x[0-9A-F]{2};|<a href=")
OTHER_FORM: dict[Form, Form] = {"firebase": "text", "text": "firebase"}
"""Of the two that look alike, the one that it may be instead."""


class BrokenLineError(ValueError):
    """A line that holds no comment that could be understood; its text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What one look through a file tells."""

    path: Path
    month: str
    """The calendar month it covers, `2024-12`."""
    ids: Collection[str]
    """Every comment in it; a comment whose parent is among them is a reply."""
    is_cut: bool
    """The rest of the month is missing: the last line is broken and has no end, or the search found more."""


def comment_lines(path: Path, form: Form) -> Iterator[tuple[int, bytes]]:
    """Yield the numbered records of a file, one JSON object each; raises JobtideError for an unreadable one."""
    return algolia.comment_lines(path) if form == "algolia" else numbered_lines(path)


def read_line(line: bytes) -> dict[str, Any]:
    """Return the record of one line.

    Raises BrokenLineError for what is no JSON object with an id and a time.
    """
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BrokenLineError(f"not JSON ({error})") from error
    if not isinstance(record, dict):
        raise BrokenLineError("not a JSON object")
    if isinstance(record.get("id"), bool) or not isinstance(record.get("id"), (int, str)):
        raise BrokenLineError("no id")
    return record


def left_out(comment: dict[str, Any], ids: Collection[str]) -> str | None:
    """Return why a record is no ad of the thread, or None."""
    if comment.get("type", "comment") != "comment":
        return "not a comment"
    if comment.get("dead") or comment.get("deleted"):
        return "dead or deleted"
    if not isinstance(comment.get("text"), str) or not comment["text"].strip():
        return "no text"
    return "reply" if str(comment.get("parent")) in ids else None


def survey(path: Path, form: Form) -> Survey:
    """Read a file through once.

    Its month is the one in its name when a comment is from that month, else that of most comments.
    Raises JobtideError for an unreadable file, one without a single comment, and one of the other form.
    """
    ids: set[str] = set()
    months: Counter[str] = Counter()
    marked_up = lines = 0
    is_cut = form == "algolia" and algolia.is_short(path)
    for _, line in comment_lines(path, form):
        lines += 1
        try:
            record = read_line(line)
        except BrokenLineError:
            is_cut = is_cut or not line.endswith(b"\n")
            continue
        if record.get("type", "comment") == "comment" and (posted_on := day(record.get("time"))):
            ids.add(str(record["id"]))
            months[posted_on.isoformat()[:7]] += 1
            marked_up += bool(MARKED_UP.search(str(record.get("text"))))
    if not ids:
        thing = f"none of its {lines} lines is a comment with id and time" if lines else "empty file"
        raise JobtideError(thing, str(path), f"hn-{form} wants one JSON object a line; nothing was imported")
    _check_form(path, form, marked_up, len(ids))
    named = MONTH_IN_NAME.search(path.name)
    month = named[1] if named and named[1] in months else max(months, key=lambda key: (months[key], key))
    return Survey(path=path, month=month, ids=ids, is_cut=is_cut)


def _check_form(path: Path, form: Form, marked_up: int, comments: int) -> None:
    """Refuse plain text read as HTML, which would lose its lines, and HTML read as plain text."""
    if form == "algolia":
        return
    if (marked_up > comments / 2) if form == "text" else (marked_up == 0 and comments >= 20):
        what = "its texts are HTML" if form == "text" else "its texts are plain, not HTML"
        raise JobtideError(what, str(path), f"import it as hn-{OTHER_FORM[form]}; nothing was imported")
