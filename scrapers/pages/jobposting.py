"""Read one schema.org JobPosting, in whichever syntax the page wrote it."""

import hashlib
import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from scrapers.answer import MAX_DEPTH
from scrapers.fields import needed, said, web_address
from scrapers.moments import day
from scrapers.pages.salary import read_salary
from scrapers.records import RawPosting

SECTIONS = ("responsibilities", "qualifications", "skills", "experienceRequirements", "educationRequirements")
DEEPEST_REFERENCE = 6
"""One of several places refers to an address, and that to a country."""
LITERAL_BREAK = re.compile(r"\\r?\\?n|\\n")


def find_postings(document: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Yield every JobPosting in a document: alone, in a list, in `@graph`, or inside another thing.

    >>> [one["title"] for one in find_postings({"@graph": [{"@type": ["JobPosting"], "title": "Welder"}]})]
    ['Welder']
    """
    if depth > MAX_DEPTH:
        return
    if isinstance(document, dict):
        if is_posting(document):
            yield document
            return
        document = list(document.values())
    if isinstance(document, list):
        for part in document:
            yield from find_postings(part, depth + 1)


def resolved(posting: dict[str, Any], documents: list[Any]) -> dict[str, Any]:
    """Return a posting whose references, `{"@id": "#acme"}`, are replaced by what the page says of them elsewhere.

    >>> acme = {"@type": "Organization", "@id": "#acme", "name": "Acme"}
    >>> resolved({"hiringOrganization": {"@id": "#acme"}}, [{"@graph": [acme]}])["hiringOrganization"]["name"]
    'Acme'
    """
    known: dict[Any, Any] = {}
    for one in _objects(documents, 0):
        if len(one) > 1 and isinstance(one.get("@id"), str):
            known.setdefault(one["@id"], one)
    return {name: _resolved(value, known, 0) for name, value in posting.items()}


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _objects(part, depth + 1)


def _resolved(value: Any, known: dict[Any, Any], depth: int) -> Any:
    if depth > DEEPEST_REFERENCE:
        return value
    if isinstance(value, list):
        return [_resolved(one, known, depth + 1) for one in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1 and isinstance(value.get("@id"), str) and value["@id"] in known:
        value = known[value["@id"]]
    return {name: _resolved(one, known, depth + 1) for name, one in value.items()}


def is_posting(record: dict[str, Any]) -> bool:
    """Tell whether `@type`, a word, an address or a list of them, names JobPosting."""
    kinds = record.get("@type")
    return any(
        isinstance(kind, str) and re.split("[/#:]", kind.rstrip("/"))[-1] == "JobPosting"
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def read_jobposting(record: dict[str, Any], page_url: str, token: str, alone: bool = True) -> RawPosting:
    """Return the posting; `alone` says that the page holds no other, so that its address may stand for it.

    Raises UnreadableError for a posting without a title.
    """
    title = needed(_text(record.get("title")) or _text(record.get("name")), "title")
    own_url = web_address(_text(record.get("url"))) or web_address(_text(record.get("@id"))) or ""
    url = urldefrag(urljoin(page_url, own_url) if own_url else page_url if alone else "").url
    url = url if urlsplit(url).scheme in ("http", "https") else ""
    places = tuple(_places(record))
    number = _identifier(record.get("identifier"))
    return RawPosting(
        platform="jsonld",
        token=token,
        external_id=stable_id(url, number, title, *places),
        url=url or None,
        title=html.unescape(title),
        employer=_organization(record.get("hiringOrganization")),
        places_said=places,
        html=_body(record),
        posted_on=day(_first(record.get("datePosted"))),
        valid_through=day(_first(record.get("validThrough"))),
        employment_said=", ".join(filter(None, map(_text, _list(record.get("employmentType"))))) or None,
        department=_text(record.get("department")),
        remote_said=", ".join(filter(None, map(_text, _list(record.get("jobLocationType"))))) or None,
        pay_said=read_salary(record.get("baseSalary"), said(record.get("salaryCurrency"))),
        requisition_id=number,
        raw=record,
    )


def stable_id(url: str, number: str | None, *facts: str) -> str:
    """Return what identifies a posting: its address, else its number, else a digest of what it says."""
    known = url or number or hashlib.sha256("\n".join(facts).encode("utf-8", "replace")).hexdigest()[:32]
    return known if len(known) <= 400 else hashlib.sha256(known.encode("utf-8", "replace")).hexdigest()


def _identifier(value: Any) -> str | None:
    value = _first(value)
    return said(value.get("value")) if isinstance(value, dict) else said(value)


def _organization(value: Any) -> str | None:
    value = _first(value)
    return (_text(value.get("name")) or _text(value.get("legalName"))) if isinstance(value, dict) else said(value)


def _body(record: dict[str, Any]) -> str:
    parts = [_markup(record.get("description"))]
    for name in SECTIONS:
        text = _markup(record.get(name))
        if text and text not in parts[0]:
            heading = re.sub("([A-Z])", r" \1", name).capitalize()
            parts.append(f"<h2>{heading}</h2>\n{text}")
    return "\n".join(filter(None, parts))


def _markup(value: Any) -> str:
    words = (
        "\n".join(f"<li>{one}</li>" for one in map(_text, value) if one) if isinstance(value, list) else _text(value)
    )
    words = LITERAL_BREAK.sub("\n", words or "")
    return html.unescape(words) if "&lt;" in words and "<" not in words else words


def _places(record: dict[str, Any]) -> Iterator[str]:
    places = [one for place in _list(record.get("jobLocation")) for one in _single(place)]
    addresses = [_address(one) for one in places]
    names = [_text(one.get("name")) if isinstance(one, dict) else None for one in places]
    # Some sites repeat one address in all places and tell them apart by name only.
    is_repeated = len(addresses) > 1 and len(set(addresses)) == 1 and len(set(names)) == len(names)
    found = (
        [name or address for name, address in zip(names, addresses, strict=True)]
        if is_repeated
        else [address or name for name, address in zip(names, addresses, strict=True)]
    )
    if not any(found):
        found = [_text(one) for one in _list(record.get("applicantLocationRequirements"))]
    yield from dict.fromkeys(one for one in found if one)


def _single(place: Any) -> Iterator[Any]:
    """Yield a place once for each address that it has."""
    several = place.get("address") if isinstance(place, dict) else None
    if isinstance(several, list) and isinstance(place, dict):
        yield from ({**place, "address": one} for one in several)
    else:
        yield place


def _address(place: Any) -> str | None:
    if not isinstance(place, dict):
        return _text(place)
    address = _first(place.get("address", place if "addressLocality" in place else None))
    if not isinstance(address, dict):
        return _text(address)
    parts = [_text(address.get(name)) for name in ("addressLocality", "addressRegion", "addressCountry")]
    return ", ".join(dict.fromkeys(part for part in parts if part)) or _text(address.get("streetAddress"))


def _text(value: Any) -> str | None:
    """Return the words of a value that may be a string, a named thing, or a list of either."""
    value = _first(value)
    if isinstance(value, dict):
        value = _first(value.get("name", value.get("@value", value.get("@id"))))
    return said(value)


def _first(value: Any) -> Any:
    return next(iter(value), None) if isinstance(value, list) else value


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
