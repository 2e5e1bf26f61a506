"""One log on stderr: ours, Scrapy's and everybody else's lines in the same form."""

import logging
import sys
from typing import Literal

import structlog
from structlog.typing import Processor

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
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler = _ToStderr()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared], processors=_last(form)
        )
    )
    if level != "debug":
        handler.addFilter(_says_something)  # not a logger's level: Scrapy sets those again
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
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


class _ToStderr(logging.Handler):
    """Writes to what `sys.stderr` is at the moment, which tests and progress bars exchange."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        sys.stderr.write(self.format(record) + "\n")


def _says_something(record: logging.LogRecord) -> bool:
    return record.levelno >= HEARD_FROM.get(record.name.partition(".")[0], 0)


def _last(form: Form) -> list[Processor]:
    plain = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if form == "human":
        return [plain, structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    return [plain, structlog.processors.format_exc_info, structlog.processors.JSONRenderer(default=str)]
