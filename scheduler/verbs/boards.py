"""`boards`: the lines of the panel."""

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scheduler.verbs.shared import JsonOption, SettingsOption, TodayOption, moment, notes, open_store, print_data
from scrapers.store.errors import JobtideError
from scrapers.suggest import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.onboarding.looking import BoardLook
    from scheduler.settings import Settings
    from scrapers.onboarding.address import Found
    from scrapers.onboarding.page import PageLook
    from scrapers.records import Board

UrlArgument = Annotated[str, typer.Argument(metavar="URL", help="A careers page, a job board or one posting of it.")]
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="platform/token, as `boards list` shows it.")]
EmployerOption = Annotated[str | None, typer.Option(help="Its name; what its postings say if not given.")]
CountryOption = Annotated[str | None, typer.Option(help="Two capitals; where most postings lie if not given.")]
SectorOption = Annotated[str | None, typer.Option(help="Slug of the employer's sector, such as fintech.")]
CadenceOption = Annotated[int, typer.Option(help="Days between two crawls.")]
HealthyOption = Annotated[
    int | None, typer.Option(help="Fewest postings of a healthy crawl; half of those listed now if not given.")
]
YesOption = Annotated[bool, typer.Option("--yes", help="Append without asking.")]
DryOption = Annotated[bool, typer.Option("--dry-run", help="Show what would be appended, and leave it at that.")]


def add(
    url: UrlArgument,
    employer: EmployerOption = None,
    country: CountryOption = None,
    sector: SectorOption = None,
    cadence: CadenceOption = 1,
    healthy_min: HealthyOption = None,
    yes: YesOption = False,
    dry_run: DryOption = False,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
    today: TodayOption = None,
) -> None:
    """Find the board behind an address, look at it once, and append its line to the panel.

    Exit code 1 when the board was not seen as it should be, 2 when nothing was appended.
    """
    from scheduler.onboarding.finding import find_board
    from scheduler.onboarding.looking import look_at_board, passing_store
    from scheduler.onboarding.panel_file import append, check_new, panel_line
    from scheduler.onboarding.showing import look_fields, look_words
    from scheduler.settings import read_settings
    from scrapers.boards import read_boards

    known, now = read_settings(settings), moment(today)
    panel = known.path(known.crawl.boards)
    read_boards(panel, may_be_empty=True)
    said = {"employer": employer, "country": country, "sector": sector}
    wanted = frozenset(name for name, value in said.items() if value)
    with passing_store() as store_url:
        found, page = find_board(known, url, now, store_url)
        board = _board(found, said, cadence, healthy_min)
        check_new(panel, board)
        panel_line(panel, board, wanted)  # says which column is missing, before anybody is asked
        notes.print(f"asking {board.name} …", markup=False, soft_wrap=True)
        look = look_at_board(known, board, now, store_url)
    _check_answer(url, found, page, look)
    board = _board(
        found,
        {**said, "employer": employer or look.employer, "country": country or look.country},
        cadence,
        look.healthy_min if healthy_min is None else healthy_min,
    )
    line = panel_line(panel, board, wanted)
    if not as_json:
        print_data(look_words(found, look, board, line))
    may_append = not dry_run and _may_append(panel, yes=yes)
    if may_append:
        append(panel, board, line)
        notes.print(f"appended to {panel}; next: jobtide crawl {board.name}", markup=False, soft_wrap=True)
    if as_json:
        print_data(
            json.dumps(look_fields(found, look, board, line, may_append), ensure_ascii=False, indent=2, default=str)
        )
    if not may_append and not dry_run:
        raise typer.Exit(2)
    if not look.is_sound:
        raise typer.Exit(1)


def list_boards(as_json: JsonOption = False, settings: SettingsOption = None, today: TodayOption = None) -> None:
    """List the panel, with what the last crawl of each board saw."""
    from scheduler.onboarding.showing import print_panel
    from scheduler.settings import read_settings
    from scrapers.boards import read_boards

    known = read_settings(settings)
    panel = read_boards(known.path(known.crawl.boards), may_be_empty=True)
    states = _states(known, panel, settings, today)
    rows = [{**asdict(board), **states.get(board.name, {})} for board in panel]
    if as_json:
        print_data(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
    elif rows:
        print_panel(panel, states)
    seen = sum(one["crawled"] is not None for one in states.values())
    notes.print(f"{len(panel)} boards, " + (f"{seen} of them crawled" if states else "no store yet"))


def remove(name: NameArgument, settings: SettingsOption = None) -> None:
    """Take a board's line out of the panel; what was collected from it stays in the store."""
    from scheduler.onboarding.panel_file import remove as remove_line
    from scheduler.settings import read_settings
    from scrapers.boards import read_boards

    known = read_settings(settings)
    panel = known.path(known.crawl.boards)
    boards = {board.name: board for board in read_boards(panel, may_be_empty=True)}
    if name not in boards:
        raise JobtideError(f"no board '{name}' in it", str(panel), did_you_mean(name, boards))
    line, number = remove_line(panel, boards[name])
    print_data(line)
    notes.print(
        f"line {number} removed from {panel}; its postings and coverage stay in the store, and adding the line again "
        "goes on with them after a gap",
        markup=False,
        soft_wrap=True,
    )


def _board(found: "Found", said: dict[str, str | None], cadence: int, healthy_min: int | None) -> "Board":
    from scrapers.boards import board_of

    row = {"platform": found.platform, "token": found.token, "kind": found.kind.value}
    row |= {name: value for name, value in said.items() if value}
    return board_of(row | {"cadence": str(cadence), "healthy_min": str(healthy_min or 0)}, "boards add")


def _check_answer(url: str, found: "Found", page: "PageLook | None", look: "BoardLook") -> None:
    from scheduler.onboarding.finding import REMEDIES, unrecognised

    if look.result.listed:
        return
    if found.platform == "jsonld" and look.is_sound:
        raise unrecognised(url, page)
    thing = look.result.error or "it answers, but lists no posting"
    remedy = REMEDIES.get(
        look.result.state, "see in a browser whether it has any; if it is right, write the line by hand"
    )
    raise JobtideError(f"told by {found.said}: {thing}", look.result.board, remedy)


def _may_append(panel: "Path", *, yes: bool) -> bool:
    if yes:
        return True
    if not sys.stdin.isatty():
        notes.print("nothing appended: no terminal to ask at; pass --yes", soft_wrap=True)
        return False
    return typer.confirm(f"Append this line to {panel}?", default=True, err=True)


def _states(
    known: "Settings", panel: list["Board"], settings: "Path | None", today: str | None
) -> dict[str, dict[str, Any]]:
    """Return what the store knows of each board; nothing where there is no store, which looking must not make."""
    from pathlib import Path

    from scheduler.status import status

    path = known.store_url().removeprefix("sqlite:///")
    if path != known.store_url() and not Path(path).is_file():
        return {}
    _, engine = open_store(settings)
    try:
        found = status(known, engine, panel, moment(today)).boards
    finally:
        engine.dispose()
    return {one.board: {name: value for name, value in asdict(one).items() if name != "board"} for one in found}
