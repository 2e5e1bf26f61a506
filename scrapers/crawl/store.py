"""The side of the store that a crawl reads and writes."""

import datetime as dt
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from scrapers.crawl.begin import begin
from scrapers.crawl.document import BoardResult, CrawlDocument
from scrapers.crawl.given import Given, given_again
from scrapers.crawl.visit import History, Visit
from scrapers.health import Crawl, FailureClass, standing
from scrapers.health.reading import crawls_of, earlier_crawls
from scrapers.ingest import archive, closing, runs, sighting
from scrapers.ingest.archive import Kept
from scrapers.ingest.boards import hold, ids_of, with_any
from scrapers.records import CrawlState
from scrapers.store.engine import open_engine
from scrapers.tables import PostingRow, RawAnswerRow

REMEMBERED = dt.timedelta(days=60)
"""How far back crawls count: by days, for a day of many attempts must not push out the others."""


class CrawlStore:
    """An open run; each batch of postings and each board's end is one transaction."""

    def __init__(self, document: CrawlDocument) -> None:
        self.document = document
        self.engine = open_engine(document.store_url)
        self.connection = self.engine.connect()

    def __enter__(self) -> Self:
        """Begin the run where that is not done yet."""
        self.run_id = begin(self.connection, self.document) if self.document.run is None else self.document.run
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Note the end of the run."""
        with self.connection.begin():
            stats = runs.states(self.connection, self.run_id)
            runs.end_run(self.connection, self.run_id, self.document.now, stats)
        self.connection.close()
        self.engine.dispose()

    def visits(self) -> list[Visit]:
        """Return a fresh visit a board, with what is known from earlier crawls."""
        boards, day = self.document.boards, self.document.day
        connection = self.connection
        with connection.begin():
            numbers = ids_of(connection, boards)
            with_postings = with_any(connection, PostingRow, numbers.values())
            with_answers = with_any(connection, RawAnswerRow, numbers.values())
            crawls = earlier_crawls(connection, numbers.values(), day, day - REMEMBERED)
            return [
                Visit(
                    board=board,
                    board_id=numbers[board.name],
                    was_empty=numbers[board.name] not in with_postings,
                    known=None if numbers[board.name] in with_answers else {},
                    history=History(today=day, crawls=crawls.get(numbers[board.name], [])),
                )
                for board in boards
            ]

    def known(self, visit: Visit) -> dict[bytes, Kept]:
        """Return what the addresses of a board answered last."""
        if visit.known is None:
            with self.connection.begin():
                visit.known = archive.current(self.connection, visit.board_id)
        return visit.known

    def unchanged(self, kept: Kept, reading: bytes) -> Given | None:
        """Return a kept answer, with its body only where it has to be read again."""
        if kept.outcome is not None and kept.reading == reading:
            return Given(kept=kept, body=b"", is_unchanged=True, is_stored=True)
        with self.connection.begin():
            body = archive.body_of(self.connection, kept.payload_hash)
        return None if body is None else given_again(kept, body, reading)

    def save(self, visit: Visit) -> None:
        """Write the postings taken since the last time."""
        with self.connection.begin():
            hold(self.connection, visit.board_id)
            self._save(self.connection, visit)

    def finish(self, visit: Visit) -> BoardResult:
        """Write the rest, the state and what follows from it: closings and coverage."""
        connection = self.connection
        with connection.begin():
            hold(connection, visit.board_id)
            self._save(connection, visit)
            if visit.window is not None:
                # What an earlier try of today stored is no sign of reaching back to another day.
                day = self.document.day
                visit.stored_before = sighting.known_before(connection, visit.board_id, visit.seen, day)
            verdict = visit.judge()
            gone = closing.finish_board(
                connection,
                self.run_id,
                visit.board_id,
                self.document.day,
                self.document.now,
                verdict.state,
                len(visit.seen),
                visit.new,
                visit.seen,
                verdict.error,
                verdict.failure,
                gone_ids=visit.gone_ids,
                absence_closes=visit.window is None,
                may_close=not visit.was_empty or visit.expired > 0,
            )
            if verdict.state is CrawlState.COMPLETE:
                archive.forget(connection, visit.board_id, visit.unanswered, self.document.now)
        listed, error = len(visit.seen), verdict.error
        this = Crawl(day=self.document.day, state=verdict.state, listed=listed, failure=verdict.failure, error=error)
        return _result(visit, this, visit.new, gone)

    def give_up(self, why: str) -> list[BoardResult]:
        """Write that the boards which have not ended never will, and return what is stored of all of them."""
        visits = self.visits()
        for visit in visits:
            visit.troubles.append((FailureClass.CRASHED, why))
            self.finish(visit)
        with self.connection.begin():
            crawls = crawls_of(self.connection, self.run_id)
        return [_result(visit, *crawls[visit.board_id]) for visit in visits]

    def _save(self, connection: Connection, visit: Visit) -> None:
        if visit.unsaved:
            recorded = sighting.record(connection, visit.board_id, visit.unsaved, self.document.now)
            visit.new += recorded.new
            visit.expired += recorded.expired
            visit.unsaved = []
        if visit.answers:
            archive.keep(connection, visit.board_id, visit.answers, self.document.now)
            visit.answers = []
        if visit.renewed:
            archive.revalidate(connection, visit.board_id, visit.renewed)
            visit.renewed = []


def _result(visit: Visit, this: Crawl, new: int, gone: int) -> BoardResult:
    board, crawls = visit.board, [this, *visit.history.crawls]
    return BoardResult(
        board=board.name,
        state=this.state,
        listed=this.listed,
        new=new,
        gone=gone,
        usual=visit.history.usual,
        failure=this.failure,
        error=this.error,
        health=standing(crawls, this.day, board.cadence, board.healthy_min).health,
    )
