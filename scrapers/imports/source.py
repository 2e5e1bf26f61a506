"""Open a file of an import, compressed or not, and say in one way what is wrong with it."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from scrapers.store.errors import JobtideError

GZIP = b"\x1f\x8b"


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Open `path` for reading bytes; gzip is told by its first two bytes, whatever the name ends in.

    Raises JobtideError when it cannot be opened, or later while it is read: no file, no right, a broken archive.
    """
    try:
        with path.open("rb") as plain:
            is_gzip = plain.read(2) == GZIP
            plain.seek(0)
            with gzip.open(plain) if is_gzip else plain as stream:
                yield cast(IO[bytes], stream)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise JobtideError(f"broken gzip archive ({error})", str(path), "fetch it again") from error
    except FileNotFoundError as error:
        raise JobtideError("no such file", str(path), "check its name") from error
    except OSError as error:
        raise JobtideError(f"cannot be read ({error.strerror})", str(path), "name a readable file") from error


def numbered_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not blank, with their numbers from 1; raises as `opened` does."""
    with opened(path) as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                yield number, line
