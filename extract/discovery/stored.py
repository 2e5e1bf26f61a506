"""The stored ads that discovery reads: English ones, with the day and the employer of each."""

from collections.abc import Iterator

from sqlalchemy import Engine, and_, select

from extract.discovery.suggest import Ad
from extract.tables import CleanTextRow, ExtractionRow
from extract.text import CLEANER
from scrapers.records import BoardKind
from scrapers.tables import BoardRow, PostingRow

CHUNK = 500


def stored_ads(engine: Engine) -> Iterator[Ad]:
    """Yield every English ad of the store in order; an ad without a known employer is its own."""
    clean = and_(CleanTextRow.content_hash == PostingRow.content_hash, CleanTextRow.cleaner == CLEANER)
    find = (
        select(
            PostingRow.id,
            PostingRow.employer_id,
            PostingRow.posted_on,
            PostingRow.first_seen,
            BoardRow.kind,
            CleanTextRow.text,
        )
        .join(BoardRow, BoardRow.id == PostingRow.board_id)
        .join(ExtractionRow, ExtractionRow.posting_id == PostingRow.id)
        .join(CleanTextRow, clean)
        .where(ExtractionRow.is_ad.is_(True), ExtractionRow.language == "en")
        .order_by(PostingRow.id)
        .limit(CHUNK)
    )
    after = 0
    while True:
        with engine.connect() as connection:
            found = connection.execute(find.where(PostingRow.id > after)).all()
        if not found:
            return
        for key, employer, posted, seen, kind, text in found:
            yield Ad(
                employer=f"employer {employer}" if employer is not None else f"posting {key}",
                day=posted or seen.date(),
                text=text,
                is_thread=kind == BoardKind.THREAD,
            )
        after = found[-1][0]
