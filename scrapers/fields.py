"""Read single values of foreign records: odd ones become null, never a guess and never a crash."""

import html
import re
from decimal import Decimal, InvalidOperation
from pyexpat import ExpatError, ParserCreate
from typing import Any
from urllib.parse import urlsplit

from scrapers.answer import UnreadableError

LARGEST_PAY = 10**12
NUL = "\x00"
PLAIN_ADDRESS = re.compile(r"https?://[\w.-]+(?:/|$)")


def said(value: Any) -> str | None:
    """Return the words of a string or number, stripped; None for anything else and for nothing.

    >>> said("  Berlin, Germany "), said(7), said(""), said({"name": "x"})
    ('Berlin, Germany', '7', None, None)
    """
    if type(value) is str:
        return (value.replace(NUL, "") if NUL in value else value).strip() or None
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return str(value).replace(NUL, "").strip() or None


def needed(value: Any, name: str) -> str:
    """Return the words of a field without which there is no posting.

    Raises UnreadableError naming the field.
    """
    words = said(value)
    if words is None:
        raise UnreadableError(f"no {name}")
    return words


def unescaped(words: str) -> str:
    """Return words whose HTML entities are resolved once, as `html.unescape` does in six times the time.

    >>> unescaped("&lt;p&gt;R&amp;D &amp;amp; more &ndash; it&#39;s&lt;/p&gt;")
    "<p>R&D &amp; more – it's</p>"
    """
    if "&" not in words:
        return words
    # What knows no entities but XML's five and holds no tag is XML, which is read much faster, line ends excepted.
    if "<" not in words and "\r" not in words:
        parts: list[str] = []
        parser = ParserCreate()
        parser.CharacterDataHandler = parts.append
        parser.buffer_text = True
        try:
            parser.Parse(f"<x>{words}</x>", True)
        except ExpatError:
            return html.unescape(words)
        return "".join(parts)
    return html.unescape(words)


def web_address(value: Any) -> str | None:
    """Return what may lead to a page, whole or relative; None for another scheme and for what is no address.

    >>> [web_address(words) for words in (" https://acme.example/7 ", "/jobs/7", "javascript:void(0)", "//[x")]
    ['https://acme.example/7', '/jobs/7', None, None]
    """
    words = said(value)
    if words is not None and PLAIN_ADDRESS.match(words):
        return words
    try:
        return words if urlsplit(words or "").scheme in ("", "http", "https") else None
    except ValueError:
        return None


def label(value: Any) -> str | None:
    """Return the words of a value that is either plain or an object with a label or name.

    >>> label({"id": "11", "label": "Sales "}), label("Sales"), label({})
    ('Sales', 'Sales', None)
    """
    return first_said(value, "label", "name", "text", "value") if isinstance(value, dict) else said(value)


def first_said(record: dict[str, Any], *names: str) -> str | None:
    """Return the words of the first of several fields that says anything.

    >>> first_said({"Category": " ", "JobFamily": "Rail"}, "Category", "JobFamily"), first_said({}, "Category")
    ('Rail', None)
    """
    for name in names:
        value = record.get(name)
        if value is not None and (words := said(value)) is not None:
            return words
    return None


def objects(value: Any) -> list[dict[str, Any]]:
    """Return the objects of an array; nothing for any other value."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def each(value: Any) -> list[Any]:
    """Return a list as it is, a single value as a list of one, and nothing as an empty one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def joined(*parts: Any) -> str | None:
    """Return a place in one line from its parts, empty and repeated ones left out.

    >>> joined("Lyon", "", None, "France"), joined("Singapore", None, "Singapore"), joined(None)
    ('Lyon, France', 'Singapore', None)
    """
    return ", ".join(dict.fromkeys(filter(None, map(label, parts)))) or None


def distinct(*values: str | None) -> tuple[str, ...]:
    """Return the values that say something, each once, in their order."""
    return tuple(dict.fromkeys(filter(None, values)))


def amount(value: Any) -> Decimal | None:
    """Return a positive sum of money given as a number or as digits; zero and nonsense mean that none is given.

    >>> amount("120000.00"), amount(0), amount(-5), amount("competitive")
    (Decimal('120000.00'), None, None, None)
    """
    if type(value) is int:
        return Decimal(value) if 0 < value < LARGEST_PAY else None
    try:
        number = Decimal(said(value) or "")
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 < number < LARGEST_PAY else None


def inside(value: Any, *path: str) -> Any:
    """Return what nested objects hold under a path of names; None where the path breaks off.

    >>> inside({"company": {"name": "Acme"}}, "company", "name"), inside({"company": None}, "company", "name")
    ('Acme', None)
    """
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value
