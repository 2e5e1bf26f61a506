"""`crawl` and `parse`: get postings, and see what a parser makes of a saved answer."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.verbs.shared import JsonOption, SettingsOption, TodayOption, moment, notes, open_store, print_data
from scrapers.store.errors import JobtideError

if TYPE_CHECKING:
    from scheduler.collecting import Collected

BoardsArgument = Annotated[list[str] | None, typer.Argument(help="platform/token or platform; all without.")]
PlatformArgument = Annotated[str, typer.Argument(help="Name of the platform, such as greenhouse.")]
FileArgument = Annotated[Path, typer.Argument(help="A saved answer: list, detail or page; plain or gzip.")]

WIDE = 1000


def crawl(
    boards: BoardsArgument = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
    today: TodayOption = None,
) -> None:
    """Visit the boards of the panel and store what they list."""
    from scheduler.collecting import collect

    known, engine = open_store(settings)
    engine.dispose()
    collected = collect(known, moment(today), boards or ())
    if as_json:
        for result in collected.results:
            print_data(json.dumps(asdict(result)))
    else:
        _print_table(collected)
    if collected.waiting:
        platforms = sorted({board.platform for board in collected.waiting})
        notes.print(f"{len(collected.waiting)} boards wait, their platform is not built yet: {', '.join(platforms)}")
    whole = sum(result.state == "complete" for result in collected.results)
    notes.print(f"{whole} of {len(collected.results)} boards complete")
    if not collected.is_whole:
        raise typer.Exit(1)


def parse(platform: PlatformArgument, file: FileArgument) -> None:
    """Print the postings of a saved answer as JSON lines."""
    from scrapers.answer import UnreadableError
    from scrapers.imports.source import opened
    from scrapers.parse import parse_answer

    with opened(file) as stream:
        body = stream.read()
    try:
        parsed = parse_answer(platform, body)
    except UnreadableError as error:
        remedy = f"save the whole answer again, or check that it is one of {platform}"
        raise JobtideError(f"not readable as {platform}: {error}", str(file), remedy) from error
    lines = [json.dumps(asdict(posting), default=str, ensure_ascii=False) for posting in parsed.postings]
    if lines:
        print_data("\n".join(lines))
    else:
        notes.print(f"{file}: no posting in it", markup=False, soft_wrap=True)
    for reason in parsed.unread:
        notes.print(f"{file}: {reason}", markup=False, soft_wrap=True)
    if parsed.is_short:
        notes.print(f"{file}: listed {len(lines)} of {parsed.total}", markup=False, soft_wrap=True)
    if parsed.is_short or parsed.unread:
        raise typer.Exit(1)


def _print_table(collected: "Collected") -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("board", box=None)
    for column in ("listed", "new", "gone", "usual"):
        table.add_column(column, justify="right")
    table.add_column("state")
    for result in collected.results:
        usual = "" if result.usual is None else str(result.usual)
        state = f"{result.state} ({result.failure}; board {result.health})" if result.failure else str(result.state)
        state += f": {result.error}" if result.error else ""
        table.add_row(result.board, str(result.listed), str(result.new), str(result.gone), usual, state)
    # Rich takes a pipe for a narrow terminal; one board should stay on one line there.
    Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else WIDE).print(table)
