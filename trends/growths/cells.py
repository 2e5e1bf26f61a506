"""The postings that growth counts, by key: read for some keys at a time, so that memory stays flat."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Any

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from trends.facts import ENGLISH, SPOKEN
from trends.growths.observed import Observed
from trends.mart.read import Mart
from trends.periods import Every, Window

Small = npt.NDArray[np.int32]
Ids = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Names = Sequence[tuple[str, str]]
"""Dimension and key of each."""
WHOLES = (("all", "all"), ("all", ENGLISH))
MONTHS = {Every.WEEK: 1, Every.MONTH: 1, Every.QUARTER: 3}
"""Length of a thread's window: a week reads a thread's last whole month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """An entry a posting and key, in the order of days."""

    key: Small
    """Place among the keys that were asked for."""
    employer: Small
    """Number of the employer; see `Employers`."""
    board: Small
    """Place among the boards, or among the threads."""
    day: Small
    opens: Flags
    """Whether it stands for its vacancy."""

    def during(self, first: int, last: int) -> slice:
        """Return the entries of these days, both included."""
        return slice(*np.searchsorted(self.day, np.array([first, last + 1], dtype=np.int32)).tolist())


Parts = tuple[Rows, Rows]
"""Of boards, and of threads."""


class Employers:
    """Numbers the employers of a market; an unknown one is the one of its vacancy alone."""

    def __init__(self, mart: Mart, ads: Any) -> None:
        alone = ibis.ifelse(ads.employer.isnull(), ads.vacancy, -1)
        known = ads.select("employer", alone=alone).distinct().to_pyarrow()
        named = pc.unique(known["employer"]).drop_null()
        self._named = len(named)
        self.table = mart.keep("numbered", _numbers({"employer": named}))
        """Named employers with their numbers."""
        self._alone = np.unique(known["alone"].filter(known["employer"].is_null()).to_numpy())

    def __len__(self) -> int:
        return self._named + len(self._alone)

    def numbers(self, table: pa.Table) -> Small:
        """Return the number of each row's employer, an unknown one's by its vacancy."""
        found: Small = np.array(table["employer"].to_numpy())
        alone = np.flatnonzero(found < 0)
        found[alone] = self._named + np.searchsorted(self._alone, table["vacancy"].to_numpy()[alone])
        return found


