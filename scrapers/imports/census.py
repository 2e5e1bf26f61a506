"""What the first look through a table tells of its boards."""

import datetime as dt
from dataclasses import dataclass, field

from scrapers.imports.ads import Ad
from scrapers.ingest.employers import employer_slug
from scrapers.records import Board, BoardKind


@dataclass(slots=True, kw_only=True)
class SeenBoard:
    """One board as its rows show it."""

    days: tuple[dt.date, dt.date] | None = None
    """Earliest posted_on and latest date."""
    employer: str | None = None
    """The first one named."""
    is_many: bool = False
    """Its rows name more than one employer."""

    def add(self, ad: Ad) -> None:
        """Take in one row."""
        last = ad.closed_on or ad.posted_on
        first, latest = self.days or (ad.posted_on, last)
        self.days = (min(first, ad.posted_on), max(latest, last))
        named = ad.posting.employer
        if named is None:
            return
        self.employer = self.employer or named
        self.is_many = self.is_many or employer_slug(named) != employer_slug(self.employer)


@dataclass(slots=True, kw_only=True)
class Census:
    """All boards of one import."""

    ads: int = 0
    seen: dict[tuple[str, str], SeenBoard] = field(default_factory=dict)
    months: set[str] = field(default_factory=set)
    """Calendar months with postings, `2024-12`."""

    def add(self, ad: Ad) -> None:
        """Take in one row."""
        self.ads += 1
        self.months.add(ad.posted_on.isoformat()[:7])
        self.add_board(ad.board).add(ad)

    def add_board(self, key: tuple[str, str]) -> SeenBoard:
        """Return the board, which may have no row at all: covered without postings is a true zero."""
        return self.seen.setdefault(key, SeenBoard())

    def boards(self) -> list[Board]:
        """Return the boards: one that names several employers is a board of many."""
        return [
            Board(
                platform=platform,
                token=token,
                kind=BoardKind.MANY if seen.is_many else BoardKind.EMPLOYER,
                employer=None if seen.is_many else seen.employer,
            )
            for (platform, token), seen in self.seen.items()
        ]
