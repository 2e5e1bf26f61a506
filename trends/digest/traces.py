"""A row's history: smoothing, its level now and a year ago, and the line of block characters."""

from collections.abc import Sequence
from dataclasses import dataclass

from trends.periods import Every

BLOCKS = "▁▂▃▄▅▆▇█"
GAP = "·"
A_YEAR = {Every.WEEK: 52, Every.MONTH: 12, Every.QUARTER: 4}
SMOOTHED_OVER = {Every.WEEK: 4, Every.MONTH: 1, Every.QUARTER: 1}
"""Periods in the trailing mean; a week's is the window that growth uses."""
Points = Sequence[tuple[str, float | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Two years of one row's share, smoothed."""

    keys: tuple[str, ...]
    values: tuple[float | None, ...]
    year: int
    """Steps between a value and the one a year before."""
    step: int
    """Periods in the mean behind a value."""

    @property
    def now(self) -> float | None:
        """The last value."""
        return self.values[-1] if self.values else None

    @property
    def then(self) -> float | None:
        """The value a year before the last."""
        return self.values[-1 - self.year] if len(self.values) > self.year else None

    @property
    def ratio(self) -> float | None:
        """Now over then."""
        return self.now / self.then if self.now is not None and self.then else None

    def spaced(self) -> list[float | None]:
        """Return the values that share no day with each other, the last one included."""
        return list(self.values[:: -self.step][::-1])

    def indexed(self) -> list[float | None]:
        """Return the spaced values with the one a year ago as 100."""
        base = self.then
        return [None if value is None or not base else 100 * value / base for value in self.spaced()]


def length(every: Every) -> int:
    """Return how many periods of history a digest of two years needs, smoothing included."""
    return 2 * A_YEAR[every] + SMOOTHED_OVER[every]


def trace(points: Points, every: Every) -> Trace:
    """Return the smoothed history."""
    over = SMOOTHED_OVER[every]
    values = [_mean([value for _, value in points[max(0, at + 1 - over) : at + 1]]) for at in range(len(points))]
    keys = [key for key, _ in points]
    kept = slice(min(over - 1, len(points)), None)
    return Trace(keys=tuple(keys[kept]), values=tuple(values[kept]), year=A_YEAR[every], step=over)


def line(history: Trace) -> str:
    """Return the year up to now in block characters; a dot is a gap.

    They start at half the highest value, or at zero where some value is lower: noise of a few percent stays flat.

    >>> line(trace([(f"2024-Q{q}", v) for q, v in enumerate((0.1, None, 0.2, 0.3, 0.4), 1)], Every.QUARTER))
    '▂·▄▆█'
    """
    values = history.spaced()[-1 - history.year // history.step :]
    known = [value for value in values if value is not None]
    if len(known) < 2 or not max(known):
        return ""
    top = max(known)
    floor = top / 2 if min(known) >= top / 2 else 0.0
    heights = [None if value is None else round((value - floor) / (top - floor) * len(BLOCKS)) for value in values]
    return "".join(GAP if height is None else BLOCKS[max(0, height - 1)] for height in heights)


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    # a mean over a gap would compare unlike windows
    return sum(known) / len(known) if known and len(known) == len(values) else None
