"""What an ad says, and the hash that tells one text from another."""

import hashlib
import re
from typing import Any

import orjson

from scrapers.records import PaySaid, RawPosting

LINK_PARAMETERS = re.compile(r"""\?[^"'\s<>]*=[^"'\s<>]*(?=["'])""")

NOTHING = b""
"""Content hash of a posting that is about to be stored anew; see `scrapers.ingest.rewind`."""


def said(posting: RawPosting) -> dict[str, Any]:
    """Return the JSON of `posting_version.said`: everything an ad says beside its title and body."""
    return {
        "employer": posting.employer,
        "places": list(posting.places_said),
        "employment": posting.employment_said,
        "department": posting.department,
        "remote": posting.remote_said,
        "pay": [_pay(pay) for pay in posting.pay_said],
    }


def _pay(pay: PaySaid) -> dict[str, str | None]:
    return {
        "low": None if pay.low is None else str(pay.low),
        "high": None if pay.high is None else str(pay.high),
        "currency": pay.currency,
        "per": pay.per,
        "kind": pay.kind,
        "scope": pay.scope,
        "said": pay.said,
    }


def content_hash(title: str, html: str, saying: dict[str, Any]) -> bytes:
    """Return 16 bytes that change exactly when what a reader sees changes.

    Left out are the order of places, which some sources shuffle, and the parameters of links, which carry
    session and campaign keys; neither shows in the text.

    >>> content_hash("a", '<a href="/x?s=1">y</a>', {}) == content_hash("a", '<a href="/x?s=2">y</a>', {})
    True
    """
    steady = {**saying, "places": sorted(saying.get("places", ()))}
    shown = LINK_PARAMETERS.sub("", html) if "?" in html else html
    # Processors have instructions for SHA-256.
    digest = hashlib.sha256(f"{title}\0{shown}\0".encode(), usedforsecurity=False)
    digest.update(orjson.dumps(steady, option=orjson.OPT_SORT_KEYS))
    return digest.digest()[:16]
