"""Book-keeping of one board during one crawl, and the state that follows from it."""

import datetime as dt
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from statistics import median
from typing import TYPE_CHECKING

from scrapers.answer import Parsed
from scrapers.crawl.given import Given, outcome_of
from scrapers.crawl.window import Window
from scrapers.health import Crawl, FailureClass
from scrapers.health.failures import DROPS, INTERRUPTED, state_of
from scrapers.health.standing import USUAL_OF
from scrapers.ingest.archive import Answer, Kept, Outcome, Renewed
from scrapers.records import Board, BoardKind, CrawlState, RawPosting

if TYPE_CHECKING:
    from scrapers.crawl.spider import Ask

CONFIRMED_AFTER = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a crawl of a board may be used for."""

    state: CrawlState
    """Only a complete one closes postings and covers days."""
    failure: FailureClass | None = None
    """Why it is not complete."""
    error: str | None = None
    """The same in words."""

    @classmethod
    def of(cls, failure: FailureClass, error: str) -> "Verdict":
        """Return what follows from a failure."""
        return cls(state=state_of(failure), failure=failure, error=error)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What earlier crawls saw of a board."""

    crawls: Sequence[Crawl] = ()
    """Those of other days, newest first."""
    today: dt.date | None = None
    """Day of the crawl that looks back."""

    @property
    def listed(self) -> list[int]:
        """Counts of its latest complete crawls, newest first."""
        return [crawl.listed for crawl in self.crawls if crawl.is_complete][:USUAL_OF]

    @property
    def drops(self) -> int:
        """Days in a row, up to now, that were suspect only because far fewer were listed than usual."""
        saw = (crawl for crawl in self.crawls if crawl.failure not in INTERRUPTED)
        days: set[dt.date] = {crawl.day for crawl in takewhile(lambda one: one.failure in DROPS, saw)}
        return len(days)

    @property
    def days_since(self) -> int | None:
        """Days since its latest complete crawl; null where there is none."""
        last = next((crawl.day for crawl in self.crawls if crawl.is_complete), None)
        return (self.today - last).days if self.today and last else None

    @property
    def usual(self) -> int | None:
        """Median of `listed`."""
        return round(median(listed)) if (listed := self.listed) else None

    @property
    def expected(self) -> int | None:
        """What a crawl is measured against: the usual count, or the newest where that is already lower."""
        listed = self.listed
        return min(round(median(listed)), listed[0]) if listed else None


