"""Turn a feed into a tree that is known to be whole."""

import re

from lxml import etree

from scrapers.answer import EndsEarlyError, UnreadableError

NAMELESS = re.compile(rb"</?>")
ROOT = re.compile(rb"<([A-Za-z][\w:.-]*)[\s>]")
HARMFUL = re.compile(rb"<!ENTITY[^>]*?(?:\bSYSTEM\b|\bPUBLIC\b|&(?!#))")
LEAD = re.compile(rb"^(?:\xef\xbb\xbf|\xc3\xaf\xc2\xbb\xc2\xbf|\s)+")
"""White space and byte order marks, also one that was taken for text and encoded again."""


def feed_tree(body: bytes | str) -> etree._Element:
    """Return the root of an XML document; entities are not resolved, and small faults are passed over.

    Raises UnreadableError for what is no XML and for a document without its end, of which a lenient parser would hand
    on the first part as if that were all.

    >>> feed_tree("<jobs><job><title>Welder</title></job>")
    Traceback (most recent call last):
    ...
    scrapers.answer.EndsEarlyError: the XML ends before </jobs>
    """
    data = LEAD.sub(b"", _undeclared(body) if isinstance(body, str) else body)
    refuse_entities(data)
    start = ROOT.search(data)
    if start is None or not data.startswith(b"<") or data[:15].lower().startswith((b"<!doctype html", b"<html")):
        raise UnreadableError("no XML")
    name = start[1]
    if not re.search(
        rb"(?:</%b\s*>|<%b[^<>]*/>)\s*(?:<!--.*?-->\s*)*\Z" % (re.escape(name), re.escape(name)), data, re.S
    ):
        raise EndsEarlyError(f"the XML ends before </{name.decode()}>")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    # Elements without a name occur in SuccessFactors' feeds, for fields that are not set up.
    root = etree.fromstring(NAMELESS.sub(b"", data), parser)
    if root is None:
        raise UnreadableError("no XML")
    return root


def refuse_entities(data: bytes) -> None:
    """Raise UnreadableError for a document with entities that fetch something or expand others.

    To resolve them is dangerous, to drop them a lie; one that stands for a character does no harm.

    >>> refuse_entities(b'<!DOCTYPE jobs [<!ENTITY secret SYSTEM "file:///etc/passwd">]><jobs>&secret;</jobs>')
    Traceback (most recent call last):
    ...
    scrapers.answer.UnreadableError: the XML has entities that fetch or expand
    >>> refuse_entities(b'<!DOCTYPE jobs [<!ENTITY nbsp "&#160;">]><jobs>&nbsp;</jobs>')
    """
    if b"<!ENTITY" in data and HARMFUL.search(data):
        raise UnreadableError("the XML has entities that fetch or expand")


def own_name(element: etree._Element) -> str:
    """Return an element's name without namespace or a prefix that the feed forgot to declare; empty for a comment.

    >>> own_name(etree.fromstring('<g:jobId xmlns:g="urn:x"/>'))
    'jobId'
    """
    return re.split("[}:]", element.tag)[-1] if isinstance(element.tag, str) else ""


def local_name(element: etree._Element) -> str:
    """Return an element's own name in lower case."""
    return own_name(element).lower()


def words(element: etree._Element, name: str) -> str | None:
    """Return the text of the first child of that local name, in whatever namespace and case; None for none.

    >>> words(etree.fromstring("<job><JobTitle> Welder </JobTitle></job>"), "jobtitle")
    'Welder'
    """
    for child in element:
        if local_name(child) == name:
            return "".join(child.itertext()).strip() or None
    return None


def _undeclared(text: str) -> bytes:
    """Encode text whose declaration may name the charset that it once had."""
    return re.sub(r"^(\s*<\?xml[^>]*?)\sencoding=(?:\"[^\"]*\"|'[^']*')", r"\1", text.lstrip("\ufeff")).encode()
