"""`python sqlite_reader.py FILE`: a line of SQL in, an Arrow stream out, until the input ends."""

import sys
from contextlib import closing

if __name__ == "__main__":
    sys.modules["numpy"] = None  # type: ignore[assignment] # Arrow does without, and starts in half the time

import adbc_driver_sqlite as sqlite
import pyarrow as pa
from adbc_driver_manager import AdbcConnection, AdbcStatement

BATCH_ROWS = "10000"


def main(database: str) -> None:
    """Answer every line of stdin within one transaction on `database`."""
    # Without the driver's DB-API, which takes twice as long to import as everything else here together.
    with closing(sqlite.connect(database)) as opened, closing(AdbcConnection(opened)) as connection:
        connection.set_autocommit(False)
        for question in sys.stdin:
            with closing(AdbcStatement(connection)) as statement:
                statement.set_options(**{"adbc.sqlite.query.batch_rows": BATCH_ROWS})
                statement.set_sql_query(question)
                found, _ = statement.execute_query()
                batches = pa.RecordBatchReader.from_stream(found)
                with pa.ipc.new_stream(sys.stdout.buffer, batches.schema) as answer:
                    for batch in batches:
                        answer.write_batch(batch)
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1])
