"""Blocks to HTML and to plain text; names from postings are escaped by the environment, never by hand."""

import base64
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import css_inline
import jinja2

from trends.digest.blocks import Block, Tile
from trends.digest.chart import Chart
from trends.digest.labels import fit, width
from trends.digest.palette import palette

if TYPE_CHECKING:
    from trends.archive.records import Entry

COLUMNS = 78
CHART_IN_MAIL = "cid:chart"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Everything the templates print, in order."""

    subject: str
    preheader: str
    scope_line: str
    headline: str
    lead: str
    tiles: tuple[Tile, ...]
    chart: Chart | None
    blocks: tuple[Block, ...]
    tables: frozenset[str]
    """Files beside the page, which may be linked."""
    web: str
    """Public address of the archived page's folder, ending in a slash; empty where there is none."""
    reason: str
    is_sample: bool

    def files(self) -> list[str]:
        """Return every file that a block names."""
        named = [file for block in self.blocks for file in getattr(block, "files", ())]
        return list(dict.fromkeys(named))


def mail(story: Story) -> str:
    """Return the HTML of a mail: the chart is `cid:chart`; files are linked where the archive is on the web."""
    links = {file: story.web + file for file in story.files()} if story.web else {}
    return _html(story, CHART_IN_MAIL, links, is_mail=True)


def page(story: Story, tables: frozenset[str] | None = None, home: str = "") -> str:
    """Return a page that holds its chart and links to the `tables` beside it, and to the index in `home`."""
    chart = f"data:image/png;base64,{base64.b64encode(story.chart.png).decode()}" if story.chart else ""
    beside = story.tables if tables is None else tables
    return _html(story, chart, {file: file for file in beside}, is_mail=False, home=home)


def index(entries: "Sequence[Entry]", feed_file: str) -> str:
    """Return the page that lists every archived digest."""
    return drawn("index.html.j2", entries=entries, feed=feed_file)


def feed(entries: "Sequence[Entry]", identifier: str, url: str, file: str) -> str:
    """Return the Atom feed (RFC 4287) of `entries`; its links are absolute where `url` says where the archive lies."""
    updated = max(entry.updated for entry in entries)
    base = f"{url}/" if url else ""
    return plain("feed.xml.j2", entries=entries, id=identifier, base=base, file=file, updated=updated)


def drawn(template: str, **given: Any) -> str:
    """Return a page made from one of the templates, its styles inline."""
    return _inliner().inline(plain(template, **given))


def plain(template: str, **given: Any) -> str:
    """Return what one of the templates says, its styles in its head."""
    return _environment().get_template(template).render(palette=palette(), **given)


def text(story: Story) -> str:
    """Return plain text of at most 78 columns."""
    written = _environment().get_template("mail.txt.j2").render(story=story)
    return "\n".join(line.rstrip() for line in written.splitlines()) + "\n"


def _html(story: Story, chart_source: str, links: Mapping[str, str], *, is_mail: bool, home: str = "") -> str:
    return drawn("page.html.j2", story=story, chart_source=chart_source, links=links, is_mail=is_mail, home=home)


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(
        load_remote_stylesheets=False, keep_at_rules=True, remove_inlined_selectors=True, minify_css=True
    )


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("trends.digest"),
        undefined=jinja2.StrictUndefined,
        autoescape=jinja2.select_autoescape(["html.j2", "css.j2"], default=True, disabled_extensions=["txt.j2"]),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(left=_left, right=_right, lines=_lines)
    return environment


def _left(said: str, columns: int) -> str:
    cut = fit(said, columns)
    return cut + " " * (columns - width(cut))


def _right(said: str, columns: int) -> str:
    cut = fit(said, columns)
    return " " * (columns - width(cut)) + cut


def _lines(said: str, indent: str = "", first: str | None = None) -> str:
    """Wrap a sentence; wide characters count double, so a line of them breaks at half."""
    columns = COLUMNS if width(said) == len(said) else COLUMNS // 2
    return textwrap.fill(
        said, columns, initial_indent=indent if first is None else first, subsequent_indent=indent,
        break_on_hyphens=False,
    )  # fmt: skip
