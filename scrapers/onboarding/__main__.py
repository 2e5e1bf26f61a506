"""The child process that fetches one page: a CrawlDocument on stdin, one JSON object on stdout, logs on stderr."""

import sys

from scrapers.crawl import CrawlDocument
from scrapers.onboarding.fetching import fetch_here
from scrapers.store.logs import start_logging


def main() -> None:
    """Fetch the page that stdin names."""
    document = CrawlDocument.from_json(sys.stdin.buffer.read())
    start_logging(document.log_form, document.log_level)
    sys.stdout.write(fetch_here(document, with_reactor=True))


if __name__ == "__main__":
    main()
