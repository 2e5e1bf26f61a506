"""Refresh the mart: what the store's postings say, as Parquet by month, so that measuring never touches the store."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
from sqlalchemy import Engine

from scrapers.store.errors import JobtideError
from trends.mart import small, small_statements
from trends.mart.arrow import read_store
from trends.mart.files import State, alone, read_state, write_state
from trends.mart.months import write_months
from trends.mart.progress import Progress, note
from trends.mart.stage import ANNUAL
from trends.mart.words import Vocabulary, words_of


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


def refresh(engine: Engine, folder: Path, vocabulary: Vocabulary | None = None) -> Refreshed:
    """Bring the mart in `folder` up to the store behind `engine`; months that did not change are left alone.

    Raises JobtideError when nothing was extracted yet, or by several versions of the extractor.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder), ThreadPoolExecutor(1) as aside:
        old = read_state(folder) or State()
        version = "" if vocabulary else _version()
        # Both are ready by the time that the store has given its first answer.
        duck = aside.submit(duckdb.connect).result
        words = aside.submit(lambda: vocabulary or _words(folder, old, version)).result
        with read_store(engine) as store:
            new = replace(
                old,
                words=version,
                vocabulary=_one_vocabulary(store.table(small_statements.extractors()).to_pylist(), folder),
                factors=hashlib.sha256(ANNUAL.read_bytes()).hexdigest()[:12],
            )
            progress = Progress.of(store, old.token)
            if new != old:
                progress = replace(progress, known=None)
            read = small.Small.read(store)
            # Beside the rest: should that fail, the store does not know the mart any more, and it is made anew.
            noted = aside.submit(note, engine, old.token, progress.latest) if progress.is_behind else None
            written = write_months(store, folder, words, old, progress, read, duck)
        read.write(folder, words(), written.places)
        if written.changed or noted:
            token = noted.result() if noted else note(engine, old.token, progress.latest)
            write_state(folder, replace(new, token=token, months=written.months))
    return Refreshed(
        months=tuple(sorted(written.changed)),
        postings=sum(written.months.get(month, 0) for month in written.changed),
        vocabulary=new.vocabulary,
    )


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


def _version() -> str:
    from extract.vocabulary import vocabulary_version

    return vocabulary_version()


def _words(folder: Path, old: State, version: str) -> Vocabulary:
    """Return the vocabulary of that version: as the mart has it, or else from its files, which are slow to read."""
    from extract.vocabulary import load_vocabulary

    return words_of(folder) if old.token and old.words == version else load_vocabulary()
