"""Charts as SVG that needs no script: rows with their ranges, and lines over time. Colours are the page's."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from trends.digest import render
from trends.digest.labels import fit
from trends.report.records import Cell, Chart

WIDTH, ROW, TOP = 360.0, 34.0, 4.0
"""A telephone's width, so that no text shrinks below its size there."""
LABEL_COLUMNS = 38
HIGH = 150.0
LEFT, RIGHT = 58.0, 302.0
"""Of a line; its first and last value stand outside, where no part of it runs through them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """One row: a value with its range, as the table writes it."""

    label: str
    value: Cell
    low: float | None
    high: float | None


def ranges(rows: Sequence[Range], *, middle: float, caption: str, is_ratio: bool = False) -> Chart | None:
    """Draw values with their ranges about a `middle` that means no difference; None without any."""
    shown = [row for row in rows if row.value.sort is not None]
    if not shown:
        return None
    ends = [end for row in shown for end in (row.low, row.high, row.value.sort) if end is not None]
    scale = _scale([*ends, middle], is_ratio=is_ratio)
    drawn = [
        {
            "label": fit(row.label, LABEL_COLUMNS),
            "value": f"{row.value.mark} {row.value.text}".strip(),
            "y": TOP + at * ROW,
            "at": scale(row.value.sort or 0.0),
            "low": scale(row.low) if row.low is not None else None,
            "high": scale(row.high) if row.high is not None else None,
            "direction": row.value.direction,
        }
        for at, row in enumerate(shown)
    ]
    height = TOP + len(shown) * ROW + 4
    said = "; ".join(
        f"{row.label} {row.value.text}" + (f" ({row.value.small})" if row.value.small else "") for row in shown
    )
    svg = render.plain("ranges.svg.j2", rows=drawn, width=WIDTH, height=height, middle=scale(middle), said=said)
    return Chart(svg=svg, caption=caption)


def line(points: Sequence[tuple[str, float | None]], *, texts: Sequence[str], caption: str) -> Chart | None:
    """Draw one share over time, from zero, between its first and last point; what was not observed is a gap.

    None without two points.
    """
    known = [value for _, value in points if value is not None]
    if len(known) < 2:
        return None
    seen = [number for number, (_, value) in enumerate(points) if value is not None]
    shown = slice(seen[0], seen[-1] + 1)
    points, texts = points[shown], texts[shown]
    top = max(known) * 1.08 or 1.0
    step = (RIGHT - LEFT) / max(1, len(points) - 1)
    at = [
        None if value is None else (round(LEFT + number * step, 1), round(HIGH - value / top * (HIGH - 14), 1))
        for number, (_, value) in enumerate(points)
    ]
    pieces: list[list[tuple[float, float]]] = [[]]
    for point in at:
        if point is None:
            pieces.append([])
        else:
            pieces[-1].append(point)
    marks = [
        {"x": point[0], "y": point[1], "text": text, "beside": beside, "anchor": anchor}
        for point, text, beside, anchor in ((at[0], texts[0], -9, "end"), (at[-1], texts[-1], 9, "start"))
        if point is not None
    ]
    said = f"From {texts[0]} in {points[0][0]} to {texts[-1]} in {points[-1][0]}."
    svg = render.plain(
        "line.svg.j2", width=WIDTH, height=HIGH + 26, base=HIGH, left=LEFT, right=RIGHT,
        paths=[_path(piece) for piece in pieces if len(piece) > 1],
        dots=[piece[0] for piece in pieces if len(piece) == 1], marks=marks, first=points[0][0], last=points[-1][0],
        said=said,
    )  # fmt: skip
    return Chart(svg=svg, caption=caption)


def _path(piece: Sequence[tuple[float, float]]) -> str:
    return "M" + " L".join(f"{x} {y}" for x, y in piece)


class _scale:  # noqa: N801 - used as a function
    """Position on the width; ratios on a logarithmic scale, so that twice and half lie equally far from one."""

    def __init__(self, values: Sequence[float], *, is_ratio: bool) -> None:
        self.is_ratio = is_ratio
        moved = [self._moved(value) for value in values]
        self.low, self.high = min(moved), max(moved)

    def _moved(self, value: float) -> float:
        return math.log(max(value, 1e-3)) if self.is_ratio else value

    def __call__(self, value: float) -> float:
        room = (self.high - self.low) or 1.0
        return round(8 + (self._moved(value) - self.low) / room * (WIDTH - 16), 1)
