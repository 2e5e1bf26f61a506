"""Read microdata and RDFa into the same shape as JSON-LD."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement, tostring

from scrapers.answer import MAX_DEPTH
from scrapers.pages.html import visible_text

LONG_TEXTS = frozenset({"description", "responsibilities", "qualifications", "skills", "experienceRequirements"})


@dataclass(frozen=True, slots=True)
class Dialect:
    """Names of the attributes in which a page marks things."""

    kind: str
    property: str
    scope: str


DIALECTS = (Dialect("itemtype", "itemprop", "itemscope"), Dialect("typeof", "property", "typeof"))


def marked_postings(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield every JobPosting that is marked in the page's own elements."""
    for dialect in DIALECTS:
        heads = [one for one in tree.xpath(f"//*[@{dialect.kind}]") if _is_posting(one, dialect)]
        for head in heads:
            item = _item(head, dialect, 0)
            if len(item) == 1:
                item |= _strewn(head, heads, dialect)
            yield item


def _is_posting(element: HtmlElement, dialect: Dialect) -> bool:
    words = (element.get(dialect.kind) or "").replace(":", "/").split()
    return any(word.rstrip("/").rpartition("/")[2] == "JobPosting" for word in words)


def _item(element: HtmlElement, dialect: Dialect, depth: int) -> dict[str, Any]:
    item: dict[str, Any] = {"@type": (element.get(dialect.kind) or "").rstrip("/").rpartition("/")[2]}
    for child in element:
        _collect(child, item, dialect, depth + 1)
    return item


def _collect(element: HtmlElement, item: dict[str, Any], dialect: Dialect, depth: int) -> None:
    if depth > MAX_DEPTH * 4 or not isinstance(element.tag, str):
        return
    names = (element.get(dialect.property) or "").split()
    for name in names:
        _add(item, name.rpartition(":")[2], _value(element, name, dialect, depth))
    if dialect.scope in element.attrib or any(name in LONG_TEXTS for name in names):
        return
    for child in element:
        _collect(child, item, dialect, depth + 1)


def _add(item: dict[str, Any], name: str, value: Any) -> None:
    if name in item:
        kept = item[name] if isinstance(item[name], list) else [item[name]]
        item[name] = [*kept, value]
    else:
        item[name] = value


def _value(element: HtmlElement, name: str, dialect: Dialect, depth: int) -> Any:
    if dialect.scope in element.attrib:
        return _item(element, dialect, depth)
    for attribute in ("content", "datetime"):
        if element.get(attribute) is not None:
            return element.get(attribute)
    if element.tag in ("a", "link"):
        return element.get("href")
    if name in LONG_TEXTS:
        return tostring(element, encoding="unicode", with_tail=False)
    return visible_text(element)


def _strewn(head: HtmlElement, heads: list[HtmlElement], dialect: Dialect) -> dict[str, Any]:
    """Return what stands after an element that was closed at once, up to the next posting.

    Some sites write the opening tag of the posting as an empty element and its properties as followers.
    """
    item: dict[str, Any] = {}
    for element in head.xpath("following::*"):
        if element in heads:
            break
        owners = element.xpath(f"ancestor::*[@{dialect.scope}]")
        if not owners and element.get(dialect.property):
            for name in element.get(dialect.property).split():
                _add(item, name.rpartition(":")[2], _value(element, name, dialect, 0))
    return item
