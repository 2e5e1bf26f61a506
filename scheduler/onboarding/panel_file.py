"""Change the file of the panel: all of the new text or none of it, and nothing but the one line."""

import os
import shutil
from pathlib import Path
from tempfile import NamedTemporaryFile

from scrapers.boards import read_boards
from scrapers.onboarding.address import same_board
from scrapers.onboarding.lines import columns_of, line_of, with_line, without_board
from scrapers.records import Board, BoardKind
from scrapers.store.errors import JobtideError


def check_new(panel: Path, board: Board) -> None:
    """Raise JobtideError when the panel holds the board already."""
    for one in read_boards(panel, may_be_empty=True):
        if same_board(one.platform, one.token) == same_board(board.platform, board.token):
            raise JobtideError(f"board '{one.name}' is there already", str(panel), "see it with `jobtide boards list`")


def panel_line(panel: Path, board: Board, wanted: frozenset[str]) -> str:
    """Return the board's line in the order of the panel's columns.

    Raises JobtideError when there is no column for one of `wanted`, which the operator asked for, or for a kind that
    is not the usual one.
    """
    columns = columns_of(_text(panel))
    values = {
        "platform": board.platform,
        "token": board.token,
        "kind": board.kind.value,
        "employer": board.employer or "",
        "country": board.country or "",
        "sector": board.sector or "",
        "cadence": str(board.cadence),
        "healthy_min": str(board.healthy_min),
    }
    needed = wanted | ({"kind"} if board.kind is not BoardKind.EMPLOYER else set())
    missing = sorted(name for name in needed if name not in columns)
    if missing:
        raise JobtideError(f"no column '{missing[0]}'", f"{panel} line 1", "add it to the header, and to each line")
    return line_of(values, columns)


def append(panel: Path, board: Board, line: str) -> None:
    """Write the line at the panel's end; raise JobtideError when the board has come in meanwhile."""
    check_new(panel, board)
    _write(panel, with_line(_text(panel), line))


def remove(panel: Path, board: Board) -> tuple[str, int]:
    """Take the board's line out; return it with its number."""
    text, line, number = without_board(_text(panel), board.platform, board.token)
    _write(panel, text)
    return line, number


def _text(panel: Path) -> str:
    with panel.open(encoding="utf-8", newline="") as file:
        return file.read()


def _write(panel: Path, text: str) -> None:
    target = panel.resolve()
    try:
        with NamedTemporaryFile(
            "w", encoding="utf-8", newline="", dir=target.parent, prefix=".boards-", delete=False
        ) as file:
            try:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
                shutil.copymode(target, file.name)
                Path(file.name).replace(target)
            except BaseException:
                Path(file.name).unlink()
                raise
    except OSError as error:
        raise JobtideError(
            f"cannot be written ({error.strerror})", str(panel), "check its folder's permissions"
        ) from error
