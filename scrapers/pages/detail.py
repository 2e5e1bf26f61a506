"""Read the page of one posting, whose schema.org data says most of what a platform's list leaves out."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from lxml.html import HtmlElement, tostring

from scrapers.answer import Parsed, UnreadableError
from scrapers.pages.html import own_address, page_tree
from scrapers.pages.jobposting import find_postings, read_jobposting, resolved
from scrapers.pages.microdata import marked_postings
from scrapers.pages.scripts import job_documents
from scrapers.records import RawPosting


def schema_posting(tree: HtmlElement, platform: str, token: str, page_url: str = "") -> RawPosting | None:
    """Return the one posting that the page describes in JSON-LD or microdata; None for none and for several."""
    records = list(_linked_data(tree)) or list(marked_postings(tree))
    if len(records) != 1:
        return None
    with suppress(UnreadableError):
        posting = read_jobposting(records[0], page_url or own_address(tree), token)
        return replace(posting, platform=platform)
    return None


def is_page(payload: bytes | str) -> bool:
    """Tell a page from JSON by its first sign."""
    head = payload[:200]
    start = head.decode("utf-8", "replace") if isinstance(head, bytes) else head
    return start.lstrip("\ufeff \t\r\n").startswith("<")


def read_page(payload: bytes | str, platform: str, token: str, number: re.Pattern[str]) -> Parsed:
    """Read a saved page of one posting, where the platform's answers are JSON; `number` finds its id in its address.

    Raises UnreadableError for a page without schema.org data.
    """
    tree = page_tree(payload)
    posting = schema_posting(tree, platform, token) if tree is not None else None
    if posting is None:
        raise UnreadableError("no posting in the page")
    found = number.search(posting.url or "")
    return Parsed(postings=[replace(posting, external_id=found[1] if found else posting.external_id)])


def markup(element: HtmlElement) -> str:
    """Return what stands inside an element, as HTML."""
    inner = "".join(tostring(child, encoding="unicode") for child in element)
    return f"{element.text or ''}{inner}".strip()


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    documents, _ = job_documents(tree)
    yield from (resolved(one, documents) for one in find_postings(documents))
