"""The side of the store that a crawl reads and writes."""

from collections import Counter
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from scrapers.crawl.document import BoardResult, CrawlDocument
from scrapers.crawl.visit import History, Visit
from scrapers.health import Crawl, standing
from scrapers.health.reading import latest_crawls
from scrapers.ingest import boards as ingest_boards
from scrapers.ingest import closing, runs, sighting
from scrapers.store.engine import open_engine

CRAWLS_REMEMBERED = 20


class CrawlStore:
    """An open run; each batch of postings and each board's end is one transaction."""

    def __init__(self, document: CrawlDocument) -> None:
        self.document = document
        self.engine = open_engine(document.store_url)
        self.states: Counter[str] = Counter()

    def __enter__(self) -> Self:
        """Note the start of the run."""
        with self.engine.begin() as connection:
            self.run_id = runs.start_run(connection, self.document.platform, self.document.now)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Note the end of the run."""
        with self.engine.begin() as connection:
            runs.end_run(connection, self.run_id, self.document.now, dict(self.states))
        self.engine.dispose()

    def visits(self) -> list[Visit]:
        """Return a fresh visit a board, with what is known from earlier crawls."""
        boards = self.document.boards
        with self.engine.begin() as connection:
            numbers = ingest_boards.board_ids(connection, boards)
            return [
                Visit(
                    board=board,
                    board_id=numbers[board.name],
                    history=History(
                        crawls=latest_crawls(connection, numbers[board.name], self.document.day, CRAWLS_REMEMBERED)
                    ),
                )
                for board in boards
            ]

    def save(self, visit: Visit) -> None:
        """Write the postings taken since the last time."""
        with self.engine.begin() as connection:
            self._save(connection, visit)

    def finish(self, visit: Visit) -> BoardResult:
        """Write the rest, the state and what follows from it: closings and coverage."""
        with self.engine.begin() as connection:
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
            )
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
            recorded = sighting.record(connection, visit.board_id, visit.unsaved, self.document.now)
            visit.new += recorded.new
            visit.unread.extend(f"{count} refused: {reason}" for reason, count in recorded.refused.items())
            visit.unsaved = []
