"""Read JSON-LD as pages really carry it: in comments, escaped, with loose JavaScript, cut off.

The order of the repairs is by what each gets wrong: a tolerant JSON reader first, then undone escapes, then a
reader of JavaScript objects, and only then a guesser that may cut a text at an unescaped quote.
"""

import html
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import chompjs
import json_repair
from lxml.html import HtmlElement

from scrapers.answer import UnreadableError

LARGEST_REPAIR = 256 * 1024
WRAPPERS = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?://\s*|/\*\s*)?(?:-->|\]\]>)(?:\s*\*/)?\s*;?\s*$"
)
JSON = json.JSONDecoder(strict=False)
IS_JSON_LD = "contains(translate(@type, 'LDJSON', 'ldjson'), 'ld+json')"


def json_ld_blocks(tree: HtmlElement) -> Iterator[str]:
    """Yield the text of every script of type JSON-LD."""
    for script in tree.xpath(f"//script[{IS_JSON_LD}]"):
        text = (script.text or "").strip()
        if text:
            yield text


def job_documents(tree: HtmlElement) -> tuple[list[Any], list[str]]:
    """Return the documents of every block that speaks of a JobPosting, and one reason for each that is beyond repair.

    The page's other blocks come too where those of a posting may refer to them.
    """
    blocks = list(json_ld_blocks(tree))
    jobs = [block for block in blocks if "JobPosting" in block]
    documents: list[Any] = []
    broken: list[str] = []
    for block in blocks if any('"@id"' in block for block in jobs) else jobs:
        try:
            documents.extend(decode_block(block))
        except UnreadableError as error:
            if block in jobs:
                broken.append(str(error))
    return documents, broken


def decode_block(text: str) -> list[Any]:
    """Return the documents in one script.

    Raises UnreadableError when no repair finds an object in it.

    >>> decode_block('<!-- {"@type": "JobPosting", title: "Welder",} -->')
    [{'@type': 'JobPosting', 'title': 'Welder'}]
    """
    bare = WRAPPERS.sub("", text).strip()
    for decode in (_documents, _unescaped, _javascript, _repaired):
        try:
            documents = [one for one in decode(bare) if isinstance(one, (dict, list)) and one]
        except (ValueError, RecursionError):
            continue
        if documents:
            return documents
    raise UnreadableError("JSON-LD beyond repair")


def _documents(text: str) -> list[Any]:
    documents = []
    at = 0
    while at < len(text):
        document, end = JSON.raw_decode(text, at)
        documents.append(document)
        at = end
        while at < len(text) and text[at] in " \t\r\n;,":
            at += 1
    return documents


def _unescaped(text: str) -> list[Any]:
    return _documents(html.unescape(text))


def _javascript(text: str) -> list[Any]:
    _check_size(text)
    return list(chompjs.parse_js_objects(text, omitempty=True, loader_kwargs={"strict": False}))


def _repaired(text: str) -> list[Any]:
    _check_size(text)
    repair: Callable[..., Any] = json_repair.loads
    return [repair(text)]


def _check_size(text: str) -> None:
    if len(text) > LARGEST_REPAIR:
        raise ValueError("too large to repair")
