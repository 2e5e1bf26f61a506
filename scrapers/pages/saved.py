"""Read a page that was saved from a site whose spider asks for JSON or XML: its data stand in its scripts."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.resources import files

from scrapers.answer import Parsed, UnreadableError
from scrapers.pages.assigned import assigned
from scrapers.pages.detail import read_page
from scrapers.pages.html import page_tree
from scrapers.pages.rss import read_rss

WITH_FEEDS = frozenset({"arbeitnow", "himalayas", "jobicy", "remoteok", "remotive", "workingnomads"})
VARIABLE = re.compile(r"\b(window\.__\w+)\s*=\s*\{")
"""A page's state, as single-page applications name it."""
NUMBERS = {
    platform: re.compile(pattern)
    for platform, pattern in tomllib.loads(
        files("scrapers.pages").joinpath("saved.toml").read_text(encoding="utf-8")
    ).items()
}


def read_saved_page(payload: bytes, platform: str, read: Callable[[str], Parsed]) -> Parsed:
    """Return the postings of the first script that the platform's own `read` finds any in, else the one of JSON-LD.

    A board's RSS feed is read as one, too. Raises UnreadableError for a page without any of them.

    >>> page = b'<script type="application/json">{"jobs": [{"id": 7, "title": "Welder", "absolute_url": "u"}]}</script>'
    >>> from scrapers.spiders import greenhouse
    >>> [one.title for one in read_saved_page(page, "greenhouse", greenhouse.read).postings]
    ['Welder']
    """
    if platform in WITH_FEEDS:
        with suppress(UnreadableError):
            return read_rss(payload, platform)
    for block in _data_blocks(payload):
        with suppress(UnreadableError):
            parsed = read(block)
            if parsed.postings:
                return parsed
    if platform not in NUMBERS:
        raise UnreadableError("a page, without the platform's data in it")
    return read_page(payload, platform, "", NUMBERS[platform])


def _data_blocks(payload: bytes) -> Iterator[str]:
    tree = page_tree(payload)
    if tree is None:
        return
    for script in tree.xpath("//script[@type='application/json'][not(@src)]"):
        yield (script.text or "").strip()
    for script in tree.xpath("//script[not(@type) and not(@src)]"):
        for name in dict.fromkeys(VARIABLE.findall(script.text or "")):
            yield json.dumps(assigned(script.text, name))
