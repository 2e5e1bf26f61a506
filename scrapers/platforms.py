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

MODULES = frozenset(module.name for module in pkgutil.iter_modules(spiders.__path__))
SAME_AS = {"arbetsformedlingen_se": "jobtech"}
"""Other names under which a platform's answers are known → its module."""
BUILT = MODULES | SAME_AS.keys()
"""Platforms whose answers can be read."""
CRAWL_INSTEAD = {"hn_algolia": "hn", **SAME_AS}
PARSED_ONLY = frozenset({*CRAWL_INSTEAD, "eleduck", "neogov", "uber_careers", "v2ex"})
"""Of these, the ones without a board: other forms of one, or only read from saved answers."""
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
    return importlib.import_module(f"{spiders.__name__}.{SAME_AS.get(name, name)}")


def load_spider(name: str) -> "type[BoardSpider]":
    """Return the spider of a platform that can be crawled.

    Raises JobtideError for any other.
    """
    module = load_platform(name)
    if name in PARSED_ONLY:
        remedy = f"crawl {CRAWL_INSTEAD[name]} instead" if name in CRAWL_INSTEAD else "save its answers and parse them"
        raise JobtideError(f"platform '{name}' can be parsed, not crawled", name, remedy)
    spider: type[BoardSpider] = module.Spider
    return spider
