"""Which class of failure an error is."""

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError

from scrapers.answer import EndsEarlyError, UnreadableError
from scrapers.health import FailureClass

BLOCKING = frozenset({401, 403, 429})
MISSING = frozenset({404, 410})
CLASSES: tuple[tuple[type[Exception] | tuple[type[Exception], ...], FailureClass], ...] = (
    (EndsEarlyError, FailureClass.CUT_OFF),
    (UnreadableError, FailureClass.SCHEMA_CHANGED),
    (DownloadTimeoutError, FailureClass.SLOW),
    (DownloadCancelledError, FailureClass.TOO_LARGE),
    (ResponseDataLossError, FailureClass.CUT_OFF),
    ((CannotResolveHostError, DownloadConnectionRefusedError, DownloadFailedError, OSError), FailureClass.UNREACHABLE),
)

NOT_HAD = (
    IgnoreRequest,
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    OSError,
)
"""Everything that a request may end with instead of an answer."""


class NotAskedError(IgnoreRequest):
    """A request that jobtide ended by itself, or an answer that it will not take."""

    failure: FailureClass = FailureClass.UNEXPECTED


class TooLargeError(NotAskedError):
    """The answer unpacks to more than the limit."""

    failure = FailureClass.TOO_LARGE


class OutOfTimeError(NotAskedError):
    """What a site asks for, or the crawl as a whole, takes longer than the crawl may."""

    failure = FailureClass.SLOW


def class_of(error: BaseException | None) -> FailureClass:
    """Return the class of what went wrong with a request, or with reading its answer.

    >>> str(class_of(UnreadableError("no list of jobs in it"))), str(class_of(DownloadTimeoutError()))
    ('schema_changed', 'slow')
    """
    if isinstance(error, HttpError):
        return _class_of_status(error.response.status)
    if isinstance(error, NotAskedError):
        return error.failure
    return next((failure for kind, failure in CLASSES if isinstance(error, kind)), FailureClass.UNEXPECTED)


def words_of(error: BaseException | None) -> str:
    """Return what went wrong, for the operator."""
    if isinstance(error, HttpError):
        return f"{error.response.url} answers {error.response.status}"
    if isinstance(error, (IgnoreRequest, UnreadableError)):
        return str(error)
    return f"{type(error).__name__}: {error}"


def _class_of_status(status: int) -> FailureClass:
    if status in BLOCKING:
        return FailureClass.BLOCKED
    if status in MISSING:
        return FailureClass.NOT_FOUND
    return FailureClass.SERVER_ERROR if status >= 500 else FailureClass.UNEXPECTED
