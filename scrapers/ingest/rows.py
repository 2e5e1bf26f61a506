"""Rows of `posting` and `posting_version` for one chunk of postings of one board."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import Connection, Row, case, func, literal, or_, select, update

from scrapers.ingest.content import content_hash, said
from scrapers.ingest.upsert import insert_into
from scrapers.records import RawPosting
from scrapers.store.base import Moment
from scrapers.tables import PostingRow, PostingVersionRow

FACTS = ("employer_id", "requisition_id", "posted_on", "valid_through", "closed_on")


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


def crawled(connection: Connection, board_id: int, chunk: Sequence[Seen], now: dt.datetime) -> Counter[str]:
    """Write postings listed at `now`; one that says the same as before only moves its last sighting."""
    known = _known(connection, board_id, chunk)
    counts, written, same = Counter[str](), [], []
    for seen in chunk:
        before = known.get(seen.posting.external_id)
        kind = _kind(seen, before)
        counts[kind] += 1
        if kind == "unchanged" and before is not None and not _facts_differ(seen, before):
            same.append(before.id)
        else:
            written.append((seen, _row(seen, before, board_id, now, now), now))
    _write(connection, written)
    _still_there(connection, same, now)
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
            written.append((seen, row, now if kind == "changed" else first))
    _write(connection, written)
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
    ids = [seen.posting.external_id for seen in chunk]
    listed = select(PostingRow.__table__).where(PostingRow.board_id == board_id, PostingRow.external_id.in_(ids))
    return {row.external_id: row for row in connection.execute(listed)}


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


def _write(connection: Connection, written: Sequence[tuple[Seen, dict[str, Any], dt.datetime]]) -> None:
    """Upsert postings, then the version each of them has now, seen from the moment given with it."""
    if not written:
        return
    ids = _upsert_postings(connection, [row for _, row, _ in written])
    versions = [
        {
            "posting_id": ids[seen.posting.external_id],
            "content_hash": seen.content_hash,
            "seen_from": since,
            "seen_to": max(since, row["last_seen"]),
            "title": seen.posting.title,
            "html": seen.posting.html,
            "said": seen.said,
        }
        for seen, row, since in written
    ]
    insert = insert_into(connection, PostingVersionRow)
    # An ad that returns to an earlier text prolongs that text's row: one row a text, whose span may overlap another's.
    later = _later(PostingVersionRow.seen_to, insert.excluded.seen_to)
    keys = ["posting_id", "content_hash"]
    connection.execute(insert.on_conflict_do_update(index_elements=keys, set_={"seen_to": later}), versions)


def _upsert_postings(connection: Connection, rows: list[dict[str, Any]]) -> dict[str, int]:
    insert = insert_into(connection, PostingRow)
    new = insert.excluded
    names = (
        "employer_id",
        "requisition_id",
        "title",
        "url",
        "content_hash",
        "posted_on",
        "valid_through",
        "closed_on",
        "missed",
    )
    changed = {name: new[name] for name in names}
    earlier = case((PostingRow.first_seen < new.first_seen, PostingRow.first_seen), else_=new.first_seen)
    statement = insert.on_conflict_do_update(
        index_elements=["board_id", "external_id"],
        set_={**changed, "first_seen": earlier, "last_seen": _later(PostingRow.last_seen, new.last_seen)},
    ).returning(PostingRow.id, PostingRow.external_id)
    return {row.external_id: row.id for row in connection.execute(statement, rows)}


def _still_there(connection: Connection, ids: Sequence[int], now: dt.datetime) -> None:
    if not ids:
        return
    moment = literal(now, Moment)
    connection.execute(
        update(PostingRow)
        .where(PostingRow.id.in_(ids), or_(PostingRow.last_seen < moment, PostingRow.missed > 0))
        .values(last_seen=_later(PostingRow.last_seen, moment), missed=0)
    )
    current = select(PostingRow.content_hash).where(PostingRow.id == PostingVersionRow.posting_id).scalar_subquery()
    version = PostingVersionRow
    connection.execute(
        update(version)
        .where(version.posting_id.in_(ids), version.content_hash == current, version.seen_to < moment)
        .values(seen_to=moment)
    )


def _later(old: Any, new: Any) -> Any:
    return case((old < new, new), else_=func.coalesce(old, new))
