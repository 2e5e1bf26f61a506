"""Building blocks that the templates can draw; every field is text ready to print."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One large number."""

    value: str
    name: str
    note: str
    """The comparison, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change with its sign, so that colour never carries the meaning alone."""

    direction: str
    """`up`, `down` or `level`."""
    text: str

    @property
    def mark(self) -> str:
        """A sign for the direction."""
        return {"up": "▲", "down": "▼"}.get(self.direction, "■")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """One row that changed, or could not be shown to."""

    name: str
    note: str
    """Level of its share, now and then; may be empty."""
    now: str
    then: str
    change: Change
    range: str
    """95 % range of the change."""
    trace: str
    """History in block characters; may be empty."""
    trace_said: str
    """The trace for those who cannot see it."""
    dots: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Movers under one heading."""

    name: str
    movers: tuple[Mover, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Movers:
    """Rows with interval and confidence."""

    kind: ClassVar[str] = "movers"
    title: str
    hint: str
    head: str
    """Heading of the first column."""
    trace_head: str
    groups: tuple[Group, ...]
    remarks: tuple[str, ...]
    files: tuple[str, ...]
    """CSVs that hold these and all other rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of plain cells; the first is the name, the others are figures."""

    kind: ClassVar[str] = "table"
    title: str
    hint: str
    heads: tuple[str, ...]
    lines: tuple[tuple[str | Change, ...], ...]
    wide: frozenset[int]
    """Columns left out on a telephone."""
    remarks: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A name and what is said about it."""

    name: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """Names, each with a sentence."""

    kind: ClassVar[str] = "entries"
    title: str
    hint: str
    entries: tuple[Entry, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """Sentences in small print."""

    kind: ClassVar[str] = "notes"
    title: str
    hint: str
    sentences: tuple[str, ...]


Block = Movers | Table | Entries | Notes
