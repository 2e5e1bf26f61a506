"""The operator's wishes about the log."""

import sys

from scheduler.settings import LogSettings
from scrapers.store import logs


def start_logging(settings: LogSettings) -> None:
    """Log on stderr as the settings say."""
    logs.start_logging(form(settings), settings.level)


def form(settings: LogSettings) -> logs.Form:
    """Return the form of the lines: `auto` is for people on a terminal and JSON elsewhere."""
    if settings.form == "auto":
        return "human" if sys.stderr.isatty() else "json"
    return settings.form
