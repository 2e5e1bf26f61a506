"""Files of Hacker News "Who is hiring?" threads, one a month, into the board `hn/whoishiring`."""

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from scrapers.imports.comments import BrokenLineError, Form, Survey, comment_lines, left_out, read_line, survey
from scrapers.imports.result import ImportResult, Tally
from scrapers.ingest.boards import board_ids
from scrapers.ingest.coverage import add_span
from scrapers.ingest.sighting import record
from scrapers.pages.html import as_html
from scrapers.records import Board, BoardKind, RawPosting
from scrapers.spiders.hn import ACCOUNT, read_comment

BOARD = Board(platform="hn", token=ACCOUNT, kind=BoardKind.THREAD, cadence=30)
BATCH = 2000


def import_hn(engine: Engine, files: Sequence[Path], form: Form, now: dt.datetime) -> ImportResult:
    """Store every top-level comment with text that is neither dead nor deleted.

    A file covers its calendar month, up to today; months without a file, and of a file cut short, stay gaps.
    Threads open on the first and gather comments for weeks: one posted after the month keeps its true day, and
    so counts in the month in which it was posted, if that month has a file too. Authors are not stored.
    Raises JobtideError, before anything is written, when a file is unreadable or holds no comment.
    """
    surveys = [survey(path, form) for path in files]
    tally = Tally()
    done: set[str] = set()
    for found in surveys:
        postings = _postings(found, form, now.date(), done, tally)
        with engine.begin() as connection:
            board = board_ids(connection, [BOARD], imported=True)[BOARD.name]
            _store(connection, board, postings, now, tally)
            if not found.is_cut:
                _cover(connection, board, found.month, now.date())
    return tally.result({found.month for found in surveys if not found.is_cut}, boards=1)


def _postings(found: Survey, form: Form, today: dt.date, done: set[str], tally: Tally) -> Iterator[RawPosting]:
    if found.is_cut:
        tally.add_broken(f"{found.path}", f"the file is cut short; {found.month} does not count as covered")
    for number, line in comment_lines(found.path, form):
        tally.read += 1
        try:
            comment = read_line(line)
            reason = left_out(comment, found.ids) or ("duplicate id" if str(comment["id"]) in done else None)
            posting = None if reason else _read(comment, form, today)
        except BrokenLineError as error:
            tally.add_broken(f"{found.path}:{number}", str(error))
            continue
        if posting is None or posting.posted_on is None:
            tally.skipped[reason or "no text"] += 1
            continue
        done.add(posting.external_id)
        tally.outside += posting.posted_on.isoformat()[:7] != found.month
        yield posting


def _read(comment: dict[str, Any], form: Form, today: dt.date) -> RawPosting | None:
    if form == "text":
        comment = {**comment, "text": as_html(comment["text"])}
    posting = read_comment({name: comment.get(name) for name in ("id", "time", "text")} | {"type": "comment"})
    if posting is not None and (posting.posted_on is None or posting.posted_on > today):
        raise BrokenLineError("no time" if posting.posted_on is None else f"dated {posting.posted_on}, in the future")
    return posting


def _store(connection: Connection, board: int, postings: Iterator[RawPosting], now: dt.datetime, tally: Tally) -> None:
    batch: list[RawPosting] = []
    for posting in postings:
        batch.append(posting)
        if len(batch) == BATCH:
            tally.add(record(connection, board, batch, now, first_seen_from_posted_on=True))
            batch = []
    tally.add(record(connection, board, batch, now, first_seen_from_posted_on=True))


def _cover(connection: Connection, board: int, month: str, today: dt.date) -> None:
    first = dt.date.fromisoformat(f"{month}-01")
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    if first <= today:
        add_span(connection, board, first, min(last, today))
