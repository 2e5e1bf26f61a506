"""How a look at a board, and the panel, are shown."""

import sys
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from scheduler.onboarding.looking import MOST_ANSWERS, BoardLook
from scrapers.onboarding.address import Found
from scrapers.records import Board

WIDE = 1000
NARROW = 80
SHOWN = ("board", "employer", "country", "crawled", "listed", "usual", "state")
SHOWN_IF_NARROW = ("board", "listed", "state")


def look_words(found: Found, look: BoardLook, board: Board, line: str) -> str:
    """Return what a look brought, one fact a line."""
    facts = {
        "board": board.name,
        "told by": found.said,
        "postings": f"{look.result.listed} ({_extent(look)})",
        "employer": board.employer or "not named there; --employer NAME sets it",
        "country": board.country or "unclear; --country XX sets it",
        "healthy_min": f"{board.healthy_min}, where half of what was listed is {look.healthy_min}",
    }
    lines = list(facts.items())
    for example in look.examples:
        rest = ["; ".join(example.places), str(example.posted_on or "no date"), example.pay or "no pay"]
        lines.append(("such as", " · ".join([example.title, *filter(None, rest)])))
    return "\n".join(f"{name:<12} {_harmless(value)}" for name, value in [*lines, ("line", line)])


def _extent(look: BoardLook) -> str:
    if look.is_cut:
        return f"the first {MOST_ANSWERS} answers only"
    return "all of them" if look.is_sound else f"{look.result.state}: {look.result.error}"


def _harmless(text: str) -> str:
    """Return what a page said without characters that would steer a terminal.

    >>> _harmless("Welder \\x1b[2J")
    'Welder  [2J'
    """
    return "".join(one if one.isprintable() else " " for one in text)


def look_fields(found: Found, look: BoardLook, board: Board, line: str, appended: bool) -> dict[str, Any]:
    """Return what a look brought as it is printed in JSON."""
    return {
        **asdict(board),
        "board": board.name,
        "told_by": found.said,
        "state": look.result.state,
        "error": look.result.error,
        "listed": look.result.listed,
        "is_cut": look.is_cut,
        "examples": [asdict(example) for example in look.examples],
        "line": line,
        "appended": appended,
    }


def print_panel(panel: list[Board], states: dict[str, dict[str, Any]]) -> None:
    """Print one line a board; a narrow terminal gets fewer columns, never cut ones."""
    # Rich takes a pipe for a narrow terminal; one board should stay on one line there.
    console = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else WIDE)
    shown = SHOWN if console.width >= NARROW else SHOWN_IF_NARROW
    table = Table(box=None)
    for name in shown:
        table.add_column(name, overflow="fold", justify="right" if name in ("listed", "usual") else "left")
    for board in panel:
        state = states.get(board.name, {})
        words = ": ".join(filter(None, [state.get("state"), state.get("error")]))
        values = asdict(board) | state | {"board": board.name, "state": words}
        table.add_row(*("" if values.get(name) is None else str(values[name]) for name in shown))
    console.print(table)
