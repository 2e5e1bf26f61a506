"""`import`: backfill from files of other tools."""

import dataclasses
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from scheduler.verbs.shared import JsonOption, SettingsOption, TodayOption, moment, notes, open_store, print_data
from scrapers.store.errors import JobtideError
from scrapers.suggest import did_you_mean

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy import Engine

    from scheduler.settings import Settings
    from scrapers.imports.result import ImportResult

FORMATS = {"hn-firebase": "firebase", "hn-text": "text", "hn-algolia": "algolia", "jobspy": None, "csv": None}

FormatArgument = Annotated[str, typer.Argument(metavar="FORMAT", help=f"One of {', '.join(FORMATS)}.")]
FilesArgument = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Plain or gzip.")]
CoverageOption = Annotated[
    Path | None,
    typer.Option("--coverage", help="csv, jobspy: board,from,to of the days observed; several rows a board."),
]


def import_files(
    format_: FormatArgument,
    files: FilesArgument,
    coverage: CoverageOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
    today: TodayOption = None,
) -> None:
    """Backfill postings from files, dated by the ads themselves; doing it twice changes nothing."""
    if format_ not in FORMATS:
        raise JobtideError(f"unknown format '{format_}'", "import", did_you_mean(format_, FORMATS))
    if coverage and FORMATS[format_]:
        raise JobtideError(
            "--coverage goes with csv and jobspy only", f"import {format_}", "each of these files covers its month"
        )
    now = moment(today)
    known, engine = open_store(settings)
    began = time.monotonic()
    try:
        result = _reader(format_, known, coverage)(engine, files, now)
    finally:
        engine.dispose()
    if as_json:
        print_data(json.dumps(dataclasses.asdict(result)))
    _say(result, len(files), time.monotonic() - began)
    if not result.is_whole:
        raise typer.Exit(1)


def _reader(
    format_: str, settings: "Settings", coverage: Path | None
) -> "Callable[[Engine, list[Path], dt.datetime], ImportResult]":
    from scrapers.imports.hn import import_hn
    from scrapers.imports.jobspy import import_jobspy
    from scrapers.imports.table import import_csv

    if format_ == "jobspy":
        return lambda engine, files, now: import_jobspy(engine, files, coverage, now)
    if format_ == "csv":
        return lambda engine, files, now: import_csv(engine, files, settings.imports.columns, coverage, now)
    form = cast(Literal["firebase", "text", "algolia"], FORMATS[format_])
    return lambda engine, files, now: import_hn(engine, files, form, now)


def _say(result: "ImportResult", files: int, seconds: float) -> None:
    for place in result.broken:
        notes.print(place, markup=False, soft_wrap=True)
    more = result.skipped.get("broken", 0) - len(result.broken)
    if more > 0:
        notes.print(f"and {more:,} more broken lines")
    rate = result.stored / seconds if seconds else 0
    notes.print(
        f"{result.stored:,} postings of {result.read:,} records in {files:,} {'file' if files == 1 else 'files'}: "
        f"{result.new:,} new, {result.changed:,} changed, {result.unchanged:,} unchanged; "
        f"{seconds:.1f} s, {rate:,.0f} postings/s",
        soft_wrap=True,
    )
    for words, counts in (("left out", result.skipped), ("mended", result.mended)):
        if counts:
            notes.print(
                f"{words}: " + ", ".join(f"{count:,} {reason}" for reason, count in sorted(counts.items())),
                soft_wrap=True,
            )
    if result.outside:
        notes.print(f"{result.outside:,} comments are of another month than their file; each counts in its own month")
