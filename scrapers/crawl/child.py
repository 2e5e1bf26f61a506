"""The child process of a crawl: a JSON document on stdin; on stdout a JSON line with the run, then one a board."""

import gc
import sys
from typing import Any

import msgspec

from scrapers.crawl.begin import begun
from scrapers.crawl.document import BoardResult, CrawlDocument
from scrapers.crawl.runner import crawl_platform
from scrapers.store.errors import JobtideError
from scrapers.store.logs import start_logging


def main() -> None:
    """Crawl what stdin describes; exit code 2 when it describes nothing that can be crawled."""
    try:
        document = CrawlDocument.from_json(sys.stdin.buffer.read())
        start_logging(document.log_form, document.log_level)
        # Nothing that is loaded by now ends before the process does; looking through it again and again is costly.
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        gc.enable()
        document = begun(document)
        # Whoever started this process learns which run it is to end, should this process not come to that.
        _print({"run": document.run})
        crawl_platform(document, None, _print, with_reactor=True, overrides={})
    except JobtideError as error:
        _give_up(error)


def _print(what: BoardResult | dict[str, Any]) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(what) + b"\n")
    sys.stdout.buffer.flush()


def _give_up(error: JobtideError) -> None:
    sys.stderr.write(f"jobtide: {error}\n")
    raise SystemExit(2)
