"""What an import did, and what it could not read."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from scrapers.ingest.sighting import Recorded

NAMED = 100
"""Broken lines that are named one by one; beyond them only the count grows."""

BY_RULE = frozenset({"dead or deleted", "no text", "not a comment", "reply", "duplicate id"})
"""Reasons for leaving a record out that are no fault of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """Totals over all files of one import."""

    read: int
    """Lines or rows that held a record."""
    new: int
    """Postings not known before."""
    changed: int
    """Known postings with another text."""
    unchanged: int
    """Known postings that say the same; nothing of them was written."""
    skipped: Mapping[str, int]
    """Records left out: reason → count, broken lines included."""
    broken: tuple[str, ...]
    """`file:line: reason` of each record that could not be read, at most `NAMED` of them."""
    mended: Mapping[str, int]
    """Stored with a repair: kind of repair → count."""
    months: tuple[str, ...]
    """Calendar months covered by the files (`2024-12`); for CSV the months that have postings."""
    outside: int
    """Thread comments posted in another month than the file's; stored with their true day."""
    boards: int
    """Boards that got postings or coverage."""

    @property
    def stored(self) -> int:
        """Postings that are in the store now because of these files."""
        return self.new + self.changed + self.unchanged

    @property
    def is_whole(self) -> bool:
        """Every record was either stored or left out by rule."""
        return self.skipped.keys() <= BY_RULE


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts while an import runs."""

    read: int = 0
    outside: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    mended: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def add_broken(self, place: str, reason: str) -> None:
        """Count and name a record that could not be read."""
        self.skipped["broken"] += 1
        if len(self.broken) < NAMED:
            self.broken.append(f"{place}: {reason}")

    def add(self, recorded: Recorded) -> None:
        """Add what storing one batch came to."""
        self.kinds.update(new=recorded.new, changed=recorded.changed, unchanged=recorded.unchanged)
        self.skipped.update(recorded.refused)
        self.mended.update(recorded.mended)

    def result(self, months: set[str], boards: int) -> ImportResult:
        """Return the totals."""
        return ImportResult(
            read=self.read,
            new=self.kinds["new"],
            changed=self.kinds["changed"],
            unchanged=self.kinds["unchanged"],
            skipped=dict(self.skipped),
            broken=tuple(self.broken),
            mended=dict(self.mended),
            months=tuple(sorted(months)),
            outside=self.outside,
            boards=boards,
        )
