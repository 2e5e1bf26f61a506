"""Which boards of the panel are due today."""

import datetime as dt

from sqlalchemy import Engine, func, select

from scheduler.settings import Settings
from scrapers.boards import is_waiting, read_boards
from scrapers.records import CrawlState
from scrapers.tables import BoardCrawlRow, BoardRow


def boards_due(settings: Settings, engine: Engine, today: dt.date) -> list[str]:
    """Return the names of the boards whose last complete crawl is a cadence or more ago."""
    last = (
        select(BoardRow.platform, BoardRow.token, func.max(BoardCrawlRow.day).label("day"))
        .join(BoardRow, BoardRow.id == BoardCrawlRow.board_id)
        .where(BoardCrawlRow.state == CrawlState.COMPLETE)
        .group_by(BoardRow.platform, BoardRow.token)
    )
    with engine.connect() as connection:
        seen = {f"{row.platform}/{row.token}": row.day for row in connection.execute(last)}
    panel = [board for board in read_boards(settings.path(settings.crawl.boards)) if not is_waiting(board)]
    return [
        board.name
        for board in panel
        if board.name not in seen or today - seen[board.name] >= dt.timedelta(days=board.cadence)
    ]
