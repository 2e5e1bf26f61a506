"""From one period's series to its digest."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from trends.digest import chart as charts
from trends.digest import render, sentences, wording
from trends.digest.blocks import Tile
from trends.digest.choice import EVERYTHING, Choice, chosen_alerts, chosen_rows
from trends.digest.material import GROWTH, Material
from trends.digest.numbers import change, count, share
from trends.digest.records import Digest, Scope
from trends.digest.render import Story
from trends.digest.rows import Rows
from trends.digest.sections import sections
from trends.history import history
from trends.periods import Period
from trends.series import read_series

TILES = 3


def build(mart: Path, series: Path, period: Period, scope: Scope, choice: Choice = EVERYTHING) -> Digest:
    """Return the digest of one measured period; raises JobtideError when it was not measured."""
    rows = Rows(chosen_rows(read_series(series, period), choice))
    alerts = tuple(chosen_alerts(scope.alerts, choice))
    scope = replace(scope, alerts=alerts, notes=tuple(note for note in (*scope.notes, choice.words()) if note))
    lines = partial(history, mart)
    return tell(Material(period=period, rows=rows, scope=scope, history=lines, followed=choice.followed()), choice)


def tell(material: Material, choice: Choice = EVERYTHING) -> Digest:
    """Return the digest of rows and history already read."""
    found = sentences.finding(material)
    chart = charts.chart(material, found.first)
    story = Story(
        subject=sentences.subject(material, found),
        preheader=sentences.preheader(material, found),
        scope_line=_scope_line(material),
        headline=sentences.headline(material, found),
        lead=sentences.lead(material, found),
        tiles=_tiles(material),
        chart=chart,
        blocks=tuple(sections(material, choice)),
        tables=material.scope.tables,
        web=material.scope.web,
        reason=material.scope.reason,
        is_sample=material.scope.sample,
    )
    return Digest(
        story=story,
        subject=story.subject,
        preheader=story.preheader,
        lead=story.lead,
        html=render.mail(story),
        page=render.page(story),
        text=render.text(story),
        chart_png=chart.png if chart else None,
        alt=chart.alt if chart else "",
        movers=tuple(material.movers("role", "skill", "place")),
    )


def _scope_line(material: Material) -> str:
    period = material.period
    name = wording.name(period)
    parts = [f"{name[:1].upper()}{name[1:]} ({wording.dates(period.span)})", f"compared with {wording.base(period)}"]
    return " · ".join([*parts, material.scope.name] if material.scope.name else parts)


def _tiles(material: Material) -> tuple[Tile, ...]:
    rows, scope = material.rows, material.scope
    tiles = []
    new, growth, still_open, shown = (rows.total(name) for name in ("new", GROWTH, "open", "pay_shown"))
    if new is not None and new.estimate is not None:
        on_the_year = (
            f"{change(growth.estimate)} on the year, same boards" if growth and growth.estimate is not None else ""
        )
        tiles.append(Tile(value=count(new.estimate), name="new vacancies", note=on_the_year))
    if still_open is not None and still_open.estimate:
        tiles.append(Tile(value=count(still_open.estimate), name="open vacancies", note="at the end of the period"))
    if scope.sources_healthy is not None and scope.sources_total is not None:
        excluded = scope.sources_total - scope.sources_healthy
        note = f"{excluded} left out, see below" if excluded else "none left out"
        tiles.append(Tile(value=f"{scope.sources_healthy} / {scope.sources_total}", name="sources healthy", note=note))
    if growth is not None and growth.employers:
        tiles.append(Tile(value=count(growth.employers), name="employers", note="in the two periods compared"))
    if shown is not None and shown.estimate is not None:
        tiles.append(Tile(value=share(shown.estimate), name="state pay", note="of new vacancies"))
    return tuple(tiles[:TILES])
