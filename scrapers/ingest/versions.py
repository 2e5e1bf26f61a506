"""Rows of `posting_version`: what postings say, and from when to when they said it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select

from scrapers.ingest import bodies
from scrapers.store.bulk import UpdateMany, Upsert
from scrapers.tables import PostingVersionRow

VERSIONS = Upsert(
    PostingVersionRow,
    ("posting_id", "content_hash", "seen_from", "seen_to", "title", "bodies_id", "part", "said"),
    ("posting_id", "content_hash"),
)
_version = PostingVersionRow.__table__.c
ENDS = select(_version.posting_id, _version.content_hash, _version.seen_to).where(
    _version.posting_id.in_(bindparam("postings", expanding=True))
)
NEW_ENDS = UpdateMany(PostingVersionRow, keys=("posting_id", "content_hash"), values=("seen_to",))


class Text(NamedTuple):
    """What one posting says."""

    posting_id: int
    content_hash: bytes
    since: dt.datetime
    """First sighting of it, should it be new."""
    until: dt.datetime
    """Latest sighting."""
    title: str
    html: str
    said: dict[str, Any]


def write(connection: Connection, texts: Sequence[Text], known: Sequence[int]) -> None:
    """Write texts; those of the `known` postings may stand there already, and then only last longer.

    An ad that returns to an earlier text prolongs that text's row: one row a text, whose span may overlap another's.
    """
    stood = _ends(connection, known)
    fresh = texts
    if stood:
        fresh = [text for text in texts if text[:2] not in stood]
        again = [text for text in texts if text[:2] in stood]
        end(connection, ((max(text.until, stood[text[:2]]), *text[:2]) for text in again))
    places = bodies.write(connection, [text.html for text in fresh])
    rows = [(*text[:5], *place, text.said) for text, place in zip(fresh, places, strict=True)]
    VERSIONS.write(connection, rows)


def end(connection: Connection, ends: Iterable[tuple[dt.datetime, int, bytes]]) -> None:
    """Date the end of texts, each named by posting and content hash."""
    NEW_ENDS.write(connection, list(ends))


def _ends(connection: Connection, posting_ids: Sequence[int]) -> dict[tuple[int, bytes], dt.datetime]:
    if not posting_ids:
        return {}
    return {(key, digest): seen_to for key, digest, seen_to in connection.execute(ENDS, {"postings": posting_ids})}
