"""Take a board back to how the store knew it before a crawl, so that its later crawls can be stored anew.

Postings keep their rows, which later stages refer to; their texts, closings and coverage since then go.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, delete, func, select, update

from scrapers.health.failures import FailureClass
from scrapers.ingest.content import NOTHING
from scrapers.ingest.coverage import ONE_DAY
from scrapers.records import CrawlState
from scrapers.store.bulk import UpdateMany
from scrapers.store.chunks import chunks
from scrapers.tables import (
    BoardCoverageRow,
    BoardCrawlRow,
    CrawlRunRow,
    PostingEpisodeRow,
    PostingRow,
    PostingVersionRow,
)

READ_WRONG = frozenset(
    {
        FailureClass.SCHEMA_CHANGED,
        FailureClass.UNREAD,
        FailureClass.SHORT,
        FailureClass.EMPTY,
        FailureClass.DROPPED,
        FailureClass.ENDLESS,
    }
)
"""What may be the parser's fault and not the site's: crawls that ended so are worth reading again."""
HASHES = UpdateMany(PostingRow, keys=("id",), values=("content_hash",))
BEGINNINGS = UpdateMany(PostingVersionRow, keys=("posting_id", "content_hash"), values=("seen_from",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A past crawl of a board."""

    run_id: int
    day: dt.date
    moment: dt.datetime


@dataclass(slots=True, kw_only=True)
class Texts:
    """What the store holds of one posting's texts."""

    current: bytes
    """Content hash."""
    starts: dict[dt.datetime, bytes] = field(default_factory=dict)
    """Moment from which a text was seen → its content hash."""

    def running_at(self, moment: dt.datetime) -> bytes | None:
        """Return the text that began before a moment and, as far as is known, still ran on at it."""
        earlier = [start for start in self.starts if start < moment]
        return self.starts[max(earlier)] if earlier and moment not in self.starts else None


def runs_of(connection: Connection, board_id: int, since: dt.datetime) -> list[Run]:
    """Return the crawls since a moment that saw the board whole, or would have with another parser; oldest first."""
    rows = connection.execute(
        select(BoardCrawlRow.run_id, BoardCrawlRow.day, CrawlRunRow.started_at, BoardCrawlRow.failure)
        .join(CrawlRunRow, CrawlRunRow.id == BoardCrawlRow.run_id)
        .where(BoardCrawlRow.board_id == board_id, CrawlRunRow.started_at >= since)
        .order_by(CrawlRunRow.started_at, BoardCrawlRow.run_id)
    )
    return [
        Run(run_id=run_id, day=day, moment=moment)
        for run_id, day, moment, failure in rows
        if failure is None or failure in READ_WRONG
    ]


def texts(connection: Connection, board_id: int) -> dict[int, Texts]:
    """Return the texts of each posting of a board by the posting's row."""
    posting, version = PostingRow, PostingVersionRow
    found = {
        key: Texts(current=current)
        for key, current in connection.execute(
            select(posting.id, posting.content_hash).where(posting.board_id == board_id)
        )
    }
    rows = select(version.posting_id, version.seen_from, version.content_hash).join(
        posting, posting.id == version.posting_id
    )
    for key, seen_from, name in connection.execute(rows.where(posting.board_id == board_id)):
        found[key].starts[seen_from] = name
    return found


def rewind(connection: Connection, board_id: int, runs: Sequence[Run], before: Mapping[int, Texts]) -> None:
    """Take the board back to before the first of `runs`, which are removed; `before` are its texts."""
    start, day = runs[0].moment, runs[0].day
    posting, episode, of_board = PostingRow, PostingEpisodeRow, PostingRow.board_id == board_id
    own = select(posting.id).where(of_board)
    version = PostingVersionRow
    connection.execute(delete(version).where(version.posting_id.in_(own), version.seen_from >= start))
    connection.execute(delete(episode).where(episode.posting_id.in_(own), episode.from_day >= day))
    connection.execute(update(episode).where(episode.posting_id.in_(own), episode.to_day >= day).values(to_day=None))
    connection.execute(update(posting).where(of_board, posting.closed_on >= day).values(closed_on=None))
    connection.execute(update(posting).where(of_board, posting.closed_on.is_(None)).values(missed=0))
    connection.execute(update(posting).where(of_board, posting.last_seen > start).values(last_seen=start))
    connection.execute(update(posting).where(of_board, posting.first_seen >= start).values(posted_on=None))
    hashes = []
    for key, text in before.items():
        earlier = [moment for moment in text.starts if moment < start]
        hashes.append((text.starts[max(earlier)] if earlier else NOTHING, key))
    HASHES.write(connection, hashes)
    # Until it is read again it is not on the board.
    unmet = (of_board, posting.content_hash == NOTHING)
    connection.execute(update(posting).where(*unmet).values(closed_on=day))
    line = BoardCrawlRow
    for chunk in chunks([run.run_id for run in runs]):
        connection.execute(delete(line).where(line.board_id == board_id, line.run_id.in_(chunk)))
    last = select(func.max(CrawlRunRow.started_at)).join(line, line.run_id == CrawlRunRow.id)
    seen_at = connection.scalar(last.where(line.board_id == board_id, line.state == CrawlState.COMPLETE))
    _uncover(connection, board_id, day, seen_at)


def _uncover(connection: Connection, board_id: int, day: dt.date, seen_at: dt.datetime | None) -> None:
    """Take back the days from `day` on; `seen_at` is of the last complete crawl before it."""
    span = BoardCoverageRow
    connection.execute(delete(span).where(span.board_id == board_id, span.from_day >= day))
    connection.execute(
        update(span).where(span.board_id == board_id, span.to_day >= day).values(to_day=day - ONE_DAY, seen_at=seen_at)
    )


def take_over(
    connection: Connection, start: dt.datetime, before: Mapping[int, Texts], after: Mapping[int, Texts]
) -> None:
    """Give a text that is only read differently the beginning of the text it replaces.

    An ad that was open when the replay began has not changed at that moment because a parser has.
    """
    version = PostingVersionRow
    begun: list[tuple[dt.datetime, int, bytes]] = []
    for key, text in before.items():
        old, new = text.running_at(start), after[key].starts.get(start) if key in after else None
        if old is None or new is None:
            continue
        since = next(moment for moment, name in text.starts.items() if name == old)
        connection.execute(delete(version).where(version.posting_id == key, version.content_hash == old))
        begun.append((since, key, new))
    BEGINNINGS.write(connection, begun)


def unread(connection: Connection, board_id: int) -> list[int]:
    """Return the rows of postings that no answer gave again."""
    found = select(PostingRow.id).where(PostingRow.board_id == board_id, PostingRow.content_hash == NOTHING)
    return list(connection.scalars(found))


def remove(connection: Connection, posting_ids: Collection[int]) -> None:
    """Delete postings of which no later stage holds anything."""
    for chunk in chunks(list(posting_ids)):
        for table in (PostingEpisodeRow, PostingVersionRow):
            connection.execute(delete(table).where(table.posting_id.in_(chunk)))
        connection.execute(delete(PostingRow).where(PostingRow.id.in_(chunk)))
