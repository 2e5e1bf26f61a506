"""Write the mart's months: all of them, or what has changed since the refresh before."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pyarrow as pa

from trends.mart import small, small_statements
from trends.mart.arrow import Reader
from trends.mart.chosen import Ids, distinct
from trends.mart.earlier import Earlier
from trends.mart.files import State, drop_months, write_state
from trends.mart.progress import Progress
from trends.mart.stage import Staging
from trends.mart.words import Words

Duck = Callable[[], duckdb.DuckDBPyConnection]
STAGING = ".staging-"
MOST = 0.5
"""Part of all postings from which on writing all months is less work than finding those that changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of the months."""

    months: dict[str, int]
    """All that the mart has now, and how many postings each."""
    changed: Collection[str]
    """Those written again, or gone."""
    places: pa.Table
    """Key, label and group of the places in them."""


def write_months(
    store: Reader, folder: Path, words: Words, old: State, progress: Progress, read: small.Small, duck: Duck
) -> Written:
    """Bring the files of the months up to the store; `duck` gives a fresh connection."""
    for left in folder.glob(f"{STAGING}*"):
        shutil.rmtree(left)  # of a run that was killed
    if progress.known is not None:
        with _staging(folder, duck(), words, read) as staging:
            written = _write_touched(store, folder, staging, old, progress, read)
        if written is not None:
            return written
        duck = duckdb.connect
    with _staging(folder, duck(), words, read) as staging:
        staging.read(store)
        months = staging.months()
        _begin(folder, old)
        staging.write(folder, months)
        drop_months(folder, months)
        return Written(months=months, changed={*old.months, *months}, places=staging.places())


@contextmanager
def _staging(folder: Path, duck: duckdb.DuckDBPyConnection, words: Words, read: small.Small) -> Iterator[Staging]:
    with (
        tempfile.TemporaryDirectory(dir=folder, prefix=STAGING) as disk,
        Staging(duck, Path(disk), words, read) as staging,
    ):
        yield staging


def _write_touched(
    store: Reader, folder: Path, staging: Staging, old: State, progress: Progress, read: small.Small
) -> Written | None:
    """Write what changed; None where that is most of the mart, or the mart would not hold what the store does."""
    earlier = Earlier(staging.duck, folder, old.months)
    touched = _touched(store, earlier, progress, read)
    if len(touched) > MOST * progress.extracted:
        return None
    staging.read_touched(store, touched, earlier)
    gone, come = earlier.gone, staging.months()
    changed = sorted({*gone, *come})
    months = Counter(old.months)
    months.subtract(gone)
    months.update(come)
    if months.total() != progress.extracted:
        return None
    kept = {name: number for name, number in months.items() if number}
    places = small.add_places(folder, staging.places())
    if changed:
        _begin(folder, old)
        staging.write(folder, [name for name in changed if name in kept], earlier)
        drop_months(folder, kept)
    return Written(months=kept, changed=changed, places=places)


def _touched(store: Reader, earlier: Earlier, progress: Progress, read: small.Small) -> Ids:
    touched = store.table(small_statements.touched(progress.known or 0))["posting"].to_numpy()
    moved = [earlier.of_spans(read.spans), earlier.of_boards(read.boards)]
    return distinct(touched, *moved)


def _begin(folder: Path, old: State) -> None:
    """Let the next refresh make everything anew should this one not come to its end."""
    if old.token:
        write_state(folder, replace(old, token=""))
