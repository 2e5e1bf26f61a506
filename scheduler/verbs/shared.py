"""Options and output rules that several verbs have in common."""

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from scrapers.store.errors import JobtideError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from scheduler.settings import Settings

SettingsOption = Annotated[Path | None, typer.Option("--settings", help="Another jobtide.toml.")]
TodayOption = Annotated[str | None, typer.Option("--today", help="Pretend that it is this UTC day.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]

notes = Console(stderr=True, highlight=False)
"""Summary sentences, bars and warnings: stderr, so that stdout carries data only."""


def moment(today: str | None) -> dt.datetime:
    """Return now in UTC, or noon of the day in `today` (`YYYY-MM-DD`).

    Raises JobtideError when `today` is no date.
    """
    if today is None:
        return dt.datetime.now(dt.UTC)
    try:
        day = dt.date.fromisoformat(today)
    except ValueError as error:
        raise JobtideError(f"'{today}' is no date", "--today", "write it as 2026-11-22") from error
    return dt.datetime.combine(day, dt.time(12), dt.UTC)


def open_store(path: Path | None = None) -> "tuple[Settings, Engine]":
    """Return the settings and an engine on a store that has the newest tables."""
    from scheduler.migrations import upgrade
    from scheduler.settings import read_settings
    from scrapers.store.engine import open_engine

    settings = read_settings(path)
    url = settings.store_url()
    upgrade(url)
    return settings, open_engine(url)


def print_data(text: str) -> None:
    """Write data to stdout, unwrapped and unstyled."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")
