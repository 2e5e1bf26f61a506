"""Crawl the panel as the settings say: the work behind `jobtide crawl` and behind the clock."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from scheduler.log import form
from scheduler.settings import Settings
from scrapers.boards import is_waiting, read_boards
from scrapers.crawl import BoardResult, CrawlDocument, Limits
from scrapers.crawl.children import crawl_platforms
from scrapers.records import Board, CrawlState
from scrapers.store.errors import JobtideError
from scrapers.suggest import did_you_mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What one crawl of the panel brought."""

    results: list[BoardResult] = field(default_factory=list)
    """One a board, in the order of the panel."""
    waiting: list[Board] = field(default_factory=list)
    """Boards not asked because their platform is not built."""

    @property
    def is_whole(self) -> bool:
        """Whether every board that could be asked was seen completely."""
        return all(result.state is CrawlState.COMPLETE for result in self.results)


def collect(settings: Settings, now: dt.datetime, names: Sequence[str] = ()) -> Collected:
    """Crawl the panel, or only the boards and platforms in `names` (`platform/token` or `platform`).

    Raises JobtideError when the panel cannot be read or holds no such board.
    """
    panel = read_boards(settings.path(settings.crawl.boards))
    boards = _chosen(panel, names) if names else panel
    asked = [board for board in boards if not is_waiting(board)]
    results = {result.board: result for result in crawl_platforms(documents(settings, now, asked))}
    return Collected(
        results=[results[board.name] for board in asked], waiting=[board for board in boards if is_waiting(board)]
    )


def _chosen(panel: list[Board], names: Sequence[str]) -> list[Board]:
    known = {board.name for board in panel} | {board.platform for board in panel}
    for name in names:
        if name not in known:
            raise JobtideError(f"no board '{name}' in the panel", "crawl", did_you_mean(name, known))
    return [board for board in panel if board.name in names or board.platform in names]


def documents(settings: Settings, now: dt.datetime, boards: list[Board]) -> list[CrawlDocument]:
    """Return what the crawl of each platform is told, as the settings say."""
    crawl = settings.crawl
    return [
        CrawlDocument(
            platform=platform,
            store_url=settings.store_url(),
            now=now,
            boards=tuple(group),
            origin_overrides=crawl.origin_overrides,
            limits=Limits(delay_seconds=crawl.delay_seconds, seconds=crawl.timeout_minutes * 60),
            keys={name: value.get_secret_value() for name, value in crawl.keys.get(platform, {}).items()},
            contact_url=crawl.contact_url,
            allow_private=crawl.allow_private,
            log_form=form(settings.log),
            log_level=settings.log.level,
        )
        for platform, group in groupby(sorted(boards, key=lambda board: board.platform), lambda board: board.platform)
    ]
