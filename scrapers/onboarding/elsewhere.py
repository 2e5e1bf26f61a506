"""Hosts whose boards cannot be added, and why."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from scrapers.onboarding.address import host_of

FILE = Path(__file__).parent / "elsewhere.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A platform that does not want to be visited by programs."""

    name: str
    """As people know it."""
    clause: str
    """Its own words."""
    remedy: str
    """How its postings can come in all the same."""


def refusal_of(address: str) -> Refusal | None:
    """Return why boards at this address are not crawled, None where nothing is known against it.

    >>> refusal_of("https://www.governmentjobs.com/careers/oakcounty").name
    'NEOGOV'
    """
    host = host_of(address)
    found = next((one for one in _file()["refused"] if _is_under(host, one["hosts"])), None)
    return Refusal(name=found["name"], clause=found["clause"], remedy=found["remedy"]) if found else None


def unbuilt_platform(address: str) -> str | None:
    """Return the name of a platform that no spider reads.

    >>> unbuilt_platform("https://acme.taleo.net/careersection/2/jobsearch.ftl"), unbuilt_platform("https://acme.example")
    ('Taleo', None)
    """
    host = host_of(address)
    return next((name for name, hosts in _file()["unbuilt"].items() if _is_under(host, hosts)), None)


def _is_under(host: str, hosts: list[str]) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in hosts)


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
