"""How far a mart has got: which changes in the store went into it, as the store itself remembers."""

from dataclasses import dataclass
from typing import Self
from uuid import uuid4

from sqlalchemy import Engine, delete, func, insert, or_, select

from extract.tables import TouchedRow
from trends.mart import small_statements
from trends.mart.arrow import Reader
from trends.tables import MartRefreshRow

FARTHEST = 5_000_000
"""Changes that are kept for a mart that is seldom refreshed; one that lags further behind is made anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a refresh stands."""

    latest: int
    """Latest row of `touched`, which may be gone."""
    known: int | None
    """The one that the refresh before went up to; None where the mart was not made from this store as it is."""
    extracted: int
    """Number of extracted postings."""

    @property
    def is_behind(self) -> bool:
        """Whether the store has changes that did not go into the mart, or does not know it."""
        return self.known != self.latest

    @classmethod
    def of(cls, store: Reader, token: str) -> Self:
        """Ask the store about the mart that the refresh `token` made."""
        (row,) = store.table(small_statements.progress(token)).to_pylist()
        return cls(
            latest=max(row["latest"], row["noted"]),
            known=None if row["known"] < 0 else row["known"],
            extracted=row["extracted"],
        )


def note(engine: Engine, old: str, latest: int) -> str:
    """Note a refresh that follows on the refresh `old`, forget changes that went into all marts, and return a token."""
    row, token = MartRefreshRow, uuid4().hex
    with engine.begin() as connection:
        connection.execute(insert(row), {"token": token, "touched_id": latest})
        connection.execute(delete(row).where(or_(row.token == old, row.touched_id < latest - FARTHEST)))
        least = connection.scalar(select(func.min(row.touched_id)))
        connection.execute(delete(TouchedRow).where(TouchedRow.id <= least))
    return token
