"""What `marks.toml` finds in the text of a page."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import shorten

from scrapers.onboarding.address import Found, host_of

LONGEST = 120
"""Characters of the evidence that are shown."""
FILE = Path(__file__).parent / "marks.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One pattern."""

    platform: str
    """What it tells."""
    pattern: re.Pattern[str]
    """What to look for."""
    token: str | None
    """What its pieces are put into; null where it tells the platform only."""


@cache
def known_marks() -> tuple[Mark, ...]:
    """Return the marks that come with jobtide."""
    marks = tomllib.loads(FILE.read_text(encoding="utf-8"))["mark"]
    return tuple(
        Mark(platform=one["platform"], pattern=re.compile(one["pattern"]), token=one.get("token")) for one in marks
    )


def marked_boards(text: str, url: str) -> Iterator[Found]:
    """Yield the boards that the marks in a page name.

    >>> page = "<script>window.leverJobsOptions = {accountName: 'acme'}</script>"
    >>> [(one.platform, one.token) for one in marked_boards(page, "https://acme.example/jobs")]
    [('lever', 'acme')]
    """
    for mark in known_marks():
        match = mark.pattern.search(text) if mark.token else None
        if match and mark.token:
            token = mark.token.format_map({"host": host_of(url), **match.groupdict()})
            yield Found(platform=mark.platform, token=token, said=shorten(match.group(), LONGEST))


def marked_platforms(text: str) -> frozenset[str]:
    """Return the platforms whose scripts stand in a page, whether or not they name a board."""
    return frozenset(mark.platform for mark in known_marks() if mark.pattern.search(text))
