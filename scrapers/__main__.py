"""The child process of a crawl: one JSON document on stdin, one JSON line a board on stdout, logs on stderr."""

import json
import logging
import sys
from dataclasses import asdict

import structlog
from pydantic import ValidationError

from scrapers.crawl import BoardResult, CrawlDocument, run
from scrapers.store.errors import JobtideError


def main() -> None:
    """Crawl what stdin describes; exit code 2 when it describes nothing that can be crawled."""
    _log_to_stderr()
    try:
        document = CrawlDocument.model_validate_json(sys.stdin.buffer.read())
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


def _log_to_stderr() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.KeyValueRenderer(key_order=["level", "event"]),
            ]
        )
    )
    logging.basicConfig(handlers=[handler], force=True)


if __name__ == "__main__":
    main()
