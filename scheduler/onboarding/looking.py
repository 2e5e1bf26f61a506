"""Crawl a board once into a store that is thrown away, and say what it would bring."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msgspec.structs import replace
from sqlalchemy import select

from scheduler.collecting import documents
from scheduler.migrations import upgrade
from scheduler.settings import Settings
from scrapers.crawl import BoardResult
from scrapers.crawl.children import crawl_platforms
from scrapers.records import Board, BoardKind, CrawlState
from scrapers.store.engine import open_engine
from scrapers.tables import PostingRow, PostingVersionRow

MOST_ANSWERS = 40
"""Requests of one look: enough for one-answer platforms, and a fair sample where each posting has its own."""
MOST = 0.5
"""A country is the board's when more than this share of its postings lie there."""
EXAMPLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One posting as it would be stored."""

    title: str
    """As printed."""
    places: tuple[str, ...]
    """As printed."""
    posted_on: dt.date | None
    """Day of publication."""
    pay: str | None
    """Structured pay in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLook:
    """What one look at a board brought."""

    result: BoardResult
    """As of a crawl."""
    is_cut: bool
    """Whether the look ended after `MOST_ANSWERS` answers, so that there are more postings than listed."""
    employer: str | None
    """Whom all its postings name; null where they name several or none."""
    country: str | None
    """ISO 3166 alpha-2 code of most of its postings."""
    examples: tuple[Example, ...]
    """The newest first."""

    @property
    def is_sound(self) -> bool:
        """Whether the crawl went as it should, as far as it went."""
        return self.is_cut or self.result.state is CrawlState.COMPLETE

    @property
    def healthy_min(self) -> int:
        """Half of what was listed: the drop from which on a crawl is suspect anyway, once there is history."""
        return max(1, self.result.listed // 2)


@contextmanager
def passing_store() -> Iterator[str]:
    """Give the address of an empty store with all tables; it is gone afterwards."""
    with TemporaryDirectory(prefix="jobtide-") as folder:
        url = f"sqlite:///{Path(folder) / 'look.db'}"
        upgrade(url)
        yield url


def look_at_board(settings: Settings, board: Board, now: dt.datetime, store_url: str) -> BoardLook:
    """Crawl the board with its own spider, as far as `MOST_ANSWERS` go, into the store at `store_url`."""
    (document,) = documents(settings, now, [board])
    limits = replace(document.limits, pages=MOST_ANSWERS)
    (result,) = crawl_platforms([replace(document, store_url=store_url, limits=limits)])
    ads = _ads(store_url)
    return BoardLook(
        result=result,
        is_cut=(result.error or "").startswith(f"more than {MOST_ANSWERS} pages"),
        employer=_only_one(ad[1].get("employer") for ad in ads) if board.kind is BoardKind.EMPLOYER else None,
        country=_country([ad[1].get("places", []) for ad in ads]) if board.kind is BoardKind.EMPLOYER else None,
        examples=tuple(_example(*ad) for ad in ads[:EXAMPLES]),
    )


def _ads(store_url: str) -> list[tuple[str, dict[str, Any], dt.date | None]]:
    newest = select(PostingRow.title, PostingVersionRow.said, PostingRow.posted_on).join(
        PostingVersionRow, PostingVersionRow.posting_id == PostingRow.id
    )
    engine = open_engine(store_url)
    try:
        with engine.connect() as connection:
            rows = connection.execute(newest.order_by(PostingRow.posted_on.desc().nulls_last(), PostingRow.id)).all()
    finally:
        engine.dispose()
    return [(row.title, row.said, row.posted_on) for row in rows]


def _only_one(names: Iterator[str | None]) -> str | None:
    said = {" ".join(name.split()) for name in names if name}
    return said.pop() if len(said) == 1 else None


def _country(places: Sequence[list[str]]) -> str | None:
    from extract.places.read import read_places

    known = [{place.country for place in read_places(said) if place.country} for said in places]
    counts = Counter(country for countries in known for country in countries)
    return next((code for code, count in counts.most_common(1) if count > MOST * len(places)), None)


def _example(title: str, said: dict[str, Any], posted_on: dt.date | None) -> Example:
    pays = [pay["said"] or pay_words(pay) for pay in said.get("pay", [])]
    return Example(
        title=title, places=tuple(said.get("places", [])), posted_on=posted_on, pay=pays[0] if pays else None
    )


def pay_words(pay: dict[str, str | None]) -> str:
    """Return a pay range in words.

    >>> pay_words({"low": "40000", "high": "52000.00", "currency": "EUR", "per": "year"})
    '40,000–52,000 EUR a year'
    >>> pay_words({"low": None, "high": "31.5", "currency": None, "per": "hour"})
    'up to 31.5 an hour'
    """
    low, high = (f"{float(pay[name] or 0):,.2f}".rstrip("0").rstrip(".") for name in ("low", "high"))
    if pay["low"] and pay["high"]:
        amount = low if low == high else f"{low}–{high}"
    else:
        amount = f"from {low}" if pay["low"] else f"up to {high}"
    per = f"{'an' if pay['per'] == 'hour' else 'a'} {pay['per']}" if pay["per"] else None
    return " ".join(filter(None, [amount, pay["currency"], per]))
