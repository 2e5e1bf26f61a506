"""A table on its way into a file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from tempfile import gettempdir

import duckdb
import pyarrow as pa

MEMORY = "512MB"
"""What DuckDB may hold before it uses the disk."""
BATCH_ROWS = 20_000
UNSEEN = r"[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]"
"""Control and direction characters: a cell that has any can break a line or show something else than it says."""
PLAIN = (
    "create macro plain(said) as case when not regexp_matches(said, '{UNSEEN}') then said else "
    r"trim(regexp_replace(regexp_replace(said, '[\p{Cc}\p{Zl}\p{Zp}\s]+', ' ', 'g'), '[\p{Cf}\p{Co}]', '', 'g')) end"
).replace("{UNSEEN}", UNSEEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Rows with a name and a sentence for each of their columns."""

    name: str
    """Name of its file without the ending, such as `skill_month`."""
    parts: Sequence[duckdb.DuckDBPyRelation]
    """One or more, of the same columns, to be written one after the other; each is computed while it is read."""
    sentences: Mapping[str, str]
    """Column → what it says; in the order of the columns."""
    keys: tuple[str, ...] = ()
    """Columns that together make a row unique; empty where nothing does."""

    @property
    def columns(self) -> dict[str, str]:
        """Column → its type in SQL."""
        rows = self.parts[0]
        return {name: str(kind) for name, kind in zip(rows.columns, rows.types, strict=True)}

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield all rows, some thousands at a time."""
        for part in self.parts:
            yield from part.to_arrow_reader(BATCH_ROWS)


def connect() -> duckdb.DuckDBPyConnection:
    """Return a DuckDB in memory that has the macro `plain`, which drops what cannot be seen and breaks lines."""
    duck = duckdb.connect()
    duck.execute(f"set memory_limit = '{MEMORY}'; set temp_directory = {quoted(gettempdir())}; {PLAIN}")
    return duck


def quoted(text: str) -> str:
    """Return `text` as a SQL literal.

    >>> quoted("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"
