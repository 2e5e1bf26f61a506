"""Read the store as Arrow batches, which is several times faster than rows and flat in memory."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
from sqlalchemy import CompoundSelect, Engine, Select, String

from extract.tables import TouchedRow
from scrapers.store.errors import JobtideError

CHILD = Path(__file__).with_name("sqlite_reader.py")
"""Run as a file, so that it starts without what the packages above it import."""
PIPE = 1 << 20
"""Bytes of an answer that may wait to be taken, so that the child works on meanwhile."""
Statement = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]


class Asking(Protocol):
    """Something that answers SQL with Arrow batches."""

    def __call__(self, *questions: str) -> AbstractContextManager[Iterator[pa.RecordBatchReader]]:
        """Return the answers one by one; each has to be read before the next."""


class Reader:
    """One transaction on the store, so that every answer shows the same moment."""

    def __init__(self, ask: Asking, engine: Engine) -> None:
        self._ask = ask
        self._engine = engine
        self.dialect = engine.dialect.name

    @contextmanager
    def stream(self, statement: Statement) -> Iterator[pa.RecordBatchReader]:
        """Yield the answer batch by batch; it has to be read to its end."""
        with self._ask(self._text(statement)) as answers:
            yield _typed(next(answers), statement)

    def table(self, statement: Statement) -> pa.Table:
        """Return a whole answer; for the small tables."""
        with self.stream(statement) as batches:
            return batches.read_all()

    def tables(self, *statements: Statement) -> Iterator[pa.Table]:
        """Yield whole answers; while one is looked at, the store may work on the next."""
        with self._ask(*map(self._text, statements)) as answers:
            for statement, batches in zip(statements, answers, strict=True):
                yield _typed(batches, statement).read_all()

    def _text(self, statement: Statement) -> str:
        text = str(statement.compile(self._engine, compile_kwargs={"literal_binds": True}))
        # The compiled text doubles `%` for drivers that take parameters; these take none.
        return text.replace("%%", "%")


def _typed(batches: pa.RecordBatchReader, statement: Statement) -> pa.RecordBatchReader:
    return batches if _is_typed(batches.schema, statement) else _nothing(batches, statement)


def _is_typed(schema: pa.Schema, statement: Statement) -> bool:
    """Return whether text came as text: without any row, SQLite takes every column for whole numbers."""
    return all(
        pa.types.is_string(schema.field(column.name).type)
        for column in statement.selected_columns
        if isinstance(column.type, String)
    )


def _nothing(batches: pa.RecordBatchReader, statement: Statement) -> pa.RecordBatchReader:
    batches.read_all()
    kinds = {
        column.name: pa.string() if isinstance(column.type, String) else pa.int64()
        for column in statement.selected_columns
    }
    return pa.RecordBatchReader.from_batches(pa.schema(kinds), [])


@contextmanager
def read_store(engine: Engine) -> Iterator[Reader]:
    """Yield a reader on the store behind `engine`."""
    opened = _sqlite(engine) if engine.dialect.name == "sqlite" else _postgresql(engine)
    with opened as ask:
        yield Reader(ask, engine)


@contextmanager
def _postgresql(engine: Engine) -> Iterator[Asking]:
    import adbc_driver_postgresql.dbapi as postgresql

    uri = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with closing(postgresql.connect(uri)) as connection:
        with closing(connection.cursor()) as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")
            with engine.begin() as writer:
                # Waits for those who write, so that no change of theirs gets a lower number than one seen here.
                writer.exec_driver_sql(f"lock table {TouchedRow.__tablename__} in share mode")
                cursor.execute("select 1")  # the moment that all answers show

        @contextmanager
        def ask(*questions: str) -> Iterator[Iterator[pa.RecordBatchReader]]:
            with closing(connection.cursor()) as cursor:
                yield (_asked(cursor, question) for question in questions)

        yield ask


def _asked(cursor: Any, question: str) -> pa.RecordBatchReader:
    cursor.execute(question)
    return cursor.fetch_record_batch()


@contextmanager
def _sqlite(engine: Engine) -> Iterator[Asking]:
    """Ask a child process.

    ADBC brings its own copy of SQLite. Two copies in one process do not see each other's locks, and when one closes
    the file it drops those of the other (https://sqlite.org/howtocorrupt.html §2.2.1): the copy that closes last takes
    the write-ahead log away while the application still writes to it, and those writes are lost.
    """
    command = [sys.executable, "-P", str(CHILD), str(engine.url.database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pipesize=PIPE) as child:  # noqa: S603 - our own module
        questions, answers = child.stdin, child.stdout
        if questions is None or answers is None:
            raise RuntimeError("a pipe was asked for")

        @contextmanager
        def ask(*statements: str) -> Iterator[Iterator[pa.RecordBatchReader]]:
            questions.writelines(text.encode().replace(b"\n", b" ") + b"\n" for text in statements)
            questions.flush()
            try:
                yield (pa.ipc.open_stream(answers) for _ in statements)
            except (pa.ArrowInvalid, OSError) as error:
                remedy = "see the message above, and check that the disk is whole and not full"
                raise JobtideError("the store could not be read", str(engine.url.database), remedy) from error

        yield ask
        questions.close()
