"""What the archive knows of itself and of each digest in it."""

import datetime as dt
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

from scrapers.store.errors import JobtideError

ENTRY = "digest.json"
"""Lies beside each archived page; index and feed are made from these files alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """Where the archive lies, and where readers reach it."""

    folder: Path
    url: str = ""
    """Public address of `folder`, without a slash at its end; empty where it is on no server."""
    authority: str = "localhost"
    """Domain of whoever publishes; part of the feed's identifiers (RFC 4151)."""

    def web(self, period: str) -> str:
        """Return the public address of one digest's folder, or empty.

        >>> Archive(folder=Path("archive"), url="https://example.org/tides").web("2026-W46")
        'https://example.org/tides/2026-W46/'
        """
        return f"{self.url}/{period}/" if self.url else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One archived digest."""

    period: str
    id: str
    """Never changes, wherever the archive moves."""
    subject: str
    lead: str
    scope: str
    published: str
    """Moment of the first writing, RFC 3339."""
    updated: str
    """Moment of the last writing that changed the page."""
    digest: str
    """Hash of the page, so that writing the same again updates nothing."""

    @classmethod
    def read(cls, file: Path) -> Self:
        """Return the entry kept in `file`; raises JobtideError for one that was damaged."""
        try:
            return cls(**json.loads(file.read_text(encoding="utf-8")))
        except (ValueError, TypeError, OSError) as error:
            remedy = "delete that folder and run `jobtide digest --period …` again"
            raise JobtideError(f"unreadable ({error})", str(file), remedy) from error

    def as_json(self) -> str:
        """Return the entry as it is kept."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"

    def following(self, earlier: "Entry | None") -> "Entry":
        """Return this entry with what it keeps of an `earlier` writing of the same period."""
        if earlier is None:
            return self
        same = earlier.digest == self.digest
        return replace(
            self, id=earlier.id, published=earlier.published, updated=earlier.updated if same else self.updated
        )


def identifier(authority: str, day: dt.date, name: str) -> str:
    """Return a tag URI (RFC 4151).

    >>> identifier("example.org", dt.date(2026, 11, 16), "digest/2026-W46")
    'tag:example.org,2026-11-16:jobtide/digest/2026-W46'
    """
    return f"tag:{authority},{day.isoformat()}:jobtide/{name}"
