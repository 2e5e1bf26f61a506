"""The verb of the measuring stage: `measure`."""

import datetime as dt
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from scheduler.verbs.shared import JsonOption, SettingsOption, TodayOption, moment, notes, open_store, print_data
from scrapers.store.errors import JobtideError
from trends.periods import Every, Period

EveryOption = Annotated[Every | None, typer.Option(help="Length of a period; `week` unless the period says otherwise.")]
PeriodOption = Annotated[
    str | None, typer.Option(help="2026-W46, 2026-10 or 2026-Q4; the last closed one if not given.")
]
SinceOption = Annotated[str | None, typer.Option(help="First of several periods, up to --period.")]


def measure(
    every: EveryOption = None,
    period: PeriodOption = None,
    since: SinceOption = None,
    today: TodayOption = None,
    as_json: JsonOption = False,
    settings_file: SettingsOption = None,
) -> None:
    """Compute every number of a period: growth against a year before, shares, counts, pay."""
    from trends.mart import refresh
    from trends.measure import measure as measure_period

    chosen = chosen_periods(every, period, since, moment(today).date())
    settings, engine = open_store(settings_file)
    mart, series = settings.path(settings.measure.mart), settings.path(settings.measure.series)
    refreshed = refresh(engine, mart)
    engine.dispose()
    if not refreshed.unchanged:
        notes.print(f"mart: {refreshed.postings:,} postings of {len(refreshed.months)} months written", soft_wrap=True)
    done: list[dict[str, Any]] = []
    skipped: list[str] = []
    for one in chosen:
        try:
            done.append(_summary(one, measure_period(mart, series, one)))
        except JobtideError as error:
            if len(chosen) == 1:
                raise
            skipped.append(one.key)
            notes.print(f"skipped: {error}", soft_wrap=True)
    if not done:
        raise JobtideError("nothing to measure in any of these periods", str(mart), "choose others")
    _report(done, as_json)
    if skipped:
        raise typer.Exit(1)


def chosen_periods(every: Every | None, period: str | None, since: str | None, today: dt.date) -> list[Period]:
    """Return the periods that the options name, oldest first.

    Raises JobtideError when they contradict each other, name no period, or one that is not over.
    """
    named = [Period.parse(key) for key in (period, since) if key]
    lengths = {one.every for one in named} | ({every} if every else set())
    if len(lengths) > 1:
        raise JobtideError(
            f"{' and '.join(sorted(lengths))} do not go together",
            "--every, --period, --since",
            "name periods of one length",
        )
    until = Period.parse(period) if period else Period.last_closed(lengths.pop() if lengths else Every.WEEK, today)
    if not until.is_closed(today):
        last = Period.last_closed(until.every, today).key
        raise JobtideError(f"{until.key} is not over yet", "--period", f"the last closed one is {last}")
    first = Period.parse(since) if since else until
    if first.span.first > until.span.first:
        raise JobtideError(f"{first.key} is later than {until.key}", "--since", "name an earlier one")
    periods = [first]
    while periods[-1] != until:
        periods.append(periods[-1].next())
    return periods


def _summary(period: Period, file: Path) -> dict[str, Any]:
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    table = pq.ParquetFile(file).read(columns=["metric", "verdict"])
    growth = table.filter(pc.field("metric") == "growth")["verdict"]
    verdicts = {row["values"]: row["counts"] for row in pc.value_counts(growth).to_pylist()}
    return {
        "period": period.key,
        "compared_with": period.compared_with,
        "file": str(file),
        "numbers": len(table),
        "growth": dict(sorted(verdicts.items())),
    }


def _report(done: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        print_data(json.dumps(done))
        return
    for one in done:
        growth = ", ".join(f"{count} {verdict}" for verdict, count in one["growth"].items())
        said = f"{one['period']} against {one['compared_with']}: {one['numbers']:,} numbers; growth: {growth}"
        notes.print(said, soft_wrap=True)
    print_data("\n".join(one["file"] for one in done))
