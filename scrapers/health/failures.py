"""Why a crawl did not see a board whole."""

from enum import StrEnum

from scrapers.records import CrawlState


class FailureClass(StrEnum):
    """What kept a crawl from seeing a board whole; of several the first one here is told."""

    MISCONFIGURED = "misconfigured"
    """A key is missing, or the token is none of the platform's."""
    RESERVED = "reserved"
    """The site reserves text and data mining."""
    FORBIDDEN = "forbidden"
    """robots.txt says no."""
    BLOCKED = "blocked"
    """401, 403, 429, or a page that asks for a login."""
    MOVED = "moved"
    """Redirected for good to another host or another board."""
    NOT_FOUND = "not_found"
    """404 or 410 where the board should be."""
    ROBOTS_DOWN = "robots_down"
    """robots.txt answers with an error of the server, which counts as a no."""
    REFUSED = "refused"
    """Its address, or one that it leads to, is inside a network."""
    TOO_LARGE = "too_large"
    """An answer over the limit, packed or unpacked."""
    CUT_OFF = "cut_off"
    """An answer that ends before its end."""
    SCHEMA_CHANGED = "schema_changed"
    """Nothing in the answer has the shape that the platform documents."""
    SLOW = "slow"
    """An answer, or the whole crawl, took longer than it may."""
    SERVER_ERROR = "server_error"
    """5xx."""
    UNREACHABLE = "unreachable"
    """No such name, no connection, or a certificate that proves nothing."""
    ENDLESS = "endless"
    """Redirects or pages that lead on and on."""
    UNEXPECTED = "unexpected"
    """A status that the platform does not document."""
    CRASHED = "crashed"
    """jobtide itself failed, or its process was ended."""
    UNFINISHED = "unfinished"
    """The crawl has not come to its end: it still runs, or it was killed together with whoever would have noticed."""
    UNREAD = "unread"
    """Some records could not be read."""
    SHORT = "short"
    """Fewer postings than the answer says there are."""
    EMPTY = "empty"
    """No posting, although there should be some."""
    DROPPED = "dropped"
    """Far fewer postings than usual, or than a healthy board lists."""


STATES = {
    CrawlState.BLOCKED: {
        FailureClass.RESERVED,
        FailureClass.FORBIDDEN,
        FailureClass.BLOCKED,
        FailureClass.ROBOTS_DOWN,
    },
    CrawlState.GONE: {FailureClass.MOVED, FailureClass.NOT_FOUND},
    CrawlState.SUSPECT: {
        FailureClass.MISCONFIGURED,
        FailureClass.REFUSED,
        FailureClass.SCHEMA_CHANGED,
        FailureClass.EMPTY,
        FailureClass.DROPPED,
    },
}
LASTING = frozenset(
    {
        FailureClass.MISCONFIGURED,
        FailureClass.RESERVED,
        FailureClass.FORBIDDEN,
        FailureClass.MOVED,
        FailureClass.NOT_FOUND,
    }
)
"""What seldom passes by itself."""
INTERRUPTED = frozenset({FailureClass.CRASHED, FailureClass.UNFINISHED})
"""What says nothing about a board."""
DROPS = frozenset({FailureClass.EMPTY, FailureClass.DROPPED})


def state_of(failure: FailureClass) -> CrawlState:
    """Return what a crawl that failed so may be used for.

    >>> str(state_of(FailureClass.BLOCKED)), str(state_of(FailureClass.SLOW))
    ('blocked', 'partial')
    """
    return next((state for state, failures in STATES.items() if failure in failures), CrawlState.PARTIAL)
