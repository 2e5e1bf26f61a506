"""`replay`: let today's parsers read yesterday's answers."""

import datetime as dt
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.verbs.shared import JsonOption, SettingsOption, TodayOption, moment, notes, open_store, print_data
from scrapers.store.errors import JobtideError

if TYPE_CHECKING:
    from scrapers.crawl.replay import Replayed

BoardsArgument = Annotated[list[str] | None, typer.Argument(help="platform/token or platform; all without.")]
SinceOption = Annotated[str | None, typer.Option(help="First day of the crawls to read again; all that are kept.")]
COLUMNS = ("crawls", "left", "postings", "added", "changed", "removed")
WIDE = 1000


def replay(
    boards: BoardsArgument = None,
    since: SinceOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
    today: TodayOption = None,
) -> None:
    """Read the kept answers of past crawls again, after a parser was mended.

    Exit code 1 when crawls had to be left as they were.
    """
    from scheduler.replaying import replay as replay_boards

    known, engine = open_store(settings)
    results: list[Replayed] = []
    for result in replay_boards(known, engine, moment(today), boards or (), _day(since)):
        results.append(result)
        if as_json:
            print_data(json.dumps(asdict(result)))
    engine.dispose()
    if not as_json:
        _print_table(results)
    changed = sum(result.added + result.changed + result.removed for result in results)
    crawls = sum(result.crawls for result in results)
    notes.print(
        f"{crawls} crawls of {len(results)} boards read again, {changed} postings differ; next: jobtide extract"
    )
    if any(result.left for result in results):
        raise typer.Exit(1)


def _day(words: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(words) if words is not None else None
    except ValueError as error:
        raise JobtideError(f"'{words}' is no date", "--since", "write it as 2026-11-22") from error


def _print_table(results: Sequence["Replayed"]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("board", box=None)
    for column in COLUMNS:
        table.add_column(column, justify="right")
    for result in results:
        table.add_row(result.board, *(str(getattr(result, column)) for column in COLUMNS))
    # Rich takes a pipe for a narrow terminal; one board should stay on one line there.
    Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else WIDE).print(table)
