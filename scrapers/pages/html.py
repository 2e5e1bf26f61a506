"""Turn the bytes of a page into a tree, and plain text into HTML."""

import html
import re
from functools import partial
from typing import Any

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from w3lib.encoding import html_to_unicode

from scrapers.fields import said, web_address

TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_parser = partial(HTMLParser, encoding="utf-8", no_network=True, huge_tree=False)


def page_tree(payload: bytes | str) -> HtmlElement | None:
    """Return the page as a tree, None for an empty one; the charset of bytes is taken from the page itself."""
    text = payload if isinstance(payload, str) else html_to_unicode(None, payload)[1]
    text = text.replace("\x00", "").strip()
    try:
        return document_fromstring(text.encode("utf-8", "replace"), parser=_parser()) if text else None
    except etree.ParserError:  # nothing but comments
        return None


def visible_text(element: HtmlElement) -> str:
    """Return an element's words on one line."""
    return " ".join(str(element.text_content()).split())


def target(link: HtmlElement) -> str:
    """Return where a link leads, as it is written; empty where that is no page."""
    return web_address(link.get("href")) or ""


def own_address(tree: HtmlElement) -> str:
    """Return the address that the page gives as its own; empty where it gives none."""
    found = tree.xpath("string(//link[@rel='canonical']/@href)") or tree.xpath(
        "string(//meta[@property='og:url']/@content)"
    )
    return web_address(str(found)) or ""


def sections(*parts: tuple[Any, Any]) -> str:
    """Return (heading, HTML) pairs as one body; what has no text leaves no heading either.

    >>> sections((None, "<p>Hi"), ("Duties", "<ul>"), ("Benefits", ""))
    '<p>Hi\\n<h2>Duties</h2>\\n<ul>'
    """
    said_parts = [(said(heading), said(text)) for heading, text in parts]
    lines = [line for heading, text in said_parts if text for line in (heading and f"<h2>{heading}</h2>", text)]
    return "\n".join(filter(None, lines))


def plain_text(line: str) -> str:
    """Return the words of a line that may hold tags and entities.

    >>> plain_text("<strong>Welder</strong> &amp; fitter")
    'Welder & fitter'
    """
    return " ".join(html.unescape(TAG.sub("", line)).split())


def as_html(text: str) -> str:
    """Return plain text as HTML: one paragraph a line.

    >>> as_html("Acme | Welder\\n\\nSteel & <iron>")
    'Acme | Welder<p>Steel &amp; &lt;iron&gt;'
    """
    return "<p>".join(html.escape(line.rstrip(), quote=False) for line in text.splitlines() if line.strip())


def bullets(heading: str, *points: str | None) -> str:
    """Return plain points as an HTML list under a heading.

    >>> bullets("Skills", "C++ & Rust", None)
    '<h3>Skills</h3><ul><li>C++ &amp; Rust</li></ul>'
    """
    items = "".join(f"<li>{as_html(point)}</li>" for point in points if point)
    return f"<h3>{html.escape(heading, quote=False)}</h3><ul>{items}</ul>"
