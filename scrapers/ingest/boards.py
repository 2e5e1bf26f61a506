"""Boards of `boards.csv` or of an import as rows."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, exists, func, literal, or_, select, tuple_

from scrapers.ingest.employers import employer_ids
from scrapers.records import Board, BoardKind
from scrapers.store.bulk import insert_into
from scrapers.store.chunks import chunks
from scrapers.store.errors import JobtideError
from scrapers.tables import BoardRow, PostingRow, RawAnswerRow

# Weaker than `for update`: rows of other tables may still refer to the board.
HOLD = select(BoardRow.id).where(BoardRow.id == bindparam("board")).with_for_update(key_share=True)
LONGEST = {"platform": 40, "token": 400, "country": 2, "sector": 60}


def board_ids(connection: Connection, boards: Sequence[Board], imported: bool = False) -> dict[str, int]:
    """Return the row id of each board by `Board.name`, adding new boards and updating known ones.

    `boards.csv` (not `imported`) says all about a board and wins. An import only fills what is unknown, and
    makes an imported employer board a board of many once it names other employers. A board that was ever
    imported stays marked so. Raises JobtideError for a value longer than its column.
    """
    unique = {board.name: board for board in boards}
    employers = employer_ids(connection, {board.employer for board in unique.values() if board.employer})
    rows = [_row(board, employers, imported) for _, board in sorted(unique.items())]
    for chunk in chunks(rows):
        insert = insert_into(connection.dialect, BoardRow).values(list(chunk))
        values = _filled(insert.excluded) if imported else _replaced(insert.excluded)
        differs = or_(*(getattr(BoardRow, name).is_distinct_from(value) for name, value in values.items()))
        keys = ["platform", "token"]
        connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=values, where=differs))
    return ids_of(connection, list(unique.values()))


def _row(board: Board, employers: dict[str, int], imported: bool) -> dict[str, Any]:
    for name, longest in LONGEST.items():
        if len(getattr(board, name) or "") > longest:
            raise JobtideError(f"{name} longer than {longest} characters", f"board {board.name[:80]}", "shorten it")
    return {
        "platform": board.platform,
        "token": board.token,
        "kind": board.kind.value,
        "employer_id": employers.get(board.employer or ""),
        "country": board.country,
        "sector": board.sector,
        "cadence": board.cadence,
        "healthy_min": board.healthy_min,
        "imported": imported,
    }


def _replaced(new: Any) -> dict[str, Any]:
    names = ("kind", "employer_id", "country", "sector", "cadence", "healthy_min")
    return {name: new[name] for name in names}


def _filled(new: Any) -> dict[str, Any]:
    other = or_(new.kind == BoardKind.MANY.value, new.employer_id != BoardRow.employer_id)
    widened = and_(BoardRow.imported, BoardRow.kind == BoardKind.EMPLOYER.value, other)
    kept = {name: func.coalesce(getattr(BoardRow, name), new[name]) for name in ("employer_id", "country", "sector")}
    return {**kept, "kind": case((widened, BoardKind.MANY.value), else_=BoardRow.kind), "imported": literal(True)}


def with_any(connection: Connection, row: type[PostingRow | RawAnswerRow], numbers: Iterable[int]) -> set[int]:
    """Return those of the boards of which a table has a row."""
    found: set[int] = set()
    for chunk in chunks(list(numbers)):
        has_any = exists().where(row.board_id == BoardRow.id)
        found.update(connection.scalars(select(BoardRow.id).where(BoardRow.id.in_(chunk), has_any)))
    return found


def hold(connection: Connection, board_id: int) -> None:
    """Let no other transaction write the board until this one, which has done nothing yet, ends.

    Two crawls of one board would else mix what they read with what the other wrote, and wait for each other's rows.
    """
    if connection.dialect.name == "sqlite":  # which has one writer at a time, but from its first write on
        connection.exec_driver_sql("begin immediate")
    else:
        connection.execute(HOLD, {"board": board_id})


def ids_of(connection: Connection, boards: Sequence[Board]) -> dict[str, int]:
    """Return the row id of each board that is stored by `Board.name`."""
    found: dict[str, int] = {}
    for chunk in chunks(boards):
        keys = [(board.platform, board.token) for board in chunk]
        rows = connection.execute(
            select(BoardRow.platform, BoardRow.token, BoardRow.id).where(
                tuple_(BoardRow.platform, BoardRow.token).in_(keys)
            )
        )
        found.update((f"{row.platform}/{row.token}", row.id) for row in rows)
    return found
