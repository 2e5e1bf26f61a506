"""The side of the store that a crawl reads and writes."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, select

from scrapers.crawl.document import BoardResult, CrawlDocument
from scrapers.crawl.given import Given, given_again
from scrapers.crawl.visit import DROPPED, History, Visit
from scrapers.ingest import archive, closing, runs, sighting
from scrapers.ingest import boards as ingest_boards
from scrapers.ingest.archive import Kept
from scrapers.records import CrawlState
from scrapers.store.engine import open_engine
from scrapers.tables import BoardCrawlRow

CRAWLS_REMEMBERED = 10


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
            runs.end_run(self.connection, self.run_id, self.document.now, dict(self.states))
        self.connection.close()
        self.engine.dispose()

    def visits(self) -> list[Visit]:
        """Return a fresh visit a board, with what is known from earlier crawls."""
        boards = self.document.boards
        connection = self.connection
        with connection.begin():
            numbers = ingest_boards.board_ids(connection, boards)
            return [
                Visit(
                    board=board,
                    board_id=numbers[board.name],
                    history=read_history(connection, numbers[board.name], self.document.day),
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
            state, error = visit.judge()
            gone = closing.finish_board(
                connection,
                self.run_id,
                visit.board_id,
                self.document.day,
                self.document.now,
                state,
                len(visit.seen),
                visit.new,
                visit.seen,
                error,
            )
            if state is CrawlState.COMPLETE and visit.known:
                unasked = visit.known.keys() - visit.asked
                archive.forget(connection, visit.board_id, unasked, self.document.now)
        self.states[state] += 1
        return BoardResult(
            board=visit.board.name,
            state=state,
            listed=len(visit.seen),
            new=visit.new,
            gone=gone,
            usual=visit.history.usual,
            error=error,
        )

    def _save(self, connection: Connection, visit: Visit) -> None:
        if visit.unsaved:
            recorded = sighting.record(connection, visit.board_id, visit.unsaved, self.document.now)
            visit.new += recorded.new
            visit.unsaved = []
        if visit.answers:
            archive.keep(connection, visit.board_id, visit.answers, self.document.now)
            visit.answers = []
        if visit.renewed:
            archive.revalidate(connection, visit.board_id, visit.renewed)
            visit.renewed = []


def read_history(connection: Connection, board_id: int, today: dt.date) -> History:
    """Return what the latest crawls before `today` saw; of several on one day the last counts."""
    rows = connection.execute(
        select(BoardCrawlRow.day, BoardCrawlRow.state, BoardCrawlRow.listed, BoardCrawlRow.error)
        .where(BoardCrawlRow.board_id == board_id, BoardCrawlRow.day < today)
        .order_by(BoardCrawlRow.day.desc(), BoardCrawlRow.run_id.desc())
        .limit(CRAWLS_REMEMBERED * 2)
    ).all()
    complete = [row.listed for row in rows if row.state == CrawlState.COMPLETE][:CRAWLS_REMEMBERED]
    return History(listed=complete, drops=_drops([(row.day, row.error or "") for row in rows]))


def _drops(newest_first: Sequence[tuple[dt.date, str]]) -> int:
    days: set[dt.date] = set()
    for day, error in newest_first:
        if not error.startswith(DROPPED):
            break
        days.add(day)
    return len(days)
