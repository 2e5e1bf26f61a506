"""One log on stderr: ours, Scrapy's and everybody else's lines in the same form."""

import logging
import sys
from typing import Literal

import structlog
from structlog.typing import Processor

Form = Literal["human", "json"]
Level = Literal["debug", "info", "warning", "error"]

QUIET = ("scrapy", "twisted", "asyncio", "alembic", "matplotlib", "fontTools")
"""Loggers whose everyday lines say nothing that ours do not; they are heard from `warning` on."""


def start_logging(form: Form, level: Level) -> None:
    """Send every line of this process to stderr, for people or as one JSON object a line."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared], processors=_last(form)
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.DEBUG if level == "debug" else logging.WARNING)
    # Its warnings are about wake-ups that came too late or twice, which the claims make harmless.
    logging.getLogger("apscheduler").setLevel(logging.DEBUG if level == "debug" else logging.ERROR)
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


def _last(form: Form) -> list[Processor]:
    plain = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if form == "human":
        return [plain, structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    return [plain, structlog.processors.format_exc_info, structlog.processors.JSONRenderer(default=str)]
