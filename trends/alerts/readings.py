"""What each kind of rule finds in one period."""

from collections.abc import Callable, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from trends.alerts import limits
from trends.alerts.records import BoardHealth, Kind, Level, Reading, Rule
from trends.digest import ranking
from trends.digest.labels import clean
from trends.digest.rows import FIELDS as ROW_FIELDS
from trends.digest.rows import row_of
from trends.digest.wording import day
from trends.periods import Period
from trends.series import series_file
from trends.verdict import LEAST_VACANCIES

FIELDS = [*ROW_FIELDS, "within", "country"]
GROWTH = "growth"
SLACK = 0.8
"""Part of the least number of vacancies below which a newcomer is gone again."""

Boards = Callable[[Period], Sequence[BoardHealth]]
Numbers = dict[tuple[str, str], list[dict[str, Any]]]
"""(dimension, metric) → rows."""


def numbers(series: Path, period: Period, rules: Sequence[Rule]) -> Numbers:
    """Return the rows of a period's series that any of `rules` looks at; none where it was not measured."""
    wanted = {_place(rule) for rule in rules if rule.kind in (Kind.LIMIT, Kind.NEWCOMER)}
    file = series_file(series, period)
    if not wanted or not file.is_file():
        return {}
    dimensions, metrics = ({place[at] for place in wanted} for at in (0, 1))
    chosen = pc.field("dimension").isin(list(dimensions)) & pc.field("metric").isin(list(metrics))
    # ParquetFile, as read_table would take `every=` and `period=` in the path for columns
    found: Numbers = {}
    for row in pq.ParquetFile(file).read(columns=FIELDS).filter(chosen).to_pylist():
        found.setdefault((row["dimension"], row["metric"]), []).append(row)
    return found


def of_numbers(rule: Rule, found: Numbers) -> dict[str, Reading]:
    """Return by key what a rule about numbers finds."""
    rows = [row for row in found.get(_place(rule), ()) if _fits(rule, row)]
    make = _newcomer if rule.kind is Kind.NEWCOMER else _limit
    readings = [reading for row in rows if (reading := make(rule, row)) is not None]
    return {reading.key: reading for reading in readings}


def of_boards(rule: Rule, boards: Sequence[BoardHealth]) -> dict[str, Reading]:
    """Return by name how the boards of a rule stood."""
    return {board.name: _board(board) for board in boards if fnmatchcase(board.name, rule.key)}


def _place(rule: Rule) -> tuple[str, str]:
    return rule.dimension, rule.metric if rule.kind is Kind.LIMIT else GROWTH


def _fits(rule: Rule, row: Mapping[str, Any]) -> bool:
    country = row["country"] != "all" if rule.country == "*" else row["country"] == rule.country
    return country and (row["within"] or "") == rule.within and fnmatchcase(row["key"], rule.key)


def _limit(rule: Rule, row: Mapping[str, Any]) -> Reading | None:
    level = limits.level(rule, row)
    return _reading(row, level, limits.certainty(rule, row)) if level is not None else None


def _newcomer(rule: Rule, row: Mapping[str, Any]) -> Reading | None:
    now = row["n_now"]
    if now is None:
        return None
    is_new = ranking.is_newcomer(row_of({name: row[name] for name in ROW_FIELDS}))
    is_there = now >= SLACK * LEAST_VACANCIES and (row["n_then"] or 0) * ranking.NEW_RATIO * SLACK <= now
    level = Level.BEYOND if is_new else Level.BETWEEN if is_there else Level.CLEAR
    return _reading(row, level, now / LEAST_VACANCIES)


def _reading(row: Mapping[str, Any], level: Level, certainty: float) -> Reading:
    unit = row["unit"] or ""
    code = unit[:3] if unit[:3].isupper() else ""
    country = row["country"]
    label = clean(row["label"] or "") or clean(row["key"]) or "(no name)"
    if country != "all":
        label += f" in {country.upper()}"
    return Reading(
        key=row["key"] + (f"@{country}" if country != "all" else "") + (f" {code}" if code else ""),
        label=label,
        level=level,
        certainty=round(certainty, 3),
        **{name: row[name] for name in ("dimension", "metric", "country", "estimate", "low", "high")},
        **{name: row[name] for name in ("n_now", "n_then", "employers")},
        unit=unit,
    )


def _board(board: BoardHealth) -> Reading:
    seen = f"last completely observed on {day(board.seen)}" if board.seen else "never completely observed"
    why = f" ({clean(board.trouble, 200)})" if board.trouble else ""
    return Reading(
        key=board.name,
        label=clean(board.name),
        level=Level.CLEAR if board.is_healthy else Level.BEYOND,
        dimension="board",
        said=seen if board.is_healthy else seen + why,
    )
