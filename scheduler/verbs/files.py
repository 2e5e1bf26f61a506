"""Verbs for whoever loads the numbers elsewhere: `export` writes files, `explore` shows them in a browser."""

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.verbs.measure import EveryOption, PeriodOption, SinceOption, chosen_periods
from scheduler.verbs.shared import JsonOption, SettingsOption, TodayOption, moment, notes, open_store, print_data
from scrapers.store.errors import JobtideError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from scheduler.settings import Settings
    from trends.exports.contents.postings import Limit
    from trends.exports.sheets import Sheet
    from trends.periods import Period


class What(StrEnum):
    """What `export` writes."""

    SERIES = "series"
    POSTINGS = "postings"
    ALERTS = "alerts"
    GROWTH = "growth"


class Form(StrEnum):
    """How `export` writes it."""

    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"
    SQLITE = "sqlite"


FormOption = Annotated[Form, typer.Option("--format", help="Kind of file; xlsx needs XlsxWriter.")]
OutOption = Annotated[Path | None, typer.Option(help="Folder; `export` in the output folder of the settings without.")]
WhereOption = Annotated[
    list[str] | None,
    typer.Option(
        help="Postings only: role=…, skill=…, topic=…, place=…, employer=…, country=…, board=PLATFORM/TOKEN, …; may be "
        "repeated: any of one kind, all kinds together."
    ),
]
BomOption = Annotated[bool, typer.Option("--bom", help="CSV only: begin with a byte order mark, for Excel.")]
PortOption = Annotated[int, typer.Option(min=0, max=65535, help="Port on this machine; 0 takes a free one.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What `export` was asked for."""

    what: What
    form: Form
    limits: "list[Limit]"
    bom: bool


def export(
    every: EveryOption = None,
    period: PeriodOption = None,
    since: SinceOption = None,
    what: Annotated[
        What, typer.Option(help="What to write; growth is taken from the mart, also of periods that are not measured.")
    ] = What.SERIES,
    form: FormOption = Form.CSV,
    where: WhereOption = None,
    bom: BomOption = False,
    out: OutOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
    settings_file: SettingsOption = None,
) -> None:
    """Write a period's numbers (one CSV a dimension), alerts, postings or growth, with a data dictionary."""
    from trends.exports.contents.postings import read_limit

    asked = Asked(what=what, form=form, limits=[read_limit(one) for one in where or ()], bom=bom)
    _refuse(asked)
    settings, engine = open_store(settings_file)
    chosen = chosen_periods(every, period, since, moment(today).date())
    missing: list[str] = []
    if what is What.SERIES:
        chosen, missing = _measured(settings, chosen)
    folder = out or settings.path(settings.out) / "export"
    files = _write(asked, _sheets(asked, settings, engine, chosen), folder, f"{what}_{chosen[0].every}")
    engine.dispose()
    print_data(json.dumps([str(file) for file in files]) if as_json else "\n".join(str(file) for file in files))
    if missing:
        notes.print(f"not measured, so left out: {', '.join(missing)}", soft_wrap=True)
        raise typer.Exit(1)


def explore(port: PortOption = 8001, settings_file: SettingsOption = None, today: TodayOption = None) -> None:
    """Show every measured number and alert in a browser, with facets, charts and CSV, on this machine alone."""
    from scheduler.exploring import serve, snapshot

    settings, engine = open_store(settings_file)
    file = snapshot(settings, engine, settings.path(settings.out) / "explore", moment(today).date())
    engine.dispose()
    serve(file, port, lambda address: notes.print(f"{address} shows {file}; Ctrl-C ends it", soft_wrap=True))


def _refuse(asked: Asked) -> None:
    if asked.limits and asked.what is not What.POSTINGS:
        raise JobtideError(f"--where does not narrow {asked.what}", "export", "add --what postings")
    if asked.bom and asked.form is not Form.CSV:
        raise JobtideError(f"{asked.form} has no byte order mark", "--bom", "leave it out, or add --format csv")
    if asked.what is What.POSTINGS and asked.form is Form.SQLITE:
        remedy = "choose csv, parquet or xlsx"
        raise JobtideError("the SQLite snapshot holds no single postings", "--format sqlite", remedy)


def _sheets(asked: Asked, settings: "Settings", engine: "Engine", periods: "list[Period]") -> "list[Sheet]":
    from trends.alerts import read
    from trends.exports.contents import series
    from trends.exports.contents.alerts import alerts_sheet
    from trends.exports.contents.growth import growth_sheet
    from trends.exports.contents.periods import periods_sheet
    from trends.exports.contents.postings import postings_sheet
    from trends.periods import Window

    every, measure = periods[0].every, settings.measure
    if asked.what is What.POSTINGS:
        span = Window(first=periods[0].span.first, last=periods[-1].span.last)
        return [postings_sheet(settings.path(measure.mart), span, asked.limits, f"postings_{every}")]
    if asked.what is What.GROWTH:
        return [growth_sheet(settings.path(measure.mart), periods)]
    told = alerts_sheet(read(engine, periods), "alerts" if asked.form is Form.SQLITE else f"alerts_{every}")
    if asked.what is What.ALERTS:
        return [told]
    folder = settings.path(measure.series)
    if asked.form is Form.SQLITE:
        return [series.whole(folder, periods), told, periods_sheet(periods)]
    return series.by_dimension(folder, periods)


def _write(asked: Asked, sheets: "list[Sheet]", out: Path, name: str) -> list[Path]:
    from trends.exports import csv_files, parquet_files, sqlite_file, xlsx_files

    match asked.form:
        case Form.CSV:
            return csv_files.write(sheets, out, bom=asked.bom)
        case Form.PARQUET:
            return parquet_files.write(sheets, out)
        case Form.XLSX:
            return xlsx_files.write(sheets, out, name)
        case Form.SQLITE:
            return sqlite_file.write(sheets, out)


def _measured(settings: "Settings", periods: "list[Period]") -> "tuple[list[Period], list[str]]":
    """Return the periods that were measured and the keys of the others; all of them where none was."""
    from trends.series import series_file

    series = settings.path(settings.measure.series)
    there = [one for one in periods if series_file(series, one).is_file()]
    if not there:
        return periods, []
    return there, [one.key for one in periods if one not in there]
