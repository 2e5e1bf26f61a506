"""One log on stderr: ours, Scrapy's and everybody else's lines in the same form."""

import logging
import sys

import structlog
from structlog.typing import Processor

from scheduler.settings import LogSettings

QUIET = {"apscheduler": logging.ERROR, "alembic": logging.WARNING, "matplotlib": logging.WARNING}
"""Loggers whose everyday lines say nothing that ours do not."""


def start_logging(settings: LogSettings) -> None:
    """Send every line of this process to stderr, for people or as one JSON object a line."""
    for_people = settings.form == "human" or (settings.form == "auto" and sys.stderr.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared], processors=_last(for_people)
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.level.upper())
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(level)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _last(for_people: bool) -> list[Processor]:
    plain = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if for_people:
        return [plain, structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    return [plain, structlog.processors.format_exc_info, structlog.processors.JSONRenderer(default=str)]
