"""An ad that is listed again after it had closed: the same posting, in a further episode."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection, update

from scrapers.store.bulk import Upsert
from scrapers.store.chunks import chunks
from scrapers.tables import PostingEpisodeRow

EPISODES = Upsert(PostingEpisodeRow, ("posting_id", "from_day", "to_day"), ("posting_id", "from_day"))


def begin_again(connection: Connection, reopened: Sequence[tuple[int, dt.date, dt.date]], today: dt.date) -> None:
    """Note for postings (id, day first seen, day closed) that an episode has ended and another begins today.

    The first episode of a posting is noted only now; of a later one the row is there and keeps its own days.
    """
    EPISODES.write(connection, reopened)
    EPISODES.write(connection, [(posting, today, None) for posting, first, _ in reopened if first != today])


def end(connection: Connection, posting_ids: Sequence[int], closed_on: dt.date) -> None:
    """Close the open episodes of postings that have closed."""
    episode = PostingEpisodeRow
    for chunk in chunks(posting_ids):
        connection.execute(
            update(episode).where(episode.posting_id.in_(chunk), episode.to_day.is_(None)).values(to_day=closed_on)
        )
