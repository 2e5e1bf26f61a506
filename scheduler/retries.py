"""How often a thing that failed is tried again, and when: the same for steps and for mails."""

import datetime as dt

WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
"""Pause after the first, second, … attempt; greylisting mail servers let a message in after 5 to 15 minutes."""
TRIES = len(WAITS) + 1


def again_at(attempts: int, now: dt.datetime) -> dt.datetime | None:
    """Return when to try again after `attempts` attempts, or None when it was the last one.

    >>> again_at(2, dt.datetime(2026, 11, 23, 7, tzinfo=dt.UTC)).time()
    datetime.time(7, 5)
    """
    return now + WAITS[attempts - 1] if attempts < TRIES else None
