"""What a digest has to say about the boards behind it, read from the store."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from scrapers.records import BoardKind, CrawlState
from scrapers.tables import BoardCoverageRow, BoardCrawlRow, BoardRow
from trends.alerts.records import BoardHealth
from trends.digest.labels import clean
from trends.digest.records import Scope
from trends.digest.wording import day
from trends.periods import Period

SAMPLE_PLATFORM = "sample"
"""Boards of this platform hold invented postings; a digest that counts them says so everywhere."""
LATE = 1.5
"""Cadences that may lie between a board's last complete observation and the end of a period."""
NAMED = 3
LEFT_OUT_NAMED = 5
LONGEST_TROUBLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One board as it stood at the end of a period."""

    name: str
    """`platform/token`."""
    is_thread: bool
    """Whether it is a periodic hiring thread."""
    seen: dt.date | None
    """Last day up to the period's end on which it was completely observed."""
    is_healthy: bool
    """Whether that observation reaches the period's end."""
    trouble: str
    """What its last crawl said; empty where that was complete."""


def read_scope(engine: Engine, period: Period) -> Scope:
    """Return what the store knows of the boards that were observed, or tried, before the period's end."""
    sources = _sources(engine, period)
    left_out = [source for source in sources if not source.is_healthy]
    return Scope(
        name=_name(sources),
        sources_healthy=len(sources) - len(left_out) if sources else None,
        sources_total=len(sources) if sources else None,
        left_out=tuple(_left_out(left_out)),
        notes=tuple(_notes(sources)),
        sample=any(source.name.startswith(f"{SAMPLE_PLATFORM}/") for source in sources),
    )


def board_health(engine: Engine, period: Period) -> list[BoardHealth]:
    """Return how each board that was observed, or tried, stood at the period's end."""
    return [
        BoardHealth(name=source.name, is_healthy=source.is_healthy, seen=source.seen, trouble=source.trouble)
        for source in _sources(engine, period)
    ]


def _sources(engine: Engine, period: Period) -> list[Source]:
    last = period.span.last
    spans = (
        select(BoardCoverageRow.board_id, func.max(BoardCoverageRow.to_day).label("until"))
        .where(BoardCoverageRow.from_day <= last)
        .group_by(BoardCoverageRow.board_id)
    )
    newest = (
        select(BoardCrawlRow.board_id, func.max(BoardCrawlRow.run_id).label("run_id"))
        .where(BoardCrawlRow.day <= last)
        .group_by(BoardCrawlRow.board_id)
        .subquery()
    )
    crawls = select(BoardCrawlRow.board_id, BoardCrawlRow.state, BoardCrawlRow.error).join(
        newest, (BoardCrawlRow.board_id == newest.c.board_id) & (BoardCrawlRow.run_id == newest.c.run_id)
    )
    with Session(engine) as session:
        seen = {row.board_id: row.until for row in session.execute(spans)}
        trouble = {
            board: "" if state == CrawlState.COMPLETE else error or state
            for board, state, error in session.execute(crawls)
        }
        boards = session.scalars(select(BoardRow).order_by(BoardRow.platform, BoardRow.token))
        return [
            _source(board, period, seen.get(board.id), trouble.get(board.id, ""))
            for board in boards
            if board.id in seen or board.id in trouble
        ]


def _source(board: BoardRow, period: Period, seen: dt.date | None, trouble: str) -> Source:
    is_thread = board.kind == BoardKind.THREAD
    due = period.thread_window().last if is_thread else period.span.last - dt.timedelta(days=LATE * board.cadence)
    return Source(
        name=f"{board.platform}/{board.token}",
        is_thread=is_thread,
        seen=min(seen, period.span.last) if seen else None,
        is_healthy=seen is not None and seen >= due,
        trouble=trouble,
    )


def _name(sources: Sequence[Source]) -> str:
    if len(sources) <= NAMED:
        return ", ".join(source.name for source in sources)
    platforms = {source.name.partition("/")[0] for source in sources}
    return f"{len(sources)} boards on {len(platforms)} platform{'s' if len(platforms) > 1 else ''}"


def _left_out(sources: Sequence[Source]) -> Iterator[str]:
    for source in sources[:LEFT_OUT_NAMED]:
        seen = f"last completely observed on {day(source.seen)}" if source.seen else "never completely observed"
        why = f" ({clean(source.trouble, LONGEST_TROUBLE)})" if source.trouble else ""
        yield f"{source.name} was left out: {seen}{why}."
    if len(sources) > LEFT_OUT_NAMED:
        yield f"{len(sources) - LEFT_OUT_NAMED} further boards were left out; `jobtide status` names them."


def _notes(sources: Sequence[Source]) -> Iterator[str]:
    for source in sources:
        if source.is_thread:
            yield (
                f"{source.name} is a monthly hiring thread: its vacancies count in every period in which they are "
                "advertised, and it is compared by whole months."
            )
