"""A board that is crawled day by day, for the truths about storing."""

import datetime as dt
from typing import Any

from sqlalchemy import Engine, Row, select

from scrapers.ingest.boards import board_ids
from scrapers.ingest.closing import finish_board
from scrapers.ingest.runs import start_run
from scrapers.ingest.seen import last_sighting
from scrapers.ingest.sighting import Recorded, record
from scrapers.records import Board, CrawlState, RawPosting
from scrapers.store.base import Base
from scrapers.tables import PostingRow

DAY = dt.date(2026, 3, 2)
"""The first day of every test."""


def noon(number: int) -> dt.datetime:
    """12:00 UTC of day 0, 1, 2 …"""
    return dt.datetime.combine(DAY, dt.time(12), dt.UTC) + dt.timedelta(days=number)


def ad(external_id: str = "1", **fields: Any) -> RawPosting:
    return RawPosting(
        **{
            "platform": "greenhouse",
            "token": "acme",
            "external_id": external_id,
            "title": "Welder",
            "html": "<p>Weld bridges.</p>",
            **fields,
        }
    )


class Crawls:
    """One board and its crawls; each step is a transaction, as in a real crawl."""

    def __init__(self, engine: Engine, **fields: Any) -> None:
        self.engine = engine
        with engine.begin() as connection:
            board = Board(**{"platform": "greenhouse", "token": "acme", "employer": "Acme", **fields})
            self.board = board_ids(connection, [board])[board.name]

    def see(self, day: int, *postings: RawPosting) -> Recorded:
        with self.engine.begin() as connection:
            return record(connection, self.board, postings, noon(day))

    def finish(self, day: int, *ids: str, state: CrawlState = CrawlState.COMPLETE) -> int:
        with self.engine.begin() as connection:
            run = start_run(connection, "greenhouse", noon(day))
            error = None if state is CrawlState.COMPLETE else "503 from the server"
            return finish_board(
                connection, run, self.board, noon(day).date(), noon(day), state, len(ids), 0, set(ids), error
            )

    def crawl(self, day: int, *postings: RawPosting) -> int:
        """See and finish a complete crawl."""
        self.see(day, *postings)
        return self.finish(day, *(posting.external_id for posting in postings))

    def posting(self, external_id: str = "1") -> Row[Any]:
        with self.engine.connect() as connection:
            table = PostingRow.__table__
            return connection.execute(select(table).where(table.c.external_id == external_id)).one()

    def sighting(self, external_id: str = "1") -> dt.datetime:
        """When a posting was last seen."""
        with self.engine.connect() as connection:
            seen = select(last_sighting()).where(PostingRow.external_id == external_id)
            return connection.execute(seen).scalar_one()


def dump(engine: Engine, *tables: str) -> list[tuple[Any, ...]]:
    """Every row of the tables, in a fixed order."""
    with engine.connect() as connection:
        rows = [tuple(row) for name in tables for row in connection.execute(select(Base.metadata.tables[name]))]
    return sorted(rows, key=repr)
