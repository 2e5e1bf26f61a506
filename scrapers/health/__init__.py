"""How a board stands, by the record of its own crawls."""

from scrapers.health.failures import FailureClass
from scrapers.health.standing import Crawl, Health, Standing, standing

__all__ = ["Crawl", "FailureClass", "Health", "Standing", "standing"]
