"""An answer as it came: its body, and whether the store holds the same one already."""

import re
from dataclasses import dataclass, replace

from scrapy.http import Response
from w3lib.encoding import html_to_unicode

from scrapers.answer import Parsed
from scrapers.crawl.wholeness import PACKED
from scrapers.ingest.archive import Kept, Outcome, hash_of
from scrapers.store.base import pack

IS_JSON = re.compile(r"application/(?:[\w.-]+\+)?json;\s*charset=.?utf-8", re.IGNORECASE)
"""JSON is read from bytes; decoding it first would only be work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One answer."""

    kept: Kept
    """What the store is to know of it; with an outcome only where that still holds."""
    body: bytes
    """As it came, unpacked; empty where it need not be read."""
    zipped: bytes | None = None
    """The same as gzip, where it came so."""
    is_unchanged: bool = False
    """Whether it is what the address answered last, read by the same parser."""
    is_stored: bool = False
    """Whether the store has the body."""
    validators: tuple[str | None, str | None] | None = None
    """ETag and Last-Modified where they are new though the answer is not."""

    def packed(self) -> bytes | None:
        """Return the body for the store; None where it has it."""
        return None if self.is_stored else self.zipped or pack(self.body)


def given_now(response: Response, url: str, reading: bytes, known: Kept | None) -> Given:
    """Return an answer that came with its body, held against what the address answered last."""
    body = response.body
    now = Kept(
        payload_hash=hash_of(body),
        url=url,
        content_type=_header(response, "Content-Type"),
        etag=_header(response, "ETag"),
        last_modified=_header(response, "Last-Modified"),
        reading=reading,
    )
    if known is None or known.payload_hash != now.payload_hash:
        return Given(kept=now, body=body, zipped=response.meta.get(PACKED))
    steady = replace(known, etag=now.etag, last_modified=now.last_modified)
    if steady != replace(now, outcome=known.outcome):
        return Given(kept=now, body=body, is_stored=True)
    validators = None if steady == known else (now.etag, now.last_modified)
    return Given(kept=known, body=body, is_unchanged=True, is_stored=True, validators=validators)


def given_again(kept: Kept, body: bytes, reading: bytes) -> Given:
    """Return an answer that has not changed, to be read again."""
    is_same = kept.reading == reading
    return Given(kept=replace(kept, reading=reading), body=body, is_unchanged=is_same, is_stored=True)


def outcome_of(parsed: Parsed) -> Outcome:
    """Return what to remember of an answer beside its postings."""
    return Outcome(
        ids=tuple(posting.external_id for posting in parsed.postings),
        total=parsed.total,
        unread=parsed.unread,
        repeated=parsed.repeated,
        vanished=parsed.vanished,
        withdrawn=tuple(parsed.withdrawn),
    )


def content(body: bytes, content_type: str | None) -> bytes | str:
    """Return what a parser gets: text where the header names its charset, else bytes.

    >>> content("ä".encode("latin-1"), "text/html; charset=iso-8859-1"), content(b"[]", "application/json")
    ('ä', b'[]')
    """
    if content_type is None or "charset=" not in content_type.lower() or IS_JSON.match(content_type):
        return body
    text = html_to_unicode(content_type, body)[1]
    # Where the named charset is the wrong one the text has marks for what could not be read, which the bytes have not.
    return body if "\ufffd" in text and "\ufffd".encode() not in body else text


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value is not None else None
