"""What Spark does otherwise than DuckDB: it has no temporary tables, and reads one path at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import ibis


def is_spark(backend: Any) -> bool:
    """Whether an Ibis backend is Spark."""
    return bool(backend.name == "pyspark")


def read_files(backend: Any, files: Sequence[str]) -> Any:
    """Return the rows of all `files`, which are of one kind."""
    return ibis.union(*(backend.read_parquet(file) for file in files))


@dataclass
class Written:
    """Tables of one measuring, under names that no other one uses.

    Cached views in their place would carry the plans of all before them, and planning would take longer with each.
    """

    backend: Any
    names: list[str] = field(default_factory=list)
    own: str = field(default_factory=lambda: f"jobtide_{uuid4().hex}")

    def keep(self, name: str, expression: Any) -> Any:
        """Write `expression` and return the table."""
        self.names.append(f"{self.own}_{name}")
        return self.backend.create_table(self.names[-1], expression)

    def drop(self) -> None:
        """Drop what was written."""
        while self.names:
            self.backend.raw_sql(f"drop table {self.names.pop()}")
