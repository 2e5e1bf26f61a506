"""Read the page of one posting, whose schema.org data says most of what a platform's list leaves out."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from lxml.html import HtmlElement, tostring

from scrapers.answer import UnreadableError
from scrapers.pages.html import own_address
from scrapers.pages.jobposting import find_postings, read_jobposting
from scrapers.pages.microdata import marked_postings
from scrapers.pages.scripts import decode_block, json_ld_blocks
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


def markup(element: HtmlElement) -> str:
    """Return what stands inside an element, as HTML."""
    inner = "".join(tostring(child, encoding="unicode") for child in element)
    return f"{element.text or ''}{inner}".strip()


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for block in json_ld_blocks(tree):
        if "JobPosting" in block:
            with suppress(UnreadableError):
                yield from find_postings(decode_block(block))
