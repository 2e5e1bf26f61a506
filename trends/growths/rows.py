"""What growth counts: postings by key, as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Small = npt.NDArray[np.int32]
Ids = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """An entry a posting and key."""

    key: Small
    """Place among the keys that were asked for."""
    employer: Small
    """Number of the employer; see `Employers`."""
    board: Small
    """Place among the boards, or among the threads."""
    day: Small
    opens: Flags
    """Whether it stands for its vacancy, where no copy does."""
    relayed: Small | None
    """Number of what aggregators list too, see `Copies`; None where they list nothing."""

    def during(self, first: int, last: int) -> slice:
        """Return the entries of these days, both included, if all are in the order of days."""
        return slice(*np.searchsorted(self.day, np.array([first, last + 1], dtype=np.int32)).tolist())

    def has_any(self, keys: range) -> bool:
        """Whether one of `keys` may be among them, if all are in the order of keys."""
        return bool(len(self.key) and self.key[0] < keys.stop and self.key[-1] >= keys.start)

    def of_keys(self, keys: range) -> "Rows":
        """Return the entries of `keys`, numbered from 0, if all are in the order of keys."""
        limits = np.array([keys.start, keys.stop], dtype=np.int32)
        some = self.at(slice(*np.searchsorted(self.key, limits).tolist()))
        return replace(some, key=some.key - np.int32(keys.start))

    def at(self, some: Ids | slice) -> "Rows":
        """Return `some` entries."""
        return Rows(
            key=self.key[some],
            employer=self.employer[some],
            board=self.board[some],
            day=self.day[some],
            opens=self.opens[some],
            relayed=None if self.relayed is None else self.relayed[some],
        )


def joined(pieces: Sequence[Rows]) -> Rows:
    """Return the entries of `pieces`, one after another."""
    relayed = [piece.relayed for piece in pieces if piece.relayed is not None]
    return Rows(
        key=joined_numbers([piece.key for piece in pieces]),
        employer=joined_numbers([piece.employer for piece in pieces]),
        board=joined_numbers([piece.board for piece in pieces]),
        day=joined_numbers([piece.day for piece in pieces]),
        opens=np.concatenate([np.array([], bool), *[piece.opens for piece in pieces]]),
        relayed=joined_numbers(relayed) if relayed else None,
    )


def by_day(rows: Rows) -> Rows:
    """Return the entries in the order of days."""
    # numbers of 16 bits are sorted by their digits
    return rows.at(np.argsort((rows.day - rows.day.min(initial=2**15)).astype(np.uint16), kind="stable"))


def joined_numbers(parts: Sequence[Small]) -> Small:
    """Return `parts`, of which there may be none, one after another."""
    return np.concatenate([np.array([], np.int32), *parts])
