"""Tables that collecting writes."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scrapers.store.base import KEY, Base, Compressed, key, refers


class EmployerRow(Base):
    """One employer under its normalised name."""

    __tablename__ = "employer"
    id: Mapped[int] = key()
    slug: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(Text)


class BoardRow(Base):
    """One board of `boards.csv` or of an import."""

    __tablename__ = "board"
    __table_args__ = (UniqueConstraint("platform", "token"),)
    id: Mapped[int] = key()
    platform: Mapped[str] = mapped_column(String(40))
    token: Mapped[str] = mapped_column(String(400))
    kind: Mapped[str] = mapped_column(String(10))
    employer_id: Mapped[int | None] = refers("employer.id")
    country: Mapped[str | None] = mapped_column(String(2))
    sector: Mapped[str | None] = mapped_column(String(60))
    cadence: Mapped[int] = mapped_column(default=1)
    healthy_min: Mapped[int] = mapped_column(default=0)
    imported: Mapped[bool] = mapped_column(default=False)


class CrawlRunRow(Base):
    """One child process: one platform at one moment."""

    __tablename__ = "crawl_run"
    id: Mapped[int] = key()
    platform: Mapped[str] = mapped_column(String(40))
    started_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
    stats: Mapped[dict[str, Any]] = mapped_column(default=dict)


class BoardCrawlRow(Base):
    """What one crawl saw of one board; until the crawl of that board has ended, that it has not."""

    __tablename__ = "board_crawl"
    run_id: Mapped[int] = refers("crawl_run.id", primary_key=True)
    board_id: Mapped[int] = refers("board.id", primary_key=True)
    day: Mapped[dt.date]
    state: Mapped[str] = mapped_column(String(10))
    listed: Mapped[int]
    new: Mapped[int]
    gone: Mapped[int]
    failure: Mapped[str | None] = mapped_column(String(20))
    """A `FailureClass`; null for a complete crawl."""
    error: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (Index(None, "board_id", "day"),)


class BoardCoverageRow(Base):
    """A span of days, both ends included, on which a board was completely observed."""

    __tablename__ = "board_coverage"
    board_id: Mapped[int] = refers("board.id", primary_key=True)
    from_day: Mapped[dt.date] = mapped_column(primary_key=True)
    to_day: Mapped[dt.date]
    seen_at: Mapped[dt.datetime | None]
    """Moment of the latest complete crawl in it; null for days that only an import covers."""


class PostingRow(Base):
    """One ad on one board, with the moments it was first and last seen."""

    __tablename__ = "posting"
    __table_args__ = (UniqueConstraint("board_id", "external_id"),)
    id: Mapped[int] = key()
    board_id: Mapped[int] = refers("board.id")
    external_id: Mapped[str] = mapped_column(String(400))
    employer_id: Mapped[int | None] = refers("employer.id", index=True)
    requisition_id: Mapped[str | None] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    content_hash: Mapped[bytes]
    """Of the current version; see `posting_version`."""
    posted_on: Mapped[dt.date | None]
    valid_through: Mapped[dt.date | None]
    first_seen: Mapped[dt.datetime]
    last_seen: Mapped[dt.datetime]
    """Latest sighting that changed the row; `scrapers.ingest.seen.last_sighting` knows the later ones."""
    missed: Mapped[int] = mapped_column(default=0)
    """Complete crawls in a row that did not list it."""
    closed_on: Mapped[dt.date | None]


class BodiesRow(Base):
    """Bodies of one board's postings that were stored together; `scrapers.ingest.bodies` reads and writes them."""

    __tablename__ = "bodies"
    id: Mapped[int] = key()
    packed: Mapped[str] = mapped_column(Compressed)


class PostingVersionRow(Base):
    """What an ad said during a span of time; a new row only when its content hash changes."""

    __tablename__ = "posting_version"
    posting_id: Mapped[int] = refers("posting.id", primary_key=True)
    content_hash: Mapped[bytes] = mapped_column(primary_key=True)
    seen_from: Mapped[dt.datetime]
    seen_to: Mapped[dt.datetime]
    title: Mapped[str] = mapped_column(Text)
    bodies_id: Mapped[int] = mapped_column(KEY)
    """Row of `bodies`; no foreign key, for whose sake a row that goes would be looked for in every text."""
    part: Mapped[int]
    """Number of the body in it, from 0."""
    said: Mapped[dict[str, Any]]
    """`employer`, `places`, `employment`, `department`, `remote`, `pay` as RawPosting holds them."""


class PostingEpisodeRow(Base):
    """One stretch of days on which an ad that was listed again stood open; ads listed once have none."""

    __tablename__ = "posting_episode"
    posting_id: Mapped[int] = refers("posting.id", primary_key=True)
    from_day: Mapped[dt.date] = mapped_column(primary_key=True)
    to_day: Mapped[dt.date | None]
    """Null while it is open."""


class RawPayloadRow(Base):
    """The body of an answer, once however often and wherever it was given."""

    __tablename__ = "raw_payload"
    hash: Mapped[bytes] = mapped_column(primary_key=True)
    body: Mapped[bytes]
    """A zstd frame, or the gzip data that came."""
    expires: Mapped[dt.date] = mapped_column(index=True)
    """Day from which it may go, unless an address still answers so."""


class RawAnswerRow(Base):
    """What one address of a board answered, from one moment until the answer changed or the address went unasked."""

    __tablename__ = "raw_answer"
    board_id: Mapped[int] = refers("board.id", primary_key=True)
    address: Mapped[bytes] = mapped_column(primary_key=True)
    """Hash of what was asked."""
    seen_from: Mapped[dt.datetime] = mapped_column(primary_key=True)
    gone_at: Mapped[dt.datetime | None]
    payload_hash: Mapped[bytes] = mapped_column(index=True)
    url: Mapped[str] = mapped_column(Text)
    """Where the answer came from, after redirects."""
    content_type: Mapped[str | None] = mapped_column(Text)
    etag: Mapped[str | None] = mapped_column(Text)
    last_modified: Mapped[str | None] = mapped_column(Text)
    reading: Mapped[bytes | None]
    """Hash of the parser and of what it knew beside the answer when it read `outcome`."""
    outcome: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What was read, without the postings themselves; null where the answer led to further addresses."""
