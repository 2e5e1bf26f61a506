"""Bodies of postings that were stored together, in one zstd frame.

Ads of one board repeat much of each other: packed together, bodies of recorded boards take a quarter to three quarters
of the room that they take one by one, and a third to three quarters of the time.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select

from scrapers.store.chunks import chunks
from scrapers.tables import BodiesRow, PostingRow, PostingVersionRow

BETWEEN = "\0"
"""No stored text holds it; see `scrapers.ingest.cleaning`."""
LARGEST = 2**20
"""Characters after which a frame is closed: whoever wants one body unpacks them all."""

Place = tuple[int, int]
"""Row of `bodies`, and number of the body in it."""
ADD = insert(BodiesRow).values(packed=bindparam("packed")).returning(BodiesRow.id)
OF_BOARD = (
    select(PostingVersionRow.bodies_id)
    .distinct()
    .join(PostingRow, PostingRow.id == PostingVersionRow.posting_id)
    .where(PostingRow.board_id == bindparam("board"))
)


def write(connection: Connection, bodies: Sequence[str]) -> list[Place]:
    """Store bodies and return where each of them stands."""
    places: list[Place] = []
    for together in _frames(bodies):
        key = connection.execute(ADD, {"packed": BETWEEN.join(together)}).scalar_one()
        places += [(key, part) for part in range(len(together))]
    return places


def _frames(bodies: Iterable[str]) -> Iterator[list[str]]:
    """Yield bodies in runs that are closed once they are large.

    >>> [len(run) for run in _frames(["x" * 600_000, "y" * 600_000, "z"])]
    [2, 1]
    """
    run: list[str] = []
    size = 0
    for body in bodies:
        run.append(body)
        size += len(body)
        if size > LARGEST:
            yield run
            run, size = [], 0
    if run:
        yield run


def read(connection: Connection, places: Collection[Place]) -> dict[Place, str]:
    """Return the body at each place."""
    found: dict[Place, str] = {}
    parts: dict[int, list[int]] = {}
    for key, part in places:
        parts.setdefault(key, []).append(part)
    for chunk in chunks(sorted(parts)):
        rows = select(BodiesRow.id, BodiesRow.packed).where(BodiesRow.id.in_(chunk))
        for key, packed in connection.execute(rows):
            bodies = packed.split(BETWEEN)
            found |= {(key, part): bodies[part] for part in parts[key]}
    return found


def of_board(connection: Connection, board_id: int) -> set[int]:
    """Return the rows of `bodies` in which the texts of a board stand; no other board's stand there."""
    return set(connection.scalars(OF_BOARD, {"board": board_id}))


def remove(connection: Connection, keys: Collection[int]) -> None:
    """Delete rows of `bodies` to which no text refers any more."""
    for chunk in chunks(sorted(keys)):
        connection.execute(delete(BodiesRow).where(BodiesRow.id.in_(chunk)))
