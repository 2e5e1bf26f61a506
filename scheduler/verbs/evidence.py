"""Verbs that let a number be checked: `explain` and `reference`."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from scheduler.verbs.measure import EveryOption, PeriodOption, SinceOption, chosen_periods
from scheduler.verbs.shared import JsonOption, SettingsOption, TodayOption, moment, notes, print_data

SubjectArgument = Annotated[
    str, typer.Argument(metavar="[DIMENSION:]KEY[@COUNTRY]", help="rust, role:data-engineer, skill:python@US, all.")
]
MetricOption = Annotated[str, typer.Option(help="Any metric of the data dictionary.")]
CurrencyOption = Annotated[str | None, typer.Option(help="Of pay: USD, EUR, …")]
FilesArgument = Annotated[
    list[Path], typer.Argument(metavar="FILE...", help="CSVs as Indeed Hiring Lab publishes them, or folders of them.")
]
CountryOption = Annotated[list[str] | None, typer.Option("--country", help="Only this one (US, GB, …); repeatable.")]


def explain(
    subject: SubjectArgument,
    metric: MetricOption = "growth",
    currency: CurrencyOption = None,
    every: EveryOption = None,
    period: PeriodOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
    today: TodayOption = None,
) -> None:
    """Show what lies behind one number: windows, panel, employers, what was left out, the formula, ten postings."""
    from scheduler.settings import read_settings
    from trends.explain import as_text
    from trends.explain import explain as explained

    (chosen,) = chosen_periods(every, period, None, moment(today).date())
    known = read_settings(settings)
    found = explained(
        known.path(known.measure.mart), known.path(known.measure.series), chosen, subject, metric, currency
    )
    print_data(json.dumps(asdict(found), ensure_ascii=False, indent=2, default=str) if as_json else as_text(found))


def reference(
    files: FilesArgument,
    every: EveryOption = None,
    period: PeriodOption = None,
    since: SinceOption = None,
    country: CountryOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
    today: TodayOption = None,
) -> None:
    """Show published series beside ours, over the same windows and smoothed alike; the two are never mixed."""
    from scheduler.settings import read_settings
    from trends.reference import as_table, compare, read_published

    chosen = chosen_periods(every, period, since, moment(today).date())
    known = read_settings(settings)
    published, unknown = read_published(files)
    wanted = {one.upper() for one in country or ()}
    lines = compare(known.path(known.measure.mart), published, chosen, wanted)
    print_data(
        json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=2) if as_json else as_table(lines)
    )
    for one in published:
        notes.print(f"{one.series.name}: {one.series.source}", markup=False, soft_wrap=True)
    if unknown:
        names = ", ".join(file.name for file in unknown)
        notes.print(f"left out, since no published series that is known: {names}", markup=False, soft_wrap=True)
        raise typer.Exit(1)
