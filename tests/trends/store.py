"""A small store filled by hand: boards, their coverage and postings with tags, places and pay."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Engine, insert, select

from extract.tables import (
    AlsoSeenRow,
    ExtractionRow,
    ExtractorRow,
    PayRow,
    PostingPlaceRow,
    TagRow,
    VacancyPostingRow,
    VacancyRow,
)
from scrapers.tables import BoardCoverageRow, BoardRow, EmployerRow, PostingRow

VOCABULARY = SimpleNamespace(
    skills={
        "python": SimpleNamespace(label="Python", group="language"),
        "rust": SimpleNamespace(label="Rust", group="language"),
        "aws": SimpleNamespace(label="AWS", group="cloud"),
    },
    roles={"data-engineer": SimpleNamespace(label="Data Engineer"), "designer": SimpleNamespace(label="Designer")},
    topics={"ai": SimpleNamespace(label="AI")},
)


def noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), dt.UTC)


@dataclass
class Store:
    """Collects rows and inserts them in one go."""

    engine: Engine
    vocabulary: str = "abcdef0123456789"
    rows: dict[type[Any], list[dict[str, Any]]] = field(default_factory=dict)
    employers: dict[str, int] = field(default_factory=dict)

    def add(self, table: type[Any], **values: Any) -> None:
        self.rows.setdefault(table, []).append(values)

    def count(self, table: type[Any]) -> int:
        return len(self.rows.get(table, []))

    def employer(self, slug: str | None) -> int | None:
        if slug is None:
            return None
        if slug not in self.employers:
            self.employers[slug] = len(self.employers) + 1
            self.add(EmployerRow, id=self.employers[slug], slug=slug, name=slug.title())
        return self.employers[slug]

    def board(
        self,
        token: str,
        *spans: tuple[str, str],
        kind: str = "employer",
        platform: str = "greenhouse",
        imported: bool = True,
        sector: str | None = None,
    ) -> int:
        board = self.count(BoardRow) + 1
        owner = self.employer(token) if kind == "employer" else None
        self.add(
            BoardRow,
            id=board,
            platform=platform,
            token=token,
            kind=kind,
            employer_id=owner,
            country=None,
            sector=sector,
            cadence=1,
            healthy_min=0,
            imported=imported,
        )
        for first, last in spans:
            self.add(
                BoardCoverageRow,
                board_id=board,
                from_day=dt.date.fromisoformat(first),
                to_day=dt.date.fromisoformat(last),
            )
        return board

    def posting(
        self,
        board: int,
        posted: str | None,
        *,
        employer: str | None = None,
        skills: tuple[str, ...] = (),
        role: str | None = None,
        topics: tuple[str, ...] = (),
        places: tuple[tuple[str, str | None, str | None], ...] = (),
        pay: tuple[int, int, str, str | None] | None = None,
        seniority: str | None = None,
        remote: str | None = None,
        degree: str | None = None,
        language: str | None = "en",
        is_ad: bool = True,
        seen: str | None = None,
        closed: str | None = None,
        vacancy: int | None = None,
        reason: str = "repost",
    ) -> int:
        """Return the vacancy; naming one makes this posting another of its postings."""
        posting = self.count(PostingRow) + 1
        day = dt.date.fromisoformat(seen or posted or "")
        self.add(
            PostingRow,
            id=posting,
            board_id=board,
            external_id=str(posting),
            employer_id=self.employer(employer),
            requisition_id=None,
            title=role or "Somebody",
            url=f"https://example.org/{posting}" if posting % 2 else None,
            content_hash=b"x",
            posted_on=dt.date.fromisoformat(posted) if posted else None,
            valid_through=None,
            first_seen=noon(day),
            last_seen=noon(day),
            missed=0,
            closed_on=dt.date.fromisoformat(closed) if closed else None,
        )
        self.add(
            ExtractionRow,
            posting_id=posting,
            extractor_id=1,
            content_hash=b"x",
            done_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
            language=language,
            is_ad=is_ad,
            role=role,
            seniority=seniority,
            remote=remote,
            employment=None,
            degree=degree,
            years_min=None,
            text_hash=hashlib.sha256(str(posting).encode()).digest(),
        )
        named = {("skill", key) for key in skills} | {("topic", key) for key in topics}
        for kind, key in sorted(named | ({("role", role)} if role else set())):
            self.add(
                TagRow,
                posting_id=posting,
                kind=kind,
                key=key,
                said=key,
                start=0,
                end=1,
                section="body",
                negated=False,
                preferred=False,
                counted=True,
            )
        for position, (country, region, metro) in enumerate(places):
            self.add(
                PostingPlaceRow,
                posting_id=posting,
                position=position,
                city=None,
                country=country,
                region=region,
                metro=metro,
                said=country,
            )
        if pay:
            low, high, currency, per = pay
            self.add(
                PayRow,
                posting_id=posting,
                position=0,
                low=Decimal(low),
                high=Decimal(high),
                currency=currency,
                per=per,
                kind="base",
                scope=None,
                said="pay",
                origin="text",
            )
        first = vacancy is None
        if vacancy is None:
            vacancy = self.count(VacancyRow) + 1
            self.add(VacancyRow, id=vacancy, employer_id=None, first_posting_id=posting)
        self.add(
            VacancyPostingRow,
            posting_id=posting,
            vacancy_id=vacancy,
            reason="first" if first else reason,
            similarity=1.0,
        )
        return vacancy

    def save(self) -> None:
        """Insert what was added since the last call."""
        order = (EmployerRow, BoardRow, BoardCoverageRow, PostingRow, ExtractorRow, ExtractionRow)
        with self.engine.begin() as connection:
            if connection.execute(select(ExtractorRow.id)).first() is None:
                connection.execute(
                    insert(ExtractorRow), [{"id": 1, "name": "tagger", "version": "1", "vocabulary": self.vocabulary}]
                )
            for table in (*order, TagRow, PostingPlaceRow, PayRow, VacancyRow, VacancyPostingRow, AlsoSeenRow):
                saved = self._saved.get(table, 0)
                if fresh := self.rows.get(table, [])[saved:]:
                    connection.execute(insert(table), fresh)
                    self._saved[table] = saved + len(fresh)

    def __post_init__(self) -> None:
        self._saved: dict[type[Any], int] = {}
