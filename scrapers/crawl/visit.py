"""Book-keeping of one board during one crawl, and the state that follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from statistics import median

from scrapers.answer import Parsed
from scrapers.crawl.given import Given
from scrapers.ingest.archive import Answer, Kept, Outcome, Renewed
from scrapers.records import Board, BoardKind, CrawlState, RawPosting

DROPPED = "listed far fewer than usual"
CONFIRMED_AFTER = 2


class Trouble(StrEnum):
    """Why a request brought nothing, most telling first."""

    BLOCKED = "blocked"
    GONE = "gone"
    UNREADABLE = "unreadable"
    DOWN = "down"


STATE_OF = {
    Trouble.BLOCKED: CrawlState.BLOCKED,
    Trouble.GONE: CrawlState.GONE,
    Trouble.UNREADABLE: CrawlState.SUSPECT,
    Trouble.DOWN: CrawlState.PARTIAL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What earlier crawls saw of a board."""

    listed: Sequence[int] = ()
    """Counts of its latest complete crawls, newest first."""
    drops: int = 0
    """Days in a row, up to now, that were suspect only because far fewer were listed than usual."""

    @property
    def usual(self) -> int | None:
        """Median of `listed`."""
        return round(median(self.listed)) if self.listed else None

    @property
    def expected(self) -> int | None:
        """What a crawl is measured against: the usual count, or the newest where that is already lower."""
        return min(self.usual, self.listed[0]) if self.usual is not None else None


@dataclass(slots=True, kw_only=True)
class Visit:
    """One board while it is being crawled."""

    board: Board
    board_id: int
    history: History = field(default_factory=History)
    pending: int = 0
    asked: set[bytes] = field(default_factory=set)
    known: dict[bytes, Kept] | None = None
    """What its addresses answered last; read once the first of them is asked."""
    answers: list[Answer] = field(default_factory=list)
    """To be kept with the unsaved postings."""
    renewed: list[Renewed] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    unsaved: list[RawPosting] = field(default_factory=list)
    total: int | None = None
    repeated: int = 0
    vanished: int = 0
    new: int = 0
    unread: list[str] = field(default_factory=list)
    troubles: list[tuple[Trouble, str]] = field(default_factory=list)

    def take(self, parsed: Parsed) -> None:
        """Add what one answer holds; a posting met twice counts once."""
        fresh = [posting for posting in parsed.postings if posting.external_id not in self.seen]
        self.seen.update(posting.external_id for posting in fresh)
        self.unsaved.extend(fresh)
        self.repeated += parsed.repeated + len(parsed.postings) - len(fresh)
        self.vanished += parsed.vanished
        self.unread.extend(parsed.unread)
        if parsed.total is not None:
            self.total = max(self.total or 0, parsed.total)

    def take_unchanged(self, address: bytes, given: Given) -> None:
        """Count what an answer holds that is stored already."""
        outcome = given.kept.outcome or Outcome()
        fresh = [one for one in outcome.ids if one not in self.seen]
        self.seen.update(fresh)
        self.repeated += outcome.repeated + len(outcome.ids) - len(fresh)
        self.vanished += outcome.vanished
        self.unread.extend(outcome.unread)
        if outcome.total is not None:
            self.total = max(self.total or 0, outcome.total)
        self._renew(address, given)

    def keep(self, address: bytes, given: Given, outcome: Outcome | None) -> None:
        """Have an answer stored with its postings, unless the store has it with the same outcome."""
        before = (self.known or {}).get(address)
        kept = replace(given.kept, outcome=outcome)
        if kept != before:
            self.answers.append(Answer(address=address, kept=kept, packed=given.packed()))
        else:
            self._renew(address, given)

    def _renew(self, address: bytes, given: Given) -> None:
        if given.validators is not None:
            self.renewed.append((*given.validators, address))

    def judge(self) -> tuple[CrawlState, str | None]:
        """Return the state and, unless it is complete, the reason."""
        for trouble in Trouble:
            reasons = [reason for kind, reason in self.troubles if kind is trouble]
            if reasons:
                more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
                return STATE_OF[trouble], reasons[0] + more
        return self._judge_listed()

    def _judge_listed(self) -> tuple[CrawlState, str | None]:
        listed, expected = len(self.seen), self.history.expected
        if self.unread:
            state = CrawlState.PARTIAL if listed else CrawlState.SUSPECT
            return state, f"{len(self.unread)} of {listed + len(self.unread)} records unread: {self.unread[0]}"
        if self.total is not None and listed + self.repeated + self.vanished < self.total:
            return CrawlState.PARTIAL, f"listed {listed} of {self.total}"
        if listed < self.board.healthy_min:
            return CrawlState.SUSPECT, f"listed {listed}, healthy from {self.board.healthy_min}"
        # A thread starts anew each month, so its first days are always small.
        is_drop = expected is not None and listed * 2 < expected and self.board.kind != BoardKind.THREAD
        if is_drop and self.history.drops < CONFIRMED_AFTER:
            return CrawlState.SUSPECT, f"{DROPPED}: {listed} instead of {expected}"
        return CrawlState.COMPLETE, None
