"""Claims, figures, and what a section of the report is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from trends.digest.records import Row

State = Literal["answered", "too few", "not measured", "cannot"]
STATES: dict[State, str] = {
    "answered": "answered",
    "too few": "too few postings",
    "not measured": "not measured here",
    "cannot": "postings cannot answer this",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One entry of `claims.toml`; the fields are explained at its top."""

    number: int
    title: str
    claim: str
    question: str
    definition: str
    kind: str
    cannot: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    """What else stands there, for the kind."""

    @property
    def file(self) -> str:
        """Name of the CSV with the section's figures."""
        return f"claim-{self.number:02}.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Row):
    """One number with all that documents it: a row of a series, or of a crossing."""

    period: str
    compared_with: str | None
    within: str
    country: str
    of: int | None
    """What a share is a part of."""

    @property
    def is_documented(self) -> bool:
        """Whether window, sample, method and vocabulary are named."""
        return bool(self.period and self.method and self.vocabulary) and self.n_now is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table."""

    text: str
    sort: float | None = None
    """What the column sorts by, where it is a number."""
    small: str = ""
    direction: str = ""
    """`up`, `down` or `level` for a change; else empty."""

    @property
    def mark(self) -> str:
        """A sign for the direction, so that colour never carries the meaning alone."""
        return {"up": "▲", "down": "▼", "level": "■"}.get(self.direction, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under heads; the first cell of a row is its name."""

    caption: str
    heads: tuple[str, ...]
    lines: tuple[tuple[Cell, ...], ...]
    wide: frozenset[int] = frozenset()
    """Columns left out on a telephone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """An SVG with its words; the figures in it are those of the section's first table."""

    svg: str
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a kind says to a claim."""

    state: State
    said: str
    """One or two sentences."""
    figures: tuple[Figure, ...] = ()
    """Every number in the tables, and those behind them."""
    tables: tuple[Table, ...] = ()
    chart: Chart | None = None
    remarks: tuple[str, ...] = ()
    window: str = ""
    """The days, where they are not those of the report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A topic and period, told."""

    title: str
    html: str
    """The page: no other file is needed to read it."""
    tables: Mapping[str, str]
    """Name of a CSV beside the page → its content."""
    answers: tuple[tuple[Claim, Answer], ...]
