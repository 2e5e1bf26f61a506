"""Read the kept answers of the panel's boards again: the work behind `jobtide replay`."""

import datetime as dt
from collections.abc import Iterator, Sequence

from sqlalchemy import Engine

from extract.forgetting import forget_postings
from scheduler.collecting import chosen
from scheduler.settings import Settings
from scrapers.boards import is_waiting, read_boards
from scrapers.crawl.replay import Replayed, crawled_boards, replay_board
from scrapers.ingest.archive import KEPT_DAYS
from scrapers.ingest.boards import hold
from scrapers.store.errors import JobtideError


def replay(
    settings: Settings, engine: Engine, now: dt.datetime, names: Sequence[str] = (), since: dt.date | None = None
) -> Iterator[Replayed]:
    """Replay the boards of the panel, or only those in `names`, from a day on: each is one transaction.

    Raises JobtideError when the panel holds no such board, or the day lies further back than answers are kept.
    """
    first = now.date() - dt.timedelta(days=KEPT_DAYS)
    if since is not None and since < first:
        raise JobtideError(f"{since} is too long ago", "--since", f"answers are kept {KEPT_DAYS} days: from {first} on")
    panel = read_boards(settings.path(settings.crawl.boards))
    boards = [board for board in (chosen(panel, names, "replay") if names else panel) if not is_waiting(board)]
    with engine.connect() as connection:
        numbers = crawled_boards(connection, boards)
    start = dt.datetime.combine(since or first, dt.time(), dt.UTC)
    for board in boards:
        if board.name in numbers:
            with engine.begin() as connection:
                hold(connection, numbers[board.name])
                replayed = replay_board(connection, board, numbers[board.name], start, forget_postings)
            yield replayed
