"""Tables that understanding writes."""

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from scrapers.store.base import KEY, Base, Compressed, key, refers

# The few among all postings that every refresh of the mart asks for.
TWINS: Any = {f"{dialect}_where": text("reason = 'twin'") for dialect in ("sqlite", "postgresql")}


class CleanTextRow(Base):
    """Plain text of one version of a posting, so that a new vocabulary need not clean again."""

    __tablename__ = "clean_text"
    content_hash: Mapped[bytes] = mapped_column(primary_key=True)
    cleaner: Mapped[str] = mapped_column(String(20), primary_key=True)
    text: Mapped[str] = mapped_column(Compressed)


class ExtractorRow(Base):
    """One version of the code with one version of the vocabulary."""

    __tablename__ = "extractor"
    __table_args__ = (UniqueConstraint("name", "version", "vocabulary"),)
    id: Mapped[int] = key()
    name: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(20))
    vocabulary: Mapped[str] = mapped_column(String(64))
    """Hex digest of the vocabulary files."""


class ExtractionRow(Base):
    """What is single-valued about a posting; the row says which extractor read which version."""

    __tablename__ = "extraction"
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), primary_key=True)
    extractor_id: Mapped[int] = refers("extractor.id", index=True)
    content_hash: Mapped[bytes]
    done_at: Mapped[dt.datetime] = mapped_column(index=True)
    language: Mapped[str | None] = mapped_column(String(3))
    is_ad: Mapped[bool]
    role: Mapped[str | None] = mapped_column(String(80))
    seniority: Mapped[str | None] = mapped_column(String(12))
    remote: Mapped[str | None] = mapped_column(String(8))
    employment: Mapped[str | None] = mapped_column(String(12))
    degree: Mapped[str | None] = mapped_column(String(10))
    years_min: Mapped[int | None]
    text_hash: Mapped[bytes]
    """Of the folded text: equal hashes are equal ads."""


class TagRow(Base):
    """The best span of one key in one posting."""

    __tablename__ = "tag"
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    """`skill`, `role` or `topic`."""
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    said: Mapped[str] = mapped_column(Text)
    start: Mapped[int]
    end: Mapped[int]
    section: Mapped[str] = mapped_column(String(12))
    negated: Mapped[bool]
    preferred: Mapped[bool]
    counted: Mapped[bool]
    __table_args__ = (Index(None, "kind", "key"), {"sqlite_with_rowid": False})


class PayRow(Base):
    """One stated pay range of a posting."""

    __tablename__ = "pay"
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    low: Mapped[Decimal | None]
    high: Mapped[Decimal | None]
    currency: Mapped[str | None] = mapped_column(String(3))
    per: Mapped[str | None] = mapped_column(String(5))
    kind: Mapped[str] = mapped_column(String(8))
    scope: Mapped[str | None] = mapped_column(Text)
    said: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(String(10))


class PostingPlaceRow(Base):
    """One place of work of a posting."""

    __tablename__ = "posting_place"
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    city: Mapped[str | None] = mapped_column(String(120))
    region: Mapped[str | None] = mapped_column(String(80))
    country: Mapped[str | None] = mapped_column(String(2))
    metro: Mapped[str | None] = mapped_column(String(120))
    said: Mapped[str] = mapped_column(Text)


class DisagreementRow(Base):
    """A field in which the text of a posting contradicts its source, whose word is kept."""

    __tablename__ = "disagreement"
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), primary_key=True)
    field: Mapped[str] = mapped_column(String(12), primary_key=True)
    """`remote`, `employment` or `pay`."""
    source: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)


class TextBandRow(Base):
    """A value that postings with like texts are likely to share."""

    __tablename__ = "text_band"
    band: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), primary_key=True, index=True)
    __table_args__ = ({"sqlite_with_rowid": False},)


class AlsoSeenRow(Base):
    """A posting of another employer that carries the text of this one; each pair stands here both ways."""

    __tablename__ = "also_seen"
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), primary_key=True, index=True)
    similarity: Mapped[float]
    """Jaccard similarity of the texts, 0…1."""


class VacancyRow(Base):
    """One opening: the cluster of postings that advertise it."""

    __tablename__ = "vacancy"
    id: Mapped[int] = key()
    employer_id: Mapped[int | None] = refers("employer.id")
    first_posting_id: Mapped[int] = refers("posting.id", unique=True)


class VacancyPostingRow(Base):
    """Why a posting belongs to a vacancy."""

    __tablename__ = "vacancy_posting"
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), primary_key=True)
    vacancy_id: Mapped[int] = refers("vacancy.id", index=True)
    reason: Mapped[str] = mapped_column(String(16))
    """`first`, `repost`, `place`, `requisition`, `renewed` or `twin`."""
    similarity: Mapped[float]
    """Jaccard similarity of the texts, 0…1."""
    __table_args__ = (Index("ix_vacancy_posting_twins", "posting_id", **TWINS),)


class TouchedRow(Base):
    """A posting of which something changed that the mart shows; triggers write it, whoever makes the change.

    They watch postings, extractions, vacancies and the slugs of employers. Tags, pays and places are not watched: who
    writes them writes the extraction of their posting too.
    """

    __tablename__ = "touched"
    id: Mapped[int] = key()
    posting_id: Mapped[int] = mapped_column(KEY)
    """No foreign key, for the posting may be gone."""
    __table_args__ = ({"sqlite_autoincrement": True},)
