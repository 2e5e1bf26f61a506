"""The invented market: who advertises what when, made by DuckDB so that ten million postings take minutes."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from extract.vocabulary import load_vocabulary
from trends.periods import Period, Window, periods_until

SQL = Path(__file__).with_name("market.sql")
UNTIL = Period.parse("2026-W40")
SKILLS = 1500
BOARDS = """
select
    rank + 2 as board,
    'greenhouse' as platform,
    'board-' || rank as token,
    if(rank % 50 = 6, 'aggregator', 'employer') as kind,
    if(rank % 50 = 6, null, 'employer-' || rank % getvariable('employers')) as employer,
    list_extract(['software', 'finance', 'health', 'retail', 'energy', null], 1 + rank % 6) as sector
from range(getvariable('boards')) as ranks(rank)
union all
select 1, 'hn', 'whoishiring', 'thread', null, null
"""
COVERAGE = """
with lived as (
    select
        rank + 2 as board,
        rank,
        getvariable('since') + if(rank % 10 in (7, 8), floor(getvariable('days') * draw(rank, 51))::int, 0) as since,
        getvariable('since')
            + if(rank % 10 = 9, floor(getvariable('days') * draw(rank, 51))::int, getvariable('days')) - 1 as until
    from range(getvariable('boards')) as ranks(rank)
    union all
    select 1, 0, getvariable('since'), getvariable('since') + getvariable('days') - 1
),
parts as ( -- three boards in ten miss one to three days of every 120
    select *, if(rank % 10 in (2, 5, 8), floor(100 * draw(rank, 52))::int, null) as phase from lived
)
select
    board,
    greatest(since, getvariable('since') + (phase + (part - 1) * 120 + 1 + rank % 3)::int) as from_day,
    least(until, getvariable('since') + (phase + part * 120 - 1)::int) as to_day
from parts, range(getvariable('days') // 120 + 2) as numbers(part)
where from_day <= to_day and (phase is not null or part = 0)
order by all
"""


class Market:
    """A market of `postings`, over what the growth of so many weeks looks at."""

    def __init__(self, postings: int, weeks: int) -> None:
        first = periods_until(UNTIL, weeks)[0].base_window().first
        self.postings = postings
        self.span = Window(first=first, last=UNTIL.span.last)
        self.duck = duckdb.connect()
        words = load_vocabulary()
        self._set("postings", postings)
        self._set("since", first)
        self._set("days", self.span.days)
        # as many postings a board as there are in the whole market, so that a small one is not all rare boards
        self._set("boards", max(20, min(20_000, postings // 50)))
        self._set("employers", max(9, min(9_000, postings // 110)))
        self._set("skills", list(words.skills)[:SKILLS])
        self._set("roles", list(words.roles))
        self._set("topics", list(words.topics))
        self.invent(0, 0)

    def invent(self, first: int, last: int) -> None:
        """Make the tables `ads` and `named` of the postings from `first` to before `last`."""
        self._set("first", first)
        self._set("last", last)
        self.duck.execute(SQL.read_text(encoding="utf-8"))

    def months(self) -> Iterator[tuple[str, int, int]]:
        """Yield each month with its first posting and the first of the next one."""
        numbers = "select strftime(day_of(i), '%Y-%m') as month, min(i), max(i) + 1 from range(?) as n(i) group by 1"
        yield from self.duck.execute(f"{numbers} order by 1", [self.postings]).fetchall()

    def write(self, query: str, file: Path) -> None:
        """Write what `query` returns as Parquet."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self.duck.execute(f"copy ({query}) to '{file}' (format parquet, compression zstd)")

    def _set(self, name: str, value: Any) -> None:
        said = f"date '{value}'" if isinstance(value, dt.date) else repr(value)
        self.duck.execute(f"set variable {name} = {said}")
