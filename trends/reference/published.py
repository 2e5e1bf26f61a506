"""Read the CSVs of a published series."""

import csv
import datetime as dt
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from scrapers.store.errors import JobtideError
from trends.periods import Window

NOTHING = ("", "NA")
FILE = Path(__file__).with_name("series.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One entry of `series.toml`; the fields are explained at its top."""

    name: str
    label: str
    file: str
    date: str
    country: str
    value: str
    kind: Literal["share", "index"]
    ours: dict[str, Any]
    trailing: int
    source: str
    where: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The values of one series."""

    series: Series
    values: dict[str, dict[dt.date, float]]
    """Country (ISO 3166 alpha-2, capitals) → day → value; shares 0…1."""

    def mean(self, country: str, window: Window) -> float | None:
        """Return the mean of the values dated within `window`; None where there is none, or a day of it is missing.

        A monthly series dates its values on the first of the month.
        """
        days = [self.values[country].get(window.first + dt.timedelta(days=day)) for day in range(window.days)]
        known = [value for value in days if value is not None]
        is_monthly = all(day.day == 1 for day in self.values[country])
        firsts = sum((window.first + dt.timedelta(days=day)).day == 1 for day in range(window.days))
        wanted = firsts if is_monthly else window.days
        return sum(known) / len(known) if known and len(known) == wanted else None


@cache
def known_series() -> dict[str, Series]:
    """Return every entry of `series.toml` by the name of its file."""
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {entry["file"]: Series(name=name, kind=entry.pop("is"), **entry) for name, entry in entries.items()}


def read_published(files: Iterable[Path]) -> tuple[list[Published], list[Path]]:
    """Return the series that `files` (or the CSVs in folders) hold, and those that are none we know.

    Raises JobtideError when there is no file, none is known, or one lacks a column.
    """
    paths = [path for file in files for path in (sorted(file.glob("*.csv")) if file.is_dir() else [file])]
    known = known_series()
    for path in paths:
        if not path.is_file():
            raise JobtideError("no such file", str(path), "name the CSVs, or the folder that holds them")
    found = [_read(path, known[path.name]) for path in paths if path.name in known]
    if not found:
        places = ", ".join(str(file) for file in files)
        raise JobtideError("no published series", places, f"known: {', '.join(sorted(known))}")
    return found, [path for path in paths if path.name not in known]


def _read(path: Path, series: Series) -> Published:
    values: dict[str, dict[dt.date, float]] = defaultdict(dict)
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        needed = {series.date, series.country, series.value, *series.where}
        if missing := sorted(needed - set(rows.fieldnames or ())):
            raise JobtideError(
                f"no column '{missing[0]}'", str(path), "its publisher changed the form: see series.toml"
            )
        for row in rows:
            is_wanted = all(row[name] == wanted for name, wanted in series.where.items())
            if is_wanted and row[series.value] not in NOTHING:
                value, scale = _number(path, rows.line_num, row[series.value]), 100 if series.kind == "share" else 1
                values[row[series.country]][_day(path, rows.line_num, row[series.date])] = value / scale
    return Published(series=series, values=dict(values))


def _number(path: Path, line: int, said: str) -> float:
    try:
        return float(said)
    except ValueError as error:
        raise JobtideError(f"'{said}' is no number", f"{path}:{line}", "fetch the file again") from error


def _day(path: Path, line: int, said: str) -> dt.date:
    try:
        return dt.date.fromisoformat(said)
    except ValueError as error:
        raise JobtideError(f"'{said}' is no date", f"{path}:{line}", "fetch the file again") from error
