"""Rows of `posting`, and what follows from them, for one chunk of postings of one board."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Self

from sqlalchemy import Connection, Row, bindparam, select

from scrapers.ingest import versions
from scrapers.ingest.content import NOTHING, content_hash, said
from scrapers.ingest.episodes import begin_again
from scrapers.ingest.seen import implied_sighting
from scrapers.ingest.versions import Text
from scrapers.records import RawPosting
from scrapers.store.bulk import Upsert, later
from scrapers.tables import PostingRow

FACTS = ("employer_id", "requisition_id", "posted_on", "valid_through", "closed_on", "missed")
CHANGED = (*FACTS, "title", "url", "content_hash")
COLUMNS = ("board_id", "external_id", *CHANGED, "first_seen", "last_seen")
VALUES = itemgetter(*COLUMNS)

POSTINGS = Upsert(
    PostingRow,
    COLUMNS,
    ("board_id", "external_id"),
    lambda new: {
        **{name: new[name] for name in CHANGED},
        "first_seen": later(new.first_seen, PostingRow.first_seen, earlier=True),
        "last_seen": later(PostingRow.last_seen, new.last_seen),
    },
)
# Made once: each board of a crawl needs them, and making a statement costs more than carrying it out.
_named = (PostingRow.board_id == bindparam("board"), PostingRow.external_id.in_(bindparam("names", expanding=True)))
KNOWN = select(PostingRow.__table__).where(*_named)
NUMBERS = select(PostingRow.external_id, PostingRow.id).where(*_named)
ALL_NUMBERS = select(PostingRow.external_id, PostingRow.id).where(PostingRow.board_id == bindparam("board"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One posting ready to be written."""

    posting: RawPosting
    employer_id: int | None
    said: dict[str, Any]
    content_hash: bytes
    moment: dt.datetime
    """Of the sighting in a crawl."""
    ended: tuple[dt.date | None] | None = None
    """The day an import says it closed on, inside a tuple (none there: open); none where nothing is said."""

    @classmethod
    def of(
        cls,
        posting: RawPosting,
        employer_id: int | None,
        moment: dt.datetime,
        ended: tuple[dt.date | None] | None = None,
    ) -> Self:
        """Add what is derived from the posting alone."""
        saying = said(posting)
        digest = content_hash(posting.title, posting.html, saying)
        return cls(
            posting=posting, employer_id=employer_id, said=saying, content_hash=digest, moment=moment, ended=ended
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A posting's new row and the moment from which it says what it says."""

    seen: Seen
    row: dict[str, Any]
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
    is_first: bool = False,
) -> Counter[str]:
    """Write postings listed at `now`; nothing is written for one that says the same as before and stood open."""
    known = {} if is_first else _known(connection, board_id, chunk)
    counts, written = Counter[str](), []
    for seen in chunk:
        before = known.get(seen.posting.external_id)
        kind = _kind(seen, before)
        counts[kind] += 1
        if kind == "unchanged" and before is not None and not _facts_differ(seen, before):
            continue
        row = _row(seen, before, board_id, now, now)
        written.append(Written(seen=seen, row=row, since=now, before=before, says_more=kind != "unchanged"))
    _write(connection, board_id, written, is_first)
    known_before = [] if is_first else written
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
        row = _row(seen, before, board_id, first, first) | _said_by_import(seen, before, first)
        if kind != "unchanged" or before is None or any(getattr(before, name) != row[name] for name in row):
            since = now if kind == "changed" else first
            written.append(Written(seen=seen, row=row, since=since, before=before, says_more=True))
    _write(connection, board_id, written)
    return counts


def _said_by_import(seen: Seen, before: Row[Any] | None, first: dt.datetime) -> dict[str, Any]:
    posted_on = {"posted_on": seen.posting.posted_on}
    if seen.ended is None:
        return posted_on | ({"missed": before.missed, "closed_on": before.closed_on} if before else {})
    (closed_on,) = seen.ended
    return posted_on | {"closed_on": closed_on, "last_seen": max(first, midnight(closed_on)) if closed_on else first}


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


def _row(seen: Seen, before: Row[Any] | None, board_id: int, first: dt.datetime, last: dt.datetime) -> dict[str, Any]:
    posting = seen.posting
    return {
        "board_id": board_id,
        "external_id": posting.external_id,
        "employer_id": seen.employer_id,
        "requisition_id": posting.requisition_id,
        "title": posting.title,
        "url": posting.url,
        "content_hash": seen.content_hash,
        # The first date a source gave stands: many boards renew it to lift an old ad to the top.
        "posted_on": (before and before.posted_on) or posting.posted_on,
        "valid_through": posting.valid_through,
        "first_seen": first,
        "last_seen": last,
        "missed": 0,
        "closed_on": _still_expired(posting, before, seen.moment),
    }


def _still_expired(posting: RawPosting, before: Row[Any] | None, now: dt.datetime) -> dt.date | None:
    """Return the day an ad was closed on when it is past its validity, though listed: it is not reopened."""
    expired = posting.valid_through is not None and posting.valid_through < now.date()
    return before.closed_on if expired and before is not None else None


def _facts_differ(seen: Seen, before: Row[Any]) -> bool:
    """Tell whether a column outside the content changed; link parameters of the url change by themselves."""
    row = _row(seen, before, before.board_id, before.first_seen, before.last_seen)
    return any(getattr(before, name) != row[name] for name in FACTS) or _page(before.url) != _page(row["url"])


def _page(url: str | None) -> str | None:
    return url and url.partition("#")[0].partition("?")[0]


def _write(connection: Connection, board_id: int, written: Sequence[Written], is_first: bool = False) -> None:
    """Upsert postings, then the version each of them has now, seen from the moment given with it."""
    if not written:
        return
    POSTINGS.write(connection, [VALUES(one.row) for one in written])
    saying = [one for one in written if one.says_more]
    ids = _ids(connection, board_id, saying, is_first)
    texts = []
    for one in saying:
        posting = one.seen.posting
        text = Text(
            posting_id=ids[posting.external_id],
            content_hash=one.seen.content_hash,
            since=one.since,
            until=max(one.since, one.row["last_seen"]),
            title=posting.title,
            html=posting.html,
            said=one.seen.said,
        )
        texts.append(text)
    versions.write(connection, texts, [one.before.id for one in saying if one.before])


def _ids(connection: Connection, board_id: int, written: Sequence[Written], is_first: bool) -> Mapping[str, int]:
    if is_first:
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
    if before.closed_on is not None and one.row["closed_on"] is None:
        yield before.id, before.first_seen.date(), before.closed_on
