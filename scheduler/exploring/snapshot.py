"""One SQLite file of everything that was measured."""

import datetime as dt
from pathlib import Path

from sqlalchemy import Engine

from scheduler.settings import Settings
from scrapers.store.errors import JobtideError
from trends.alerts import read
from trends.exports import sqlite_file
from trends.exports.contents import series
from trends.exports.contents.alerts import alerts_sheet
from trends.exports.contents.periods import periods_sheet
from trends.periods import Period


def snapshot(settings: Settings, engine: Engine, out: Path, today: dt.date) -> Path:
    """Write `jobtide.sqlite` with the numbers and alerts of all closed periods, and return it.

    Raises JobtideError when nothing was measured.
    """
    folder = settings.path(settings.measure.series)
    periods = [period for period in _measured(folder) if period.is_closed(today)]
    if not periods:
        raise JobtideError("nothing was measured yet", str(folder), "run `jobtide measure` first")
    return sqlite_file.write([series.whole(folder, periods), alerts_sheet(read(engine)), periods_sheet(periods)], out)[
        0
    ]


def _measured(series_folder: Path) -> list[Period]:
    keys = (file.stem.removeprefix("period=") for file in series_folder.glob("every=*/period=*.parquet"))
    return sorted((Period.parse(key) for key in keys), key=lambda period: (period.span.last, period.key))
