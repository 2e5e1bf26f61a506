"""The beginning of a run: from here on the store says that its boards have not ended, until they have."""

from msgspec.structs import replace
from sqlalchemy import Connection

from scrapers.crawl.document import CrawlDocument
from scrapers.ingest import runs
from scrapers.ingest.boards import board_ids
from scrapers.ingest.employers import employer_ids
from scrapers.store.engine import open_engine


def begin(connection: Connection, document: CrawlDocument) -> int:
    """Store a run of which no board has ended, and return its number."""
    employers = [board.employer for board in document.boards if board.employer]
    # By itself: whoever waits for a board's row may hold an employer's, so nobody may wait for both.
    with connection.begin():
        employer_ids(connection, employers)
    with connection.begin():
        numbers = board_ids(connection, document.boards)
        run = runs.start_run(connection, document.platform, document.now)
        runs.expect_boards(connection, run, numbers.values(), document.day)
    return run


def begun(document: CrawlDocument) -> CrawlDocument:
    """Return the document with the number of a run that has begun."""
    engine = open_engine(document.store_url)
    with engine.connect() as connection:
        run = begin(connection, document)
    engine.dispose()
    return replace(document, run=run)
