"""The form of a line of the log."""

import logging
import sys

import structlog
from structlog.typing import Processor

from scrapers.store.logs import Form

SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)
"""What our own lines and those of others go through."""


def formatter_of(form: Form) -> logging.Formatter:
    """Return what writes a line for people, or as one JSON object."""
    chain = [structlog.stdlib.add_logger_name, *SHARED]
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=chain, processors=_last(form))


def _last(form: Form) -> list[Processor]:
    plain = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if form == "human":
        return [plain, structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    return [plain, structlog.processors.format_exc_info, structlog.processors.JSONRenderer(default=str)]
