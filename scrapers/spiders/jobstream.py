"""Arbetsförmedlingen (JobTech): the change feed of Sweden's public ads, instead of asking for all of them again.

Endpoint: GET https://jobstream.api.jobtechdev.se/v2/stream?updated-after={moment}&updated-before={moment}; the token is
    `all`, or filters such as `location-concept-id=CifL_Rzy_Mku` (a concept of the taxonomy; may be repeated). Answers
    of /v2/snapshot (everything open) and of the older /stream?date= and /snapshot are read, not asked for: a snapshot
    is larger than any answer that a crawl takes, and the search (`jobtech`) lists the same ads.
Paging: none; a crawl asks for what changed since the day of the last complete one, a quarter of a day at a time, and
    for no more than five days. An answer is an array of whole ads, or one ad a line. The first crawl sees the changes
    of one day, not all that is open.
Dates: as in `jobtech`. A withdrawn ad has `removed` true, `removed_date` and nearly nothing else: that closes it.
Pay: only words, as in `jobtech`, so none.
Limits: one request a minute. Terms: open data (CC0), no key. The contacts in an ad are not kept.
Source: https://jobtechdev.se/en/docs/opendata/apis/jobstream/getting-started/ and public code that reads version 2.
"""

import datetime as dt
from collections.abc import Iterator

from scrapers.answer import Parsed
from scrapers.crawl.narrow import narrowed
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.crawl.window import Window
from scrapers.records import Board
from scrapers.spiders import jobtech

SLICE = dt.timedelta(hours=6)
"""What changed in it is well below the largest answer that a crawl takes."""
MOST_DAYS = 5
"""Twenty slices at one request a minute."""
JSON = (("Accept", "application/json"),)


class Spider(BoardSpider):
    """Slice after slice, from the last complete crawl on."""

    name = "jobstream"
    origin = "https://jobstream.api.jobtechdev.se"
    window = Window(days=MOST_DAYS)
    shortest_delay = 60

    def first(self, board: Board) -> Ask:
        """Ask for the oldest slice."""
        days = min(self.open[board.name].history.days_since or 1, MOST_DAYS)
        midnight = dt.datetime.combine(self.store.document.day, dt.time(), dt.UTC)
        return self._slice(board, midnight - dt.timedelta(days=days))

    def read(self, page: Page) -> Parsed:
        """Read one slice."""
        return read(page.body, page.board.token)

    def follow(self, page: Page) -> Iterator[Ask]:
        """Ask for the next slice up to the present."""
        (start,) = page.ask.rest
        if start + SLICE < self.store.document.now:
            yield self._slice(page.board, start + SLICE)

    def _slice(self, board: Board, start: dt.datetime) -> Ask:
        # The last one is left open, in case the feed's clock is ahead.
        end = f"&updated-before={start + SLICE:%Y-%m-%dT%H:%M:%S}" if start + SLICE < self.store.document.now else ""
        address = f"{self.origin}/v2/stream?updated-after={start:%Y-%m-%dT%H:%M:%S}{end}"
        return Ask(url=narrowed(address, board), rest=(start,), headers=JSON)


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every ad of the feed or of a snapshot, and which ads it withdraws.

    >>> parsed = read('[{"id": "7", "headline": "Svetsare", "removed": false}, {"id": "8", "removed": true}]')
    >>> [one.external_id for one in parsed.postings], parsed.withdrawn
    (['7'], ('8',))
    """
    return jobtech.read_ads(payload, token, "jobstream")
