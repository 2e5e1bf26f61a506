"""The child process of a crawl: one JSON document on stdin, one JSON line a board on stdout, logs on stderr."""

import gc
import json
import sys
from dataclasses import asdict

from pydantic import ValidationError

from scrapers.crawl import BoardResult, CrawlDocument, run
from scrapers.store.errors import JobtideError
from scrapers.store.logs import start_logging


def main() -> None:
    """Crawl what stdin describes; exit code 2 when it describes nothing that can be crawled."""
    try:
        document = CrawlDocument.model_validate_json(sys.stdin.buffer.read())
        start_logging(document.log_form, document.log_level)
        # Nothing that is loaded by now ends before the process does; looking through it again and again is costly.
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        run(document, report=_print_result, with_reactor=True)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "document"
        _give_up(JobtideError(first["msg"], f"crawl document, {place}", "send one CrawlDocument on stdin"))
    except JobtideError as error:
        _give_up(error)


def _print_result(result: BoardResult) -> None:
    sys.stdout.write(json.dumps(asdict(result)) + "\n")
    sys.stdout.flush()


def _give_up(error: JobtideError) -> None:
    sys.stderr.write(f"jobtide: {error}\n")
    raise SystemExit(2)


if __name__ == "__main__":
    main()
