"""Read the panel: one line a board in a CSV file."""

import csv
from collections.abc import Iterator
from pathlib import Path

from scrapers.platforms import BUILT, PARSED_ONLY, WAITING
from scrapers.records import Board, BoardKind
from scrapers.store.errors import JobtideError
from scrapers.suggest import did_you_mean

STARTER = Path(__file__).parent / "boards.csv"
"""The panel that a new installation starts with."""
NEEDED = ("platform", "token")
COLUMNS = (*NEEDED, "kind", "employer", "country", "sector", "cadence", "healthy_min")
CRAWLABLE = BUILT - PARSED_ONLY


def read_boards(path: Path, *, may_be_empty: bool = False) -> list[Board]:
    """Return the boards of a CSV file whose header names the columns; `platform` and `token` suffice.

    Raises JobtideError with file and line for an unknown column, platform or kind, a wrong number, a repeated board,
    or a file without any board, unless it `may_be_empty`.
    """
    boards: dict[str, Board] = {}
    for line, row in _rows(path):
        board = board_of(row, f"{path} line {line}")
        if board.name in boards:
            raise JobtideError(f"board '{board.name}' stands here twice", f"{path} line {line}", "remove one line")
        boards[board.name] = board
    if not boards and not may_be_empty:
        raise JobtideError("no board in it", str(path), "add a line such as greenhouse,acme")
    return list(boards.values())


def is_waiting(board: Board) -> bool:
    """Tell whether the board's platform is known but not yet built."""
    return board.platform not in CRAWLABLE


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            _check_header(list(reader.fieldnames or ()), path)
            for row in reader:
                if any(row.values()):
                    yield reader.line_num, _stripped(row, f"{path} line {reader.line_num}")
    except OSError as error:
        raise JobtideError("cannot be read", str(path), "write one with `jobtide init`") from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise JobtideError(f"no CSV in UTF-8 ({error})", str(path), "save it as CSV, UTF-8") from error


def _check_header(header: list[str], path: Path) -> None:
    for name in header:
        if name not in COLUMNS:
            raise JobtideError(f"unknown column '{name}'", f"{path} line 1", did_you_mean(name, COLUMNS))
    for name in NEEDED:
        if name not in header:
            raise JobtideError(f"no column '{name}'", f"{path} line 1", f"name the columns {','.join(COLUMNS)}")


def _stripped(row: dict[str, str], place: str) -> dict[str, str]:
    if None in row or None in row.values():
        raise JobtideError("more or fewer fields than the header", place, "write one field a column")
    return {name: value.strip() for name, value in row.items()}


def board_of(row: dict[str, str], place: str) -> Board:
    """Return the board that one line describes; raise JobtideError, naming `place`, for a value that cannot be."""
    platform = row["platform"]
    if platform not in CRAWLABLE | WAITING:
        remedy = did_you_mean(platform, CRAWLABLE | WAITING)
        raise JobtideError(f"unknown platform '{platform}'", place, remedy)
    if not row["token"]:
        raise JobtideError("no token", place, "write what the platform calls this board")
    kind = row.get("kind") or BoardKind.EMPLOYER
    if kind not in set(BoardKind):
        raise JobtideError(f"unknown kind '{kind}'", place, did_you_mean(kind, BoardKind))
    country = row.get("country") or None
    if country is not None and not (len(country) == 2 and country.isascii() and country.isupper()):
        raise JobtideError(f"'{country}' is no country code", place, "write two capitals, such as DE")
    return Board(
        platform=platform,
        token=row["token"],
        kind=BoardKind(kind),
        employer=row.get("employer") or None,
        country=country,
        sector=row.get("sector") or None,
        cadence=_number(row, "cadence", 1, place),
        healthy_min=_number(row, "healthy_min", 0, place),
    )


def _number(row: dict[str, str], name: str, least: int, place: str) -> int:
    value = row.get(name) or str(least)
    if not value.isascii() or not value.isdecimal() or not least <= int(value) < 10**6:
        raise JobtideError(f"{name} '{value}' is no whole number from {least}", place, "correct it")
    return int(value)
