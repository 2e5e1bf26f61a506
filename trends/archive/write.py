"""Put a digest into the archive and bring index and feed up to it."""

import datetime as dt
import hashlib
from pathlib import Path

from trends.archive.records import ENTRY, Archive, Entry, identifier
from trends.digest import Digest, render
from trends.digest.labels import clean
from trends.digest.wording import dates
from trends.exports.csv_files import write_csv
from trends.mart.files import alone, replacing
from trends.periods import Period

PAGE = "index.html"
FEED = "feed.xml"
IN_FEED = 60
"""Newest digests that the feed names; the index names all."""
LONGEST_LEAD = 600


def keep(archive: Archive, digest: Digest, series: Path, period: Period, now: dt.datetime) -> Path:
    """Write page and tables of `period` into their folder, then index and feed; return the page.

    Every file is whole at any moment. Raises JobtideError when the period was not measured.
    """
    folder = archive.folder / period.key
    folder.mkdir(parents=True, exist_ok=True)
    tables = frozenset(file.name for file in write_csv(series, period, folder))
    page = render.page(digest.story, tables=tables, home="../")
    moment = now.replace(microsecond=0).isoformat()
    file = folder / ENTRY
    with alone(archive.folder):
        entry = Entry(
            period=period.key,
            id=identifier(archive.authority, now.date(), f"digest/{period.key}"),
            subject=clean(digest.subject, 200),
            lead=clean(digest.lead, LONGEST_LEAD),
            scope=dates(period.span),
            published=moment,
            updated=moment,
            digest=hashlib.sha256(page.encode()).hexdigest()[:16],
        ).following(Entry.read(file) if file.is_file() else None)
        _write(folder / PAGE, page)
        _write(file, entry.as_json())
        _write_lists(archive)
    return folder / PAGE


def entries(folder: Path) -> list[Entry]:
    """Return what the archive holds, the newest period first."""
    found = [Entry.read(file) for file in folder.glob(f"*/{ENTRY}")]
    return sorted(found, key=lambda entry: (Period.parse(entry.period).span.last, entry.period), reverse=True)


def _write_lists(archive: Archive) -> None:
    found = entries(archive.folder)
    first = min(found, key=lambda entry: entry.published)
    feed_id = identifier(archive.authority, dt.datetime.fromisoformat(first.published).date(), "digests")
    _write(archive.folder / PAGE, render.index(found, FEED))
    _write(archive.folder / FEED, render.feed(found[:IN_FEED], feed_id, archive.url, FEED))


def _write(file: Path, content: str) -> None:
    with replacing(file) as beside:
        beside.write_text(content, encoding="utf-8")
