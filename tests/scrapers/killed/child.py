"""A crawl's process that notes in a file whether it is in the middle of a transaction.

`python -m tests.scrapers.killed.child FILE BATCH` reads a crawl document as `python -m scrapers` does. FILE holds one
byte, which outlives the process. BATCH postings are stored together: few store a small board in several parts.
"""

import mmap
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from scrapers.crawl import spider
from scrapers.crawl.child import main

OUTSIDE, READING, WRITING, COMMITTING = b"orwc"
WRITES = ("insert", "update", "delete", "begin immediate")


def note_transactions(file: Path) -> None:
    with file.open("r+b") as opened:
        memory = mmap.mmap(opened.fileno(), 1)

    def note(what: int) -> None:
        memory[0] = what

    def execute(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().lower().startswith(WRITES):
            note(WRITING)

    event.listen(Engine, "begin", lambda _: note(READING))
    event.listen(Engine, "before_cursor_execute", execute)
    event.listen(Engine, "commit", lambda _: note(COMMITTING if memory[0] == WRITING else OUTSIDE))


if __name__ == "__main__":
    note_transactions(Path(sys.argv[1]))
    spider.BATCH = int(sys.argv[2])
    main()
