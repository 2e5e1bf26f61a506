"""Which code reads a platform's answers, as a hash: an answer is read again once any of it has changed."""

from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from scrapers.records import RawPosting

READERS = ("*.py", "*.txt", "pages/*", "spiders/*.py", "selectors/*", "crawl/details.py")


@lru_cache(maxsize=1)
def readers() -> bytes:
    """Return a hash of every file that takes part in reading answers."""
    folder = Path(__file__).parents[1]
    files = sorted({path for pattern in READERS for path in folder.glob(pattern) if path.is_file()})
    digest = blake2b(digest_size=16)
    for path in files:
        digest.update(path.read_bytes())
    return digest.digest()


def reading_of(rest: tuple[Any, ...]) -> bytes:
    """Return a hash of the readers and of what was known beside the answer, a listed posting for instance.

    >>> reading_of(()) == reading_of(()), reading_of(("list",)) == reading_of(())
    (True, False)
    """
    if not rest:
        return readers()
    steady = [replace(one, raw=None, updated_at=None) if isinstance(one, RawPosting) else one for one in rest]
    return blake2b(repr(steady).encode("utf-8", "surrogatepass"), key=readers(), digest_size=16).digest()
