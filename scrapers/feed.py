"""Take XML feeds apart: elements by their bare names, texts with their entities resolved once."""

import re
from collections.abc import Iterator

from lxml import etree

from scrapers.answer import UnreadableError


def feed_elements(payload: bytes | str, name: str) -> Iterator[etree._Element]:
    """Yield the elements called `name`, whatever their namespace, in the order of the feed.

    A slip inside (an HTML entity, a bare ampersand) is mended; a feed that does not end with its root is not whole.
    Raises UnreadableError with line and column for a feed that is cut off or is no XML.

    >>> [one.findtext("title") for one in feed_elements("<rss><item><title>Welder</title></item></rss>", "item")]
    ['Welder']
    """
    # Decoded text must not keep the declaration of the encoding that it had before.
    data = re.sub(r"^\s*<\?xml[^>]*\?>", "", payload).encode() if isinstance(payload, str) else payload
    yield from _root(data.strip(b"\xef\xbb\xbf \t\r\n")).iter(f"{{*}}{name}")


def _root(data: bytes) -> etree._Element:
    try:
        return etree.fromstring(data, _parser(recover=False))
    except etree.XMLSyntaxError as error:
        root = etree.fromstring(data, _parser(recover=True)) if data else None
        if root is None or not data.endswith(f"{etree.QName(root).localname}>".encode()):
            raise UnreadableError(f"no whole XML ({error.msg})") from error
        return root


def _parser(recover: bool) -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=recover)


def values(element: etree._Element) -> dict[str, str]:
    """Return the texts of an element's children under their bare names; of several of one name the first.

    >>> item = next(feed_elements("<r><item><a>x</a><b/><a>y</a></item></r>", "item"))
    >>> values(item)
    {'a': 'x', 'b': ''}
    """
    found: dict[str, str] = {}
    for child in element.iterchildren("*"):
        found.setdefault(etree.QName(child).localname, "".join(child.itertext()).strip())
    return found
