"""Rocket Jobs, the board of other work beside Just Join IT, in the same shape.

Endpoint: GET https://api.rocketjobs.pl/v2/user-panel/offers/by-cursor?from={n}&itemsCount=100 with the header
    `Version: 2`; token `all`, or filters. One ad with its body: /v1/offers/{slug}.
Paging, dates, pay, limits and terms: as there (`scrapers/spiders/justjoinit.py`). Source: https://rocketjobs.pl
"""

from scrapers.answer import Parsed
from scrapers.spiders import justjoinit

SITE = justjoinit.Site("rocketjobs", "https://rocketjobs.pl/oferta-pracy/")


class Spider(justjoinit.Spider):
    """As Just Join IT's, at its own address."""

    name = "rocketjobs"
    origin = "https://api.rocketjobs.pl"
    lists = "/v2/user-panel/offers/by-cursor?itemsCount={size}&sortBy=published&orderBy=DESC&from={start}"
    details = "/v1/offers/"
    headers = (("Version", "2"),)
    site = SITE


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a list, or the one of a detail.

    >>> body = '{"data": [{"guid": "g7", "slug": "welder", "title": "Welder", "city": "Olsztyn"}]}'
    >>> [(one.url, one.places_said) for one in read(body).postings]
    [('https://rocketjobs.pl/oferta-pracy/welder', ('Olsztyn',))]
    """
    return justjoinit.read_offers(payload, token, SITE)
