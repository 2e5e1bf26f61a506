"""HTML to clean text: one block a line, inline mark-up never breaks a sentence, bullets stay lines."""

import re
import tomllib
from importlib.resources import files

import lxml.html
from bs4 import BeautifulSoup
from lxml import etree

CLEANER = "1"
"""Raised when the same HTML would give another text."""
ELEMENTS = tomllib.loads(files("extract").joinpath("elements.toml").read_text(encoding="utf-8"))
PARAGRAPHS, BLOCKS, CELLS, DROPPED = (
    frozenset(ELEMENTS[name]) for name in ("paragraphs", "blocks", "cells", "dropped")
)
CONTROL = re.compile(r"[\x00-\x08]")
SPACES = re.compile(r"[ \t\r\f\v\xa0]+")
AROUND_BREAK = re.compile(r" *\n *")
EDGES = re.compile(r" *[\x01\x02][ \x01\x02]*")
EMPTY = " \n\t•\x01\x02"
PARSER = lxml.html.HTMLParser(huge_tree=True)
BLOCK, PARAGRAPH = "\x01", "\x02"
BREAKS = re.compile(r"\n{3,}")
TAG = re.compile(r"<[a-zA-Z!/]")


def clean_text(html: str) -> str:
    """Return the text that a reader of `html` sees.

    >>> clean_text("<p>We are <b>Acme</b>, a <i>B2B</i> shop.</p><ul><li>Go</li><li>SQL &amp; dbt</li></ul>")
    'We are Acme, a B2B shop.\\n\\n• Go\\n• SQL & dbt'
    """
    if not html.strip():
        return ""
    pieces: list[str] = []
    root = _parse(html)
    if root is not None:
        _walk(root, pieces)
    if not any(piece.strip(EMPTY) for piece in pieces):
        # libxml2 drops what is nested deeper than 2,048 levels, even with `huge_tree`; Python's own parser does not.
        pieces = [BeautifulSoup(html, "html.parser").get_text()]
    text = EDGES.sub(_break, SPACES.sub(" ", "".join(pieces)))
    return BREAKS.sub("\n\n", AROUND_BREAK.sub("\n", text)).strip()


def _break(edges: re.Match[str]) -> str:
    """Return one break for all edges that meet, a blank line where one of them is a paragraph's."""
    return "\n\n" if PARAGRAPH in edges.group() else "\n"


def _parse(html: str) -> etree._Element | None:
    html = CONTROL.sub("", html)
    try:
        root = lxml.html.fromstring(html if TAG.search(html) else f"<p>{html}</p>", parser=PARSER)
    except (etree.ParserError, ValueError):  # nothing but comments, or an encoding declaration
        root = lxml.html.fromstring(f"<div>{BeautifulSoup(html.encode(), 'lxml')}</div>")
    return root


def _walk(root: etree._Element, pieces: list[str]) -> None:
    """Append the visible text of `root`, without recursion because pages nest without end."""
    stack: list[tuple[etree._Element, bool]] = [(root, False)]
    while stack:
        node, leaving = stack.pop()
        tag = node.tag if isinstance(node.tag, str) else ""
        if leaving:
            pieces.append(_after(tag))
            if node is not root and node.tail:
                pieces.append(_flow(node.tail, node))
            continue
        stack.append((node, True))
        if not tag or tag in DROPPED:
            continue
        pieces.append(_before(tag))
        if node.text:
            pieces.append(_flow(node.text, node))
        stack.extend((child, False) for child in reversed(node))


def _flow(text: str, node: etree._Element) -> str:
    """Return text with its source's line breaks as spaces, except inside `pre`."""
    return text if node.tag == "pre" else text.replace("\n", " ").replace("\r", " ")


def _before(tag: str) -> str:
    if tag == "li":
        return BLOCK + "• "
    if tag == "br":
        return "\n"
    return " " if tag in CELLS else _after(tag)


def _after(tag: str) -> str:
    if tag in PARAGRAPHS:
        return PARAGRAPH
    return BLOCK if tag in BLOCKS else ""
