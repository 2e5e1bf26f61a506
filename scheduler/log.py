"""The operator's wishes about the log."""

import sys

import structlog

from scheduler.settings import LogSettings
from scrapers.store import logs
from scrapers.store.lines import SHARED


def start_logging(settings: LogSettings) -> None:
    """Log on stderr as the settings say."""
    logs.start_logging(form(settings), settings.level)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def form(settings: LogSettings) -> logs.Form:
    """Return the form of the lines: `auto` is for people on a terminal and JSON elsewhere."""
    if settings.form == "auto":
        return "human" if sys.stderr.isatty() else "json"
    return settings.form
