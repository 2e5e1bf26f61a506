"""What a digest is made from and what it becomes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trends.alerts.records import Alert
    from trends.digest.render import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What the reader has to know that the series do not say."""

    name: str = ""
    """What is covered, in a few words: `technology, US and UK`."""
    sources_healthy: int | None = None
    """Boards observed completely to the end of the period; null where nobody counted."""
    sources_total: int | None = None
    """Boards on the list."""
    left_out: tuple[str, ...] = ()
    """One sentence for each board that was left out, with the reason."""
    notes: tuple[str, ...] = ()
    """Further sentences for the part to read before quoting."""
    alerts: "tuple[Alert, ...]" = ()
    """What the operator's rules say of the period, in the order of telling."""
    tables: frozenset[str] = frozenset()
    """Names of CSV files that lie beside the page, so that it may link to them."""
    web: str = ""
    """Public address of the folder in which this digest is archived, ending in a slash; empty where it is nowhere."""
    reason: str = ""
    """Why the reader gets this mail and how to stop it; mail only."""
    sample: bool = False
    """The numbers are invented; every output says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the series."""

    dimension: str
    key: str
    label: str
    """Printed name, already harmless: no control characters, at most 60 of the others."""
    metric: str
    unit: str
    estimate: float | None
    low: float | None
    high: float | None
    n_now: int | None
    n_then: int | None
    employers: int | None
    boards: int | None
    coverage: float | None
    verdict: str
    """Empty where the metric has none."""
    method: str
    vocabulary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One period, told."""

    story: "Story"
    """Everything the templates print."""
    subject: str
    """The finding, one line."""
    preheader: str
    """What mail clients show after the subject."""
    lead: str
    """The finding in two sentences."""
    html: str
    """Mail: inline styles, the chart as `cid:chart`."""
    page: str
    """The same as a page that needs no other file: the chart is inside."""
    text: str
    """Plain text, at most 78 columns."""
    chart_png: bytes | None
    """The chart; null where nothing moved that can be drawn."""
    alt: str
    """The chart in words; empty without a chart."""
    movers: tuple[Row, ...]
    """Rows that rose or fell beyond noise, most certain first."""
