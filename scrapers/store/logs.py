"""One log on stderr: ours, Scrapy's and everybody else's lines in the same form."""

import logging
import sys
from typing import Literal

Form = Literal["human", "json"]
Level = Literal["debug", "info", "warning", "error"]

HEARD_FROM = {
    "scrapy": logging.WARNING,
    "twisted": logging.WARNING,
    "alembic": logging.WARNING,
    "matplotlib": logging.WARNING,
    "fontTools": logging.WARNING,
    # Its warnings are about wake-ups that came late or twice, which the claims make harmless.
    "apscheduler": logging.ERROR,
}
"""Loggers whose everyday lines say nothing that ours do not, and the level from which they are heard."""


def start_logging(form: Form, level: Level) -> None:
    """Send every line of this process to stderr, for people or as one JSON object a line."""
    handler = _ToStderr(form)
    if level != "debug":
        handler.addFilter(_says_something)  # not a logger's level: Scrapy sets those again
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())


class _ToStderr(logging.Handler):
    """Writes to what `sys.stderr` is at the moment, which tests and progress bars exchange."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        if self.formatter is None:
            # Most crawls have nothing to say, and loading structlog takes a sixth of what starting one does.
            from scrapers.store.lines import formatter_of

            self.formatter = formatter_of(self.form)
        sys.stderr.write(self.format(record) + "\n")


def _says_something(record: logging.LogRecord) -> bool:
    return record.levelno >= HEARD_FROM.get(record.name.partition(".")[0], 0)
