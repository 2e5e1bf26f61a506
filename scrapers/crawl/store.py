"""The side of the store that a crawl reads and writes."""

from collections import Counter
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from scrapers.crawl.document import BoardResult, CrawlDocument
from scrapers.crawl.given import Given, given_again
from scrapers.crawl.visit import History, Visit
from scrapers.health import Crawl, standing
from scrapers.health.reading import latest_crawls
from scrapers.ingest import archive, closing, runs, sighting
from scrapers.ingest import boards as ingest_boards
from scrapers.ingest.archive import Kept
from scrapers.records import CrawlState
from scrapers.store.engine import open_engine

CRAWLS_REMEMBERED = 20


class CrawlStore:
    """An open run; each batch of postings and each board's end is one transaction."""

    def __init__(self, document: CrawlDocument) -> None:
        self.document = document
        self.engine = open_engine(document.store_url)
        self.connection = self.engine.connect()
        self.states: Counter[str] = Counter()

    def __enter__(self) -> Self:
        """Note the start of the run."""
        with self.connection.begin():
            self.run_id = runs.start_run(self.connection, self.document.platform, self.document.now)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Note the end of the run."""
        with self.connection.begin():
            runs.end_run(
                self.connection,
                self.run_id,
                self.document.now,
                {str(state): count for state, count in self.states.items()},
            )
        self.connection.close()
        self.engine.dispose()

    def visits(self) -> list[Visit]:
        """Return a fresh visit a board, with what is known from earlier crawls."""
        boards = self.document.boards
        connection = self.connection
        with connection.begin():
            numbers = ingest_boards.board_ids(connection, boards)
            filled = ingest_boards.filled(connection, numbers.values())
            return [
                Visit(
                    board=board,
                    board_id=numbers[board.name],
                    is_first=numbers[board.name] not in filled,
                    history=History(
                        today=self.document.day,
                        crawls=latest_crawls(connection, numbers[board.name], self.document.day, CRAWLS_REMEMBERED),
                    ),
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
            self._save(self.connection, visit)

    def finish(self, visit: Visit) -> BoardResult:
        """Write the rest, the state and what follows from it: closings and coverage."""
        connection = self.connection
        with connection.begin():
            self._save(connection, visit)
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
            )
            if verdict.state is CrawlState.COMPLETE:
                archive.forget(connection, visit.board_id, visit.unanswered, self.document.now)
        self.states[verdict.state] += 1
        this = Crawl(day=self.document.day, state=verdict.state, listed=len(visit.seen), failure=verdict.failure)
        board, crawls = visit.board, [this, *visit.history.crawls]
        return BoardResult(
            board=visit.board.name,
            state=verdict.state,
            listed=len(visit.seen),
            new=visit.new,
            gone=gone,
            usual=visit.history.usual,
            failure=verdict.failure,
            error=verdict.error,
            health=standing(crawls, self.document.day, board.cadence, board.healthy_min).health,
        )

    def _save(self, connection: Connection, visit: Visit) -> None:
        if visit.unsaved:
            recorded = sighting.record(
                connection, visit.board_id, visit.unsaved, self.document.now, is_first=visit.is_first
            )
            visit.is_first = False
            visit.new += recorded.new
            visit.stored_before += recorded.changed + recorded.unchanged
            visit.unsaved = []
        if visit.answers:
            archive.keep(connection, visit.board_id, visit.answers, self.document.now)
            visit.answers = []
        if visit.renewed:
            archive.revalidate(connection, visit.board_id, visit.renewed)
            visit.renewed = []
