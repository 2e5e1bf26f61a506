"""Read what was answered in the past with the parsers of today, as if each crawl had been made with them."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from scrapers.answer import UnreadableError
from scrapers.crawl.diagnosis import class_of
from scrapers.crawl.given import content
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.crawl.visit import History, Visit
from scrapers.health.reading import crawls_before
from scrapers.ingest import archive, bodies, closing, rewind, sighting
from scrapers.ingest.cleaning import accepted
from scrapers.ingest.rewind import Run
from scrapers.platforms import load_spider
from scrapers.records import Board
from scrapers.tables import BoardRow

LOOKED_BACK = 20
NO_LIMIT = 10**9
Forget = Callable[[Connection, Sequence[int]], None]
"""Removes what later stages made of postings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What replaying one board came to."""

    board: str
    """`platform/token`."""
    crawls: int = 0
    """Past crawls that were read again."""
    left: int = 0
    """Past crawls left as they were: of them, or of one after them, an answer was not kept."""
    postings: int = 0
    """Postings read."""
    added: int = 0
    """Of these, not in the store before."""
    changed: int = 0
    """Postings that now say something else."""
    removed: int = 0
    """Postings taken out of the store, because nothing in the answers reads as them any more."""


def replay_board(connection: Connection, board: Board, board_id: int, since: dt.datetime, forget: Forget) -> Replayed:
    """Store the board's crawls since a moment anew, all in the caller's transaction.

    Crawls that a fault of the network or of the site cut short stay as they are. `forget` is called with the rows
    of postings that are about to be removed.
    """
    spider = _spider(board)
    runs = rewind.runs_of(connection, board_id, since)
    visits: list[tuple[Run, Visit]] = []
    for run in reversed(runs):
        visit = _visit(connection, spider, board, board_id, run)
        if visit is None:
            break  # what was stored up to here cannot be made again, so it is what the rest starts from
        visits.insert(0, (run, visit))
    left = len(runs) - len(visits)
    if not visits:
        return Replayed(board=board.name, left=left)
    start = visits[0][0].moment
    before, stood = rewind.texts(connection, board_id), bodies.of_board(connection, board_id)
    rewind.rewind(connection, board_id, [run for run, _ in visits], before)
    for run, visit in visits:
        _store(connection, run, visit)
    rewind.take_over(connection, start, before, rewind.texts(connection, board_id))
    removed = rewind.unread(connection, board_id)
    forget(connection, removed)
    rewind.remove(connection, removed)
    bodies.remove(connection, stood - bodies.of_board(connection, board_id))
    after = rewind.texts(connection, board_id)
    return Replayed(
        board=board.name,
        crawls=len(visits),
        left=left,
        postings=len(set().union(*(visit.seen for _, visit in visits))),
        added=len(after.keys() - before.keys()),
        changed=sum(after[key].current != before[key].current for key in after.keys() & before.keys()),
        removed=len(removed),
    )


def crawled_boards(connection: Connection, boards: Iterable[Board]) -> dict[str, int]:
    """Return the rows of those boards whose postings all come from crawls, by name."""
    row = BoardRow
    rows = connection.execute(select(row.platform, row.token, row.id).where(row.imported.is_(False)))
    known = {f"{platform}/{token}": key for platform, token, key in rows}
    return {board.name: known[board.name] for board in boards if board.name in known}


def _spider(board: Board) -> BoardSpider:
    nothing: Any = None  # no store: the spider only reads and says what it would ask
    return load_spider(board.platform)(store=nothing, report=lambda _: None, overrides={}, pages=NO_LIMIT, keys={})


def _visit(connection: Connection, spider: BoardSpider, board: Board, board_id: int, run: Run) -> Visit | None:
    """Return the visit that a past crawl would have been; None where an answer that it needs was not kept."""
    visit = Visit(board=board, board_id=board_id, window=spider.window, most_listed=spider.most_listed)
    visit.known = archive.gone_by(connection, board_id, run.moment)
    spider.open = {board.name: visit}
    given = archive.given_at(connection, board_id, run.moment)
    pending = [spider.first(board)]
    while pending:
        ask = pending.pop(0)
        if ask.address in visit.asked:
            continue
        visit.asked.add(ask.address)
        kept = given.get(ask.address)
        body = archive.body_of(connection, kept.payload_hash) if kept else None
        if kept is not None and body is not None:
            pending += _read(
                spider, visit, Page(body=content(body, kept.content_type), url=kept.url, board=board, ask=ask)
            )
        elif ask.address in visit.known or (ask.rest and len(visit.asked) > 1):
            visit.vanish(ask.address)
        else:
            return None
    return visit


def _read(spider: BoardSpider, visit: Visit, page: Page) -> list[Ask]:
    try:
        parsed = accepted(spider.read(page))
        asks = list(spider.follow(page))
    except UnreadableError as error:
        visit.troubles.append((class_of(error), f"{page.url}: {error}"))
        return []
    visit.take(parsed)
    return asks


def _store(connection: Connection, run: Run, visit: Visit) -> None:
    recorded = sighting.record(connection, visit.board_id, visit.unsaved, run.moment)
    if visit.window is not None:
        visit.stored_before = sighting.known_before(connection, visit.board_id, visit.seen, run.day)
    crawls = crawls_before(connection, visit.board_id, run.run_id, run.day, LOOKED_BACK)
    visit.history = History(today=run.day, crawls=crawls)
    verdict = visit.judge()
    closing.finish_board(
        connection,
        run.run_id,
        visit.board_id,
        run.day,
        run.moment,
        verdict.state,
        len(visit.seen),
        recorded.new,
        visit.seen,
        verdict.error,
        verdict.failure,
        gone_ids=visit.gone_ids,
        absence_closes=visit.window is None,
    )
