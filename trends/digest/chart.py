"""The one chart: two years of share, each line 100 a year ago, so that its end is the change on the year."""

import io
import itertools
import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from trends.digest import numbers, wording
from trends.digest.labels import fit
from trends.digest.material import GROWTH, Material
from trends.digest.palette import palette
from trends.digest.records import Row
from trends.digest.traces import SMOOTHED_OVER, Trace
from trends.verdict import FALLING, RISING

A_DIRECTION = 2
"""Lines that rise, and lines that fall."""
SIZE_INCHES = (5.4, 3.0)
DOTS_PER_INCH = 200
COLOURS = 32
LABEL_COLUMNS = 20
LEFT = 0.09
LEAST_SPAN = (80.0, 120.0)
"""Always on the axis, so that a few points never look like a cliff."""
LABEL_GAP = 0.075
"""Least distance of two labels, as part of the axis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row's history as it is drawn."""

    row: Row
    trace: Trace

    @property
    def label(self) -> str:
        """Name and last value, written at the line's end."""
        return f"{fit(self.row.label, LABEL_COLUMNS)} {numbers.count(self.trace.indexed()[-1])}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture with its words."""

    title: str
    subtitle: str
    alt: str
    png: bytes


def chart(material: Material, first: Row | None) -> Chart | None:
    """Draw the surest movers of the headline's dimension; None when there is no history to draw.

    A line whose share moved against its count is left out: picture and table would seem to disagree.
    """
    if first is None:
        return None
    lines = _lines(material, first.dimension)
    if not lines:
        return None
    base_key = lines[0].trace.keys[-1 - lines[0].trace.year]
    sample = "SAMPLE. " if material.scope.sample else ""
    return Chart(
        title=f"Share of new vacancies: {first.dimension}s that moved most surely",
        subtitle=_subtitle(material, base_key),
        alt=f"{sample}Line chart of two years, {wording.tick(base_key)} = 100. {_ends_said(lines)}",
        png=_draw(lines, is_sample=material.scope.sample),
    )


def _lines(material: Material, dimension: str) -> list[Line]:
    chosen: list[Line] = []
    for verdict in (RISING, FALLING):
        rows = [row for row in material.movers(dimension) if row.verdict == verdict][: 3 * A_DIRECTION]
        lines = [Line(row=row, trace=trace) for row, trace in zip(rows, material.traces(rows), strict=True)]
        chosen += [line for line in lines if _agrees(line)][:A_DIRECTION]
    return chosen


def _agrees(line: Line) -> bool:
    ratio = line.trace.ratio
    return ratio is not None and (ratio - 1) * (line.row.estimate or 0) > 0


def _subtitle(material: Material, base_key: str) -> str:
    every = material.period.every
    over = SMOOTHED_OVER[every]
    smoothing = f"means of {over} {every}s" if over > 1 else f"by {every}, not smoothed"
    index = f"Index, {wording.tick(base_key)} = 100; {smoothing}."
    total = material.rows.total(GROWTH)
    if total is None or total.estimate is None:
        return index
    return f"{index} Shares, not counts: all vacancies together {numbers.change(total.estimate)}."


def _ends_said(lines: Sequence[Line]) -> str:
    said = []
    for line in lines:
        verb = "rose" if (line.trace.ratio or 0) > 1 else "fell"
        now, then = numbers.share(line.trace.now), numbers.share(line.trace.then)
        said.append(
            f"{line.row.label} {verb} to {numbers.count(line.trace.indexed()[-1])} ({now} of vacancies, was {then})"
        )
    return "; ".join(said) + "."


def _draw(lines: Sequence[Line], *, is_sample: bool) -> bytes:
    colours = palette()["chart"]
    figure = Figure(figsize=SIZE_INCHES, dpi=DOTS_PER_INCH, facecolor=colours["card"])
    FigureCanvasAgg(figure)
    axes = figure.add_axes((LEFT, 0.115, 0.5, 0.85), facecolor=colours["card"])
    labels = _plot(axes, lines, colours)
    _dress(axes, lines[0].trace, colours)
    if is_sample:
        sample = palette()["light"]
        badge = {"facecolor": sample["sample_ground"], "edgecolor": "none", "boxstyle": "round,pad=0.35"}
        axes.text(
            0.02, 0.97, "SAMPLE", transform=axes.transAxes, va="top", fontsize=10, weight="bold",
            color=sample["sample_text"], bbox=badge, zorder=9,
        )  # fmt: skip
    with warnings.catch_warnings():
        # a name in a script that the font lacks is drawn as boxes; the alt text has it
        warnings.filterwarnings("ignore", message="Glyph .* missing", category=UserWarning)
        _make_room(figure, axes, labels)
        return _png(figure)


