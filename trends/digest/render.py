"""Blocks to HTML and to plain text; names from postings are escaped by the environment, never by hand."""

import base64
import textwrap
from dataclasses import dataclass
from functools import cache

import css_inline
import jinja2

from trends.digest.blocks import Block, Tile
from trends.digest.chart import Chart
from trends.digest.labels import fit, width
from trends.digest.palette import palette

COLUMNS = 78
CHART_IN_MAIL = "cid:chart"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Everything the templates print, in order."""

    language: str = "en"
    subject: str
    preheader: str
    scope_line: str
    headline: str
    lead: str
    tiles: tuple[Tile, ...]
    chart: Chart | None
    blocks: tuple[Block, ...]
    tables: frozenset[str]
    reason: str
    is_sample: bool


def mail(story: Story) -> str:
    """Return the HTML of a mail: the chart is `cid:chart`, files are named but not linked."""
    return _html(story, CHART_IN_MAIL, is_mail=True)


def page(story: Story) -> str:
    """Return a page that holds its chart and links to the tables beside it."""
    chart = f"data:image/png;base64,{base64.b64encode(story.chart.png).decode()}" if story.chart else ""
    return _html(story, chart, is_mail=False)


def text(story: Story) -> str:
    """Return plain text of at most 78 columns."""
    written = _environment().get_template("mail.txt.j2").render(story=story)
    return "\n".join(line.rstrip() for line in written.splitlines()) + "\n"


def _html(story: Story, chart_source: str, *, is_mail: bool) -> str:
    template = _environment().get_template("page.html.j2")
    drawn = template.render(story=story, palette=palette(), chart_source=chart_source, is_mail=is_mail)
    return _inliner().inline(drawn)


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
