"""Tables of postings, and the days on which their boards were observed."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Engine

from scrapers.imports.ads import OPTIONAL, REQUIRED, Ad, read_ad
from scrapers.imports.census import Census
from scrapers.imports.result import ImportResult, Tally
from scrapers.imports.rows import read_rows
from scrapers.imports.spans import Spans, read_spans
from scrapers.ingest.boards import board_ids
from scrapers.ingest.coverage import add_span, replace_spans
from scrapers.ingest.sighting import record
from scrapers.store.errors import JobtideError

BUFFERED = 5000
"""Postings held before they are written: a table may name a thousand boards in any order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How one kind of table is read."""

    required: tuple[str, ...]
    """Columns without which it is no such table."""
    optional: tuple[str, ...]
    """Columns that it may have."""
    read: Callable[[Mapping[str, str], dt.date], Ad | str]
    """A row and today → its posting, or what is wrong with the row."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Our names of columns → the file's, where they differ."""
    is_whole: bool = True
    """Whether it holds all ads of its boards between the first and the last of its days."""


def import_csv(
    engine: Engine, files: Sequence[Path], columns: Mapping[str, str], coverage_file: Path | None, now: dt.datetime
) -> ImportResult:
    """Store a table in our own columns; `columns` maps their names to the files'. Else as `import_table`."""
    _check_columns(columns)
    form = Form(required=REQUIRED, optional=OPTIONAL, read=read_ad, columns=columns)
    return import_table(engine, files, form, coverage_file, now)


def import_table(
    engine: Engine, files: Sequence[Path], form: Form, coverage_file: Path | None, now: dt.datetime
) -> ImportResult:
    """Store the rows of the files as postings seen from `posted_on` to `closed_on`.

    A board is covered from its earliest posted_on to its latest date in these files if the form holds whole boards,
    unless `coverage_file` lists it: then its spans are what that file says, and what lies between them, and between
    them and its ads, is a gap. Of two rows under one id the first stands.
    Raises JobtideError, before anything is written, for an unreadable file, a missing column, no readable row.
    """
    spans = read_spans(coverage_file) if coverage_file else {}
    census = Census()
    for path in files:
        before = census.ads
        for _, ad in _ads(path, form, now.date()):
            if isinstance(ad, Ad):
                census.add(ad)
        if census.ads == before:
            raise JobtideError(
                "no row of it is a posting", str(path), f"it needs {', '.join(form.required)}; {NOTHING}"
            )
    for key in spans:
        census.add_board(key)
    if not form.is_whole:  # what a search found is of many employers, however few it found
        for seen in census.seen.values():
            seen.is_many = True
    tally = Tally()
    with engine.begin() as connection:
        ids = board_ids(connection, census.boards(), imported=True)
    buffer = _Buffer(engine, ids, now, tally)
    for path in files:
        for line, ad in _ads(path, form, now.date()):
            tally.read += 1
            buffer.take(f"{path}:{line}", ad)
    buffer.flush()
    with engine.begin() as connection:
        _cover(connection, ids, census, spans, form.is_whole)
    return tally.result(census.months, boards=len(ids))


NOTHING = "nothing was imported"


def _check_columns(columns: Mapping[str, str]) -> None:
    for name in columns:
        if name not in (*REQUIRED, *OPTIONAL):
            known = ", ".join((*REQUIRED, *OPTIONAL))
            raise JobtideError(f"unknown column '{name}'", "jobtide.toml [imports.columns]", f"known: {known}")


def _ads(path: Path, form: Form, today: dt.date) -> Iterator[tuple[int, Ad | str]]:
    for line, row in read_rows(path, form.required, form.optional, form.columns):
        yield line, row if isinstance(row, str) else form.read(row, today)


class _Buffer:
    """Postings of many boards, written together."""

    def __init__(self, engine: Engine, ids: Mapping[str, int], now: dt.datetime, tally: Tally) -> None:
        self.engine, self.ids, self.now, self.tally = engine, ids, now, tally
        self.ads: dict[int, list[Ad]] = {}
        self.held = 0
        # Hashes, for a table may have millions of rows: 2 in 10**7 of such tables would lose a row to a clash.
        self.done: set[int] = set()

    def take(self, place: str, ad: Ad | str) -> None:
        """Hold one row's posting, or name what is wrong with the row."""
        if isinstance(ad, str):
            self.tally.add_broken(place, ad)
            return
        board = self.ids["/".join(ad.board)]
        mark = hash((board, ad.posting.external_id))
        if mark in self.done:
            self.tally.add_broken(place, f"second row of {'/'.join(ad.board)} with id '{ad.posting.external_id[:80]}'")
            return
        self.done.add(mark)
        self.ads.setdefault(board, []).append(ad)
        self.held += 1
        if self.held >= BUFFERED:
            self.flush()

    def flush(self) -> None:
        """Write what is held."""
        with self.engine.begin() as connection:
            for board, ads in sorted(self.ads.items()):
                ends = {ad.posting.external_id: ad.closed_on for ad in ads}
                postings = [ad.posting for ad in ads]
                self.tally.add(
                    record(connection, board, postings, self.now, first_seen_from_posted_on=True, closed_on=ends)
                )
        self.ads, self.held = {}, 0


def _cover(connection: Connection, ids: Mapping[str, int], census: Census, spans: Spans, is_whole: bool) -> None:
    for key, seen in census.seen.items():
        board = ids["/".join(key)]
        if key in spans:
            replace_spans(connection, board, spans[key], seen.days)
        elif seen.days and is_whole:
            add_span(connection, board, *seen.days)