class Postings:
    """The ads of a mart that lie in any of `windows`."""

    def __init__(
        self, mart: Mart, observed: tuple[Observed, Observed], windows: Sequence[Window], every: Every
    ) -> None:
        self._mart = mart
        self._boards, self._threads = observed
        self._months = mart.months_of(*windows)
        self._spans = list(_merged(windows))
        self._months_of_window = MONTHS[every]
        tags = mart.read("tags", self._months)
        self._tags = self._inside(tags.filter(tags.english | tags.dimension.notin(SPOKEN)))
        self.employers = Employers(mart, self._ads(self._months))

    def sizes(self, dimensions: Sequence[str]) -> list[tuple[str, str, int]]:
        """Return every key of `dimensions` with the number of its postings, sorted."""
        tags = self._tags.filter(self._tags.dimension.isin(list(dimensions)))
        found = tags.group_by(["dimension", "key"]).agg(number=tags.count()).order_by(["dimension", "key"]).to_pyarrow()
        return list(zip(*(column.to_pylist() for column in found.columns), strict=True))

    def of_wholes(self) -> Iterator[Parts]:
        """Yield all postings, and the English ones, each as those of one key."""
        # no thread's window reaches into another year
        years = [list(months) for _, months in groupby(self._months, lambda month: month[:4])] or [[]]
        read: list[tuple[Parts, Parts]] = []
        for months in years:
            ads = self._ads(months).mutate(place=ibis.literal(0, "int32"))
            table = self._read(ads, english=(ads.language == "en").fill_null(False))
            read.append((self._parts(table), self._parts(table.filter(table["english"]))))
        for whole in (0, 1):
            yield _joined([parts[whole][0] for parts in read]), _joined([parts[whole][1] for parts in read])

    def of_keys(self, names: Names) -> Parts:
        """Return the postings of `names`, which are all the keys of their dimensions from the first to the last."""
        tags = self._tags
        of_names = [(tags.dimension == name) & tags.key.between(first, last) for name, first, last in _limits(names)]
        columns = dict(zip(("dimension", "key"), zip(*names, strict=True), strict=True))
        wanted = self._mart.keep("wanted", _numbers(columns, "place"))
        return self._parts(self._read(tags.filter(ibis.or_(*of_names)).join(wanted, ["dimension", "key"])))

    def _ads(self, months: Sequence[str]) -> Any:
        ads = self._mart.read("vacancies", months)
        return self._inside(ads.filter(ads.is_ad))

    def _inside(self, rows: Any) -> Any:
        return rows.filter(ibis.or_(*[rows.new_on.between(span.first, span.last) for span in self._spans]))

    def _read(self, rows: Any, **more: Any) -> pa.Table:
        """Return the columns of `rows` that count; vacancy and posting only where they do."""
        is_thread = rows.board.isin(self._threads.board.tolist())
        rows = rows.left_join(self.employers.table, "employer")
        return rows.select(
            "place", "board", "new_on", "opens", **more,
            employer=rows.number.fill_null(-1),
            vacancy=ibis.ifelse(is_thread | rows.employer.isnull(), rows.vacancy, -1),
            posting=ibis.ifelse(is_thread, rows.posting, -1),
        ).to_pyarrow()  # fmt: skip

    def _parts(self, table: pa.Table) -> Parts:
        key, day = table["place"].to_numpy(), table["new_on"].cast("int32").to_numpy()
        board, vacancy, posting, opens = (table[name].to_numpy() for name in ("board", "vacancy", "posting", "opens"))
        employer = self.employers.numbers(table)
        # numbers of 16 bits are sorted by their digits
        order = np.argsort((day - day.min(initial=2**15)).astype(np.uint16), kind="stable")
        of_board, of_thread = order[posting[order] < 0], order[posting[order] >= 0]

        def rows(some: npt.NDArray[np.int64], place: Small, opens: Flags) -> Rows:
            return Rows(key=key[some], employer=employer[some], board=place, day=day[some], opens=opens)

        first = _first(self._months_of_window, key[of_thread], vacancy[of_thread], day[of_thread], posting[of_thread])
        return (
            rows(of_board, self._boards.places(board[of_board]), opens[of_board]),
            rows(of_thread, self._threads.places(board[of_thread]), first),
        )


def _first(months: int, key: Small, vacancy: Ids, day: Small, posting: Ids) -> Flags:
    """Return which posting is a vacancy's first in its window, as a thread counts it however often it is repeated."""
    window = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) // months
    order = np.lexsort((posting, window, vacancy, key))
    same = np.ones(max(len(order) - 1, 0), bool)
    for column in (key, vacancy, window):
        same &= column[order][1:] == column[order][:-1]
    found = np.ones(len(order), bool)
    found[order[1:][same]] = False
    return found


def _numbers(columns: dict[str, Any], name: str = "number") -> Any:
    """Return a table with a column that numbers its rows."""
    length = len(next(iter(columns.values())))
    return ibis.memtable(pa.table({**columns, name: pa.array(np.arange(length, dtype=np.int32))}))


def _limits(names: Names) -> Iterator[tuple[str, str, str]]:
    """Yield each dimension with its first and its last key."""
    for dimension, some in groupby(names, lambda name: name[0]):
        keys = [key for _, key in some]
        yield dimension, keys[0], keys[-1]


def _joined(parts: Sequence[Rows]) -> Rows:
    """Return `parts`, each of later days than the one before, as one."""
    return Rows(**{field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Rows)})


def _merged(windows: Sequence[Window]) -> Iterator[Window]:
    """Yield what `windows` cover, those that overlap or touch as one."""
    rest = sorted(windows, key=lambda window: window.first)
    while rest:
        one, rest = rest[0], rest[1:]
        while rest and (rest[0].first - one.last).days <= 1:
            one, rest = Window(first=one.first, last=max(one.last, rest[0].last)), rest[1:]
        yield one
