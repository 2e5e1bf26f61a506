"""Where the mart's files lie, and how they are replaced: written beside, then renamed, so a reader never sees half."""

import fcntl
import json
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from scrapers.store.errors import JobtideError

TABLES = ("vacancies", "tags", "pays")
UNDATED = "undated"
"""Stands in a file's name for the month of postings that were never seen to be new."""
STATE = "mart.json"
FORMAT = 5
"""Raised whenever the columns or their meaning change; every month is then written again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What the mart holds; the file that says so is written last."""

    format: int = FORMAT
    vocabulary: str = ""
    """Short hash of the vocabulary that every row was tagged with."""
    words: str = ""
    """Version of the vocabulary that says which group a skill belongs to, and what all is called."""
    factors: str = ""
    """Hash of the factors that make stated pay annual."""
    token: str = ""
    """Of the refresh that made it, by which the store knows it again; '' while one is under way."""
    months: dict[str, int] = field(default_factory=dict)
    """`2026-10` (or `undated`) → number of postings."""


def month_file(folder: Path, table: str, month: str) -> Path:
    """Return the file of one table and month.

    >>> month_file(Path("mart"), "tags", "2026-10").as_posix()
    'mart/tags/month=2026-10.parquet'
    """
    return folder / table / f"month={month}.parquet"


def drop_months(folder: Path, kept: Collection[str]) -> None:
    """Remove the files of months other than those `kept`."""
    for table in TABLES:
        left = {*(folder / table).glob(f"{month_file(folder, table, '*').name}")}
        for file in left - {month_file(folder, table, month) for month in kept}:
            file.unlink()


def read_state(folder: Path) -> State | None:
    """Return what the mart in `folder` holds; None where there is none, or one of an older form."""
    file = folder / STATE
    if not file.is_file():
        return None
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
        return State(**values) if values.get("format") == FORMAT else None
    except (ValueError, TypeError, AttributeError) as error:
        raise JobtideError(
            f"unreadable ({error})", str(file), "delete the folder and run `jobtide measure` again"
        ) from error


def write_state(folder: Path, state: State) -> None:
    """Write `state`."""
    with replacing(folder / STATE) as beside:
        beside.write_text(json.dumps(asdict(state), indent=1, sort_keys=True) + "\n", encoding="utf-8")


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until no other process writes the mart in `folder`, then keep others waiting."""
    with (folder / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def replacing(file: Path) -> Iterator[Path]:
    """Yield a path to write to, which becomes `file` when all went well and vanishes otherwise."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        yield beside
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def holds(file: Path, table: pa.Table) -> bool:
    """Return whether a Parquet file is there and holds just `table`."""
    return file.is_file() and bool(pq.read_table(file).equals(table))


def write_if_changed(file: Path, table: pa.Table) -> bool:
    """Write `table` as Parquet unless `file` holds just that; whether it was written."""
    if holds(file, table):
        return False
    with replacing(file) as beside:
        pq.write_table(table, beside, compression="zstd")
    return True
