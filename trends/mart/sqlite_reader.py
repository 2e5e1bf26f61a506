"""`python sqlite_reader.py FILE`: a line of SQL in, an Arrow stream out, until the input ends."""

import sys
from contextlib import closing

import adbc_driver_sqlite.dbapi as sqlite
import pyarrow as pa

BATCH_ROWS = "50000"


def main(database: str) -> None:
    """Answer every line of stdin within one transaction on `database`."""
    with closing(sqlite.connect(database)) as connection:
        for question in sys.stdin:
            with closing(connection.cursor()) as cursor:
                cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": BATCH_ROWS})
                cursor.execute(question)
                batches = cursor.fetch_record_batch()
                with pa.ipc.new_stream(sys.stdout.buffer, batches.schema) as answer:
                    for batch in batches:
                        answer.write_batch(batch)
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1])
