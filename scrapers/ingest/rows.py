"""Rows of `posting`, and what follows from them, for one chunk of postings of one board."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, select

from scrapers.ingest import versions
from scrapers.ingest.content import NOTHING
from scrapers.ingest.episodes import begin_again
from scrapers.ingest.posting_row import FACTS, NewRow, Seen, facts_differ
from scrapers.ingest.seen import implied_sighting
from scrapers.ingest.versions import Text
from scrapers.store.bulk import Upsert, later
from scrapers.tables import PostingRow

KEYS = ("board_id", "external_id")
CHANGED = (*FACTS, "title", "url", "content_hash")
POSTINGS = Upsert(
    PostingRow,
    NewRow._fields,
    KEYS,
    lambda new: {
        **{name: new[name] for name in CHANGED},
        "first_seen": later(new.first_seen, PostingRow.first_seen, earlier=True),
        "last_seen": later(PostingRow.last_seen, new.last_seen),
    },
)
ALL_NEW = Upsert(PostingRow, NewRow._fields, KEYS)
"""For a board that holds none: it takes two thirds of the time."""
# Made once: each board of a crawl needs them, and making a statement costs more than carrying it out.
_named = (PostingRow.board_id == bindparam("board"), PostingRow.external_id.in_(bindparam("names", expanding=True)))
KNOWN = select(PostingRow.__table__).where(*_named)
NUMBERS = select(PostingRow.external_id, PostingRow.id).where(*_named)
ALL_NUMBERS = select(PostingRow.external_id, PostingRow.id).where(PostingRow.board_id == bindparam("board"))


class Written(NamedTuple):
    """A posting's new row and the moment from which it says what it says."""

    seen: Seen
    row: NewRow
    since: dt.datetime
    before: Row[Any] | None
    says_more: bool
    """Whether its version is written too."""


def crawled(
    connection: Connection,
    board_id: int,
    chunk: Sequence[Seen],
    now: dt.datetime,
    board_seen_at: dt.datetime | None,
    is_empty: bool,
) -> Counter[str]:
    """Write postings listed at `now`; nothing is written for one that says the same as before and stood open.

    `is_empty` says that none of them is in the store.
    """
    known = {} if is_empty else _known(connection, board_id, chunk)
    counts, written = Counter[str](), []
    for seen in chunk:
        before = known.get(seen.posting.external_id)
        kind = _kind(seen, before)
        counts[kind] += 1
        if kind == "unchanged" and before is not None and not facts_differ(seen, before):
            continue
        row = NewRow.of(seen, before, board_id, now, now)
        written.append(Written(seen, row, now, before, kind != "unchanged"))
    _write(connection, board_id, written, is_empty)
    known_before = [] if is_empty else written
    versions.end(connection, _replaced(known_before, board_seen_at))
    begin_again(connection, [episode for one in known_before for episode in _reopened(one)], now.date())
    return counts


def imported(connection: Connection, board_id: int, chunk: Sequence[Seen], now: dt.datetime) -> Counter[str]:
    """Write postings whose sightings are dated by the ads; one that says the same as before is left alone.

    The first text of an ad is dated by the ad, a text that replaces it by the import that brought it.
    """
    known = _known(connection, board_id, chunk)
    counts, written = Counter[str](), []
    for seen in chunk:
        before = known.get(seen.posting.external_id)
        kind = _kind(seen, before)
        counts[kind] += 1
        first = midnight(seen.posting.posted_on) if seen.posting.posted_on else now
        row = _said_by_import(NewRow.of(seen, before, board_id, first, first), seen, before)
        if before is None or any(getattr(before, name) != value for name, value in row._asdict().items()):
            since = now if kind == "changed" else first
            written.append(Written(seen, row, since, before, True))
    _write(connection, board_id, written)
    return counts


def _said_by_import(row: NewRow, seen: Seen, before: Row[Any] | None) -> NewRow:
    row = row._replace(posted_on=seen.posting.posted_on)
    if seen.ended is None:
        return row if before is None else row._replace(missed=before.missed, closed_on=before.closed_on)
    (closed_on,) = seen.ended
    last = row.first_seen if closed_on is None else max(row.first_seen, midnight(closed_on))
    return row._replace(closed_on=closed_on, last_seen=last)


def midnight(day: dt.date) -> dt.datetime:
    """Return 00:00 UTC of a day."""
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _known(connection: Connection, board_id: int, chunk: Sequence[Seen]) -> dict[str, Row[Any]]:
    given = {"board": board_id, "names": [seen.posting.external_id for seen in chunk]}
    return {row.external_id: row for row in connection.execute(KNOWN, given)}


def _kind(seen: Seen, before: Row[Any] | None) -> str:
    if before is None:
        return "new"
    return "unchanged" if before.content_hash == seen.content_hash else "changed"


def _write(connection: Connection, board_id: int, written: Sequence[Written], is_empty: bool = False) -> None:
    """Upsert postings, then the version each of them has now, seen from the moment given with it."""
    if not written:
        return
    (ALL_NEW if is_empty else POSTINGS).write(connection, [one.row for one in written])
    saying = [one for one in written if one.says_more]
    ids = _ids(connection, board_id, saying, is_empty)
    texts = []
    for one in saying:
        posting = one.seen.posting
        since, until = one.since, max(one.since, one.row.last_seen)
        text = Text(
            ids[posting.external_id],
            one.seen.content_hash,
            since,
            until,
            posting.title,
            posting.html,
            one.seen.said,
        )
        texts.append(text)
    versions.write(connection, texts, [one.before.id for one in saying if one.before])


def _ids(connection: Connection, board_id: int, written: Sequence[Written], is_empty: bool) -> Mapping[str, int]:
    if is_empty:
        # These are all that the board has, and asking for them by name takes three times as long.
        return dict(connection.execute(ALL_NUMBERS, {"board": board_id}).all())
    ids: dict[str, int] = {one.before.external_id: one.before.id for one in written if one.before}
    new = [one.seen.posting.external_id for one in written if one.before is None]
    if new:
        found = connection.execute(NUMBERS, {"board": board_id, "names": new})
        ids |= dict(found.all())
    return ids


def _replaced(
    written: Sequence[Written], board_seen_at: dt.datetime | None
) -> Iterator[tuple[dt.datetime, int, bytes]]:
    """Yield the texts that were replaced with the last time they were seen."""
    for one in written:
        if one.before is not None and one.says_more:
            old = one.before
            until = implied_sighting(old.last_seen, old.missed, old.closed_on, board_seen_at)
            yield until, old.id, old.content_hash


def _reopened(one: Written) -> Iterator[tuple[int, dt.date, dt.date]]:
    before = one.before
    if before is None or before.content_hash == NOTHING:
        return
    if before.closed_on is not None and one.row.closed_on is None:
        yield before.id, before.first_seen.date(), before.closed_on
