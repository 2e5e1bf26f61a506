"""Which platforms can be read: the modules of `scrapers/spiders/`, and the names that still wait."""

import importlib
import pkgutil
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from scrapers import spiders
from scrapers.store.errors import JobtideError
from scrapers.suggest import did_you_mean

if TYPE_CHECKING:
    from scrapers.crawl.spider import BoardSpider

BUILT = frozenset(module.name for module in pkgutil.iter_modules(spiders.__path__))
"""Platforms whose answers can be read."""
PARSED_ONLY = frozenset({"hn_algolia"})
"""Of these, other forms of a board that is crawled in a better way."""
WAITING = frozenset((Path(__file__).parent / "waiting.txt").read_text(encoding="utf-8").split())
"""Platforms that a panel may name already, though no module reads them yet."""


def load_platform(name: str) -> ModuleType:
    """Return the module of a platform.

    Raises JobtideError for a platform that is not built.
    """
    if name in WAITING:
        raise JobtideError("this platform is not built yet", name, "bring its postings with `jobtide import csv`")
    if name not in BUILT:
        raise JobtideError(f"no platform '{name}' is built", name, did_you_mean(name, BUILT))
    return importlib.import_module(f"{spiders.__name__}.{name}")


def load_spider(name: str) -> "type[BoardSpider]":
    """Return the spider of a platform that can be crawled.

    Raises JobtideError for any other.
    """
    spider: type[BoardSpider] | None = getattr(load_platform(name), "Spider", None)
    if spider is None:
        raise JobtideError(f"platform '{name}' can be parsed, not crawled", name, "crawl hn instead")
    return spider