@dataclass(slots=True, kw_only=True)
class Visit:
    """One board while it is being crawled."""

    board: Board
    board_id: int
    history: History = field(default_factory=History)
    window: Window | None = None
    most_listed: int | None = None
    was_empty: bool = False
    """Whether the store held no posting of the board when the crawl began."""
    host: str | None = None
    """Whose turn it takes; null until it has begun."""
    waiting: "deque[Ask]" = field(default_factory=deque)
    """What is to be asked, in turn."""
    under_way: int = 0
    """Requests that have not ended yet."""
    asked: set[bytes] = field(default_factory=set)
    known: dict[bytes, Kept] | None = None
    """What its addresses answered last; read once the first of them is asked."""
    answers: list[Answer] = field(default_factory=list)
    """To be kept with the unsaved postings."""
    renewed: list[Renewed] = field(default_factory=list)
    gone: set[bytes] = field(default_factory=set)
    """Addresses that are no longer there."""
    seen: set[str] = field(default_factory=set)
    unsaved: list[RawPosting] = field(default_factory=list)
    total: int | None = None
    repeated: int = 0
    vanished: int = 0
    withdrawn: set[str] = field(default_factory=set)
    new: int = 0
    expired: int = 0
    """Ads that are listed past their validity."""
    stored_before: int = 0
    """Of a window, the ads seen that were first seen before today."""
    unread: list[str] = field(default_factory=list)
    troubles: list[tuple[FailureClass, str]] = field(default_factory=list)

    def take(self, parsed: Parsed) -> bool:
        """Add what one answer holds and tell whether it brought anything new; a posting met twice counts once."""
        self.unsaved.extend(posting for posting in parsed.postings if posting.external_id not in self.seen)
        return self._count(outcome_of(parsed))

    def take_unchanged(self, address: bytes, given: Given) -> None:
        """Count what an answer holds that is stored already."""
        self._count(given.kept.outcome or Outcome())
        self._renew(address, given)

    def _count(self, outcome: Outcome) -> bool:
        fresh = [one for one in outcome.ids if one not in self.seen]
        self.seen.update(fresh)
        is_stale = bool(outcome.ids) and not fresh
        # A page of nothing but known postings is the same page again: it does not stand for those that are missing.
        self.repeated += 0 if is_stale else outcome.repeated + len(outcome.ids) - len(fresh)
        self.vanished += outcome.vanished
        self.withdrawn.update(outcome.withdrawn)
        self.unread.extend(outcome.unread)
        if outcome.total is not None:
            self.total = max(self.total or 0, outcome.total)
        return not is_stale

    def keep(self, address: bytes, given: Given, outcome: Outcome | None) -> None:
        """Have an answer stored with its postings, unless the store has it with the same outcome."""
        before = (self.known or {}).get(address)
        kept = replace(given.kept, outcome=outcome)
        if kept != before:
            self.answers.append(Answer(address=address, kept=kept, packed=given.packed()))
        else:
            self._renew(address, given)

    def vanish(self, address: bytes) -> None:
        """Count a page that is no longer there."""
        self.vanished += 1
        self.gone.add(address)

    @property
    def gone_ids(self) -> set[str]:
        """Postings that the source withdrew, or whose own page is no longer there, and which nothing else shows."""
        answers = [(self.known or {}).get(address) for address in self.gone]
        of_one = [one.outcome.ids for one in answers if one and one.outcome and len(one.outcome.ids) == 1]
        return (self.withdrawn | {ids[0] for ids in of_one}) - self.seen

    @property
    def unanswered(self) -> set[bytes]:
        """Addresses that answered at an earlier crawl and now were not asked, or are no longer there."""
        known = (self.known or {}).keys()
        return (known - self.asked) | (known & self.gone)

    def _renew(self, address: bytes, given: Given) -> None:
        if given.validators is not None:
            self.renewed.append((*given.validators, address, given.kept.payload_hash))

    def judge(self) -> Verdict:
        """Return the state and, unless it is complete, the reason."""
        for failure in FailureClass:
            reasons = [reason for kind, reason in self.troubles if kind is failure]
            if reasons:
                more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
                return Verdict.of(failure, reasons[0] + more)
        return self._judge_listed()

    def _judge_listed(self) -> Verdict:
        listed, expected = len(self.seen), self.history.expected
        few = FailureClass.DROPPED if listed else FailureClass.EMPTY
        if self.unread:
            failure = FailureClass.UNREAD if listed else FailureClass.SCHEMA_CHANGED
            words = f"{len(self.unread)} of {listed + len(self.unread)} records unread: {self.unread[0]}"
            return Verdict.of(failure, words)
        if self.most_listed is not None and max(listed + self.repeated, self.total or 0) >= self.most_listed:
            words = f"cut off: {self.board.platform} lists no more than {self.most_listed} postings"
            return Verdict.of(FailureClass.SHORT, words)
        if self.total is not None and listed + self.repeated + self.vanished < self.total:
            return Verdict.of(FailureClass.SHORT, f"listed {listed} of {self.total}")
        if listed < self.board.healthy_min:
            return Verdict.of(few, f"listed {listed}, healthy from {self.board.healthy_min}")
        # A thread starts anew each month, so its first days are always small.
        varies = self.board.kind == BoardKind.THREAD or (self.window is not None and self.window.days is not None)
        is_drop = expected is not None and listed * 2 < expected and not varies
        if is_drop and self.history.drops < CONFIRMED_AFTER:
            return Verdict.of(few, f"listed far fewer than usual: {listed} instead of {expected}")
        if self.window and not self.window.reaches_back(listed, self.stored_before, self.history.days_since):
            words = f"gap: the newest {listed} do not reach back to the last complete crawl"
            return Verdict.of(FailureClass.SHORT, words)
        return Verdict(state=CrawlState.COMPLETE)
