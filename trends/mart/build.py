"""Refresh the mart: what the store's postings say, as Parquet by month, so that measuring never touches the store."""

import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Engine

from scrapers.store.errors import JobtideError
from trends.mart import small, small_statements, statements
from trends.mart.arrow import Reader, read_store
from trends.mart.files import TABLES, UNDATED, State, alone, month_file, read_state, write_if_changed, write_state
from trends.mart.stage import ANNUAL, Staging

STAGING = ".staging-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """What a refresh did."""

    months: tuple[str, ...]
    """Months written again; `undated` holds postings never seen to be new."""
    postings: int
    """Rows in those months."""
    vocabulary: str
    """Short hash of the vocabulary the mart was tagged with."""

    @property
    def unchanged(self) -> bool:
        """Whether no month had to be written."""
        return not self.months


def refresh(engine: Engine, folder: Path, vocabulary: small.Vocabulary | None = None) -> Refreshed:
    """Bring the mart in `folder` up to the store behind `engine`; months that did not change are left alone.

    Raises JobtideError when nothing was extracted yet, or by several versions of the extractor.
    """
    folder.mkdir(parents=True, exist_ok=True)
    words = vocabulary or _load_vocabulary()
    with alone(folder), read_store(engine) as store:
        old = read_state(folder) or State()
        fingerprints = store.table(statements.fingerprints(store.dialect))
        new = State(
            vocabulary=_one_vocabulary(store.table(small_statements.extractors()).to_pylist(), folder),
            factors=hashlib.sha256(ANNUAL.read_bytes()).hexdigest()[:12],
            months=_months(fingerprints),
        )
        touched = _touched(old, new)
        chosen = None if touched >= set(new.months) else _chosen(fingerprints, touched)
        rows, places = _write_months(store, folder, words, touched, chosen)
        _write_small(store, folder, words, places)
        for month, table in product(touched - set(new.months), TABLES):
            month_file(folder, table, month).unlink(missing_ok=True)
        if new != old:
            write_state(folder, new)
    return Refreshed(months=tuple(sorted(touched)), postings=rows, vocabulary=new.vocabulary)


def _one_vocabulary(extractors: list[dict[str, str]], folder: Path) -> str:
    if not extractors:
        remedy = "run `jobtide import` or `jobtide crawl`, then `jobtide extract`"
        raise JobtideError("no posting is tagged yet", str(folder), remedy)
    names = [f"{row['name']} {row['version']} with vocabulary {row['vocabulary'][:12]}" for row in extractors]
    if len(names) > 1:
        raise JobtideError(
            f"postings were tagged by {' and '.join(names)}, whose numbers cannot be compared",
            "the store",
            "run `jobtide extract`, which tags all of them again",
        )
    return extractors[0]["vocabulary"][:12]


def _months(fingerprints: pa.Table) -> dict[str, str]:
    figures = [name for name in fingerprints.column_names if name.startswith("figure_")]
    return {
        row["month"] or UNDATED: hashlib.sha256("|".join(row[name] for name in figures).encode()).hexdigest()[:16]
        for row in fingerprints.sort_by("month").to_pylist()
    }


def _chosen(fingerprints: pa.Table, touched: set[str]) -> statements.Chosen:
    rows = [row for row in fingerprints.to_pylist() if (row["month"] or UNDATED) in touched]
    spans: list[tuple[int, int]] = []
    for first, last in sorted((row["first"], row["last"]) for row in rows):
        if spans and first <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
        else:
            spans.append((first, last))
    return statements.Chosen(months=tuple(sorted(row["month"] for row in rows)), spans=tuple(spans))


def _touched(old: State, new: State) -> set[str]:
    if (old.vocabulary, old.factors) != (new.vocabulary, new.factors):
        return set(old.months) | set(new.months)
    return {month for month in {*old.months, *new.months} if old.months.get(month) != new.months.get(month)}


def _write_months(
    store: Reader, folder: Path, words: small.Vocabulary, touched: set[str], chosen: statements.Chosen | None
) -> tuple[int, pa.Table]:
    """Write the files of `touched`; return the number of postings in them and what their places are called."""
    for left in folder.glob(f"{STAGING}*"):
        shutil.rmtree(left)  # of a run that was killed
    if not touched:
        return 0, _known_places(folder)
    with tempfile.TemporaryDirectory(dir=folder, prefix=STAGING) as disk, Staging(Path(disk)) as staging:
        staging.read(store, words, chosen)
        rows = staging.write(folder)
        places = staging.places()
    return rows, places if chosen is None else pa.concat_tables([_known_places(folder), places])


def _known_places(folder: Path) -> pa.Table:
    file = folder / "labels.parquet"
    if not file.is_file():
        return pa.table({"key": [], "label": [], "group": []})
    return pq.read_table(file, filters=[("dimension", "=", "place")]).select(["key", "label", "group"])


def _write_small(store: Reader, folder: Path, words: small.Vocabulary, places: pa.Table) -> None:
    boards = small.boards_table(store.table(small_statements.boards()))
    write_if_changed(folder / "boards.parquet", boards)
    write_if_changed(folder / "coverage.parquet", small.coverage_table(store.table(small_statements.coverage())))
    write_if_changed(folder / "twins.parquet", store.table(small_statements.twins(store.dialect)).cast(small.TWINS))
    write_if_changed(folder / "elsewhere.parquet", store.table(small_statements.elsewhere()).cast(small.ELSEWHERE))
    labels = small.labels_table(words, store.table(small_statements.employers()), places, boards)
    write_if_changed(folder / "labels.parquet", labels)


def _load_vocabulary() -> Any:
    from extract.vocabulary import load_vocabulary

    return load_vocabulary()