def _plot(axes: Axes, lines: Sequence[Line], colours: dict[str, Any]) -> list[Text]:
    """Draw lines, dots and names; return the names."""
    used = {RISING: 0, FALLING: 0}
    labels: list[Text] = []
    series = [[math.nan if value is None else value for value in line.trace.indexed()] for line in lines]
    low, high = _limits(series)
    axes.set_ylim(low, high)
    heights = _spread([values[-1] for values in series], LABEL_GAP * (high - low))
    for line, values, height in zip(lines, series, heights, strict=True):
        verdict = line.row.verdict
        colour = colours[verdict][used[verdict]]
        used[verdict] += 1
        at = _positions(line.trace)
        axes.plot(at, values, color=colour, linewidth=2.4, solid_capstyle="round", zorder=3)
        axes.plot(at[-1], values[-1], "o", color=colour, markersize=5, zorder=4, clip_on=False)
        label = axes.annotate(
            line.label, (1, height), xytext=(10, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
            color=colour, weight="bold", fontsize=10, va="center", annotation_clip=False,
        )  # fmt: skip
        # a dollar sign in a name starts no formula
        label.set_parse_math(False)
        labels.append(label)
    return labels


def _make_room(figure: Figure, axes: Axes, labels: Sequence[Text]) -> None:
    """Give the axes all the width that the longest name leaves."""
    widest = max(label.get_window_extent().width for label in labels) / figure.bbox.width
    box = axes.get_position()
    gap = 0.04  # the dot, the offset and a margin
    axes.set_position((box.x0, box.y0, 1 - LEFT - widest - gap, box.height))


def _dress(axes: Axes, trace: Trace, colours: dict[str, Any]) -> None:
    last, year = len(trace.keys) - 1, trace.year
    axes.axhline(100, color=colours["base"], linewidth=1.2, zorder=1)
    axes.axvspan(last - year, last, color=colours["line"], alpha=0.28, linewidth=0, zorder=0)
    axes.set_xlim(_positions(trace)[0], last)
    ticks = [last - half * year // 2 for half in range(5) if half * year // 2 <= last]
    axes.set_xticks(ticks, [wording.tick(trace.keys[at]) for at in ticks])
    axes.grid(axis="y", color=colours["line"], linewidth=0.7, zorder=0)
    axes.tick_params(length=0, labelsize=9, labelcolor=colours["muted"])
    axes.tick_params(axis="x", pad=7)  # the lowest label of the other axis stands in the same corner
    for side in axes.spines.values():
        side.set_visible(False)


def _positions(trace: Trace) -> list[int]:
    """Return where the spaced values stand among all periods."""
    return list(range(len(trace.keys)))[:: -trace.step][::-1]


def _limits(series: Sequence[Sequence[float]]) -> tuple[float, float]:
    values = [value for line in series for value in line if not math.isnan(value)] + list(LEAST_SPAN)
    margin = 0.06 * (max(values) - min(values)) or 1.0
    return max(0.0, min(values) - margin), max(values) + margin


def _spread(heights: Sequence[float], gap: float) -> list[float]:
    """Return label heights at least `gap` apart, in the order given."""
    order = sorted(range(len(heights)), key=lambda at: heights[at])
    placed = list(heights)
    for below, at in itertools.pairwise(order):
        placed[at] = max(placed[at], placed[below] + gap)
    shift = sum(new - old for new, old in zip(placed, heights, strict=True)) / len(placed)
    return [height - shift for height in placed]


def _png(figure: Figure) -> bytes:
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", metadata={"Software": None})
    with Image.open(drawn) as image:
        small = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    saved = io.BytesIO()
    small.save(saved, "PNG", optimize=True)
    return saved.getvalue()
