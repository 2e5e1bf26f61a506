"""Named skills, tools, models or rules: how often, since when, rising or not."""

import datetime as dt
from collections.abc import Mapping, Sequence

from trends.digest import numbers, ranking
from trends.report import cells, charts
from trends.report.evidence import Evidence
from trends.report.records import Answer, Cell, Chart, Claim, Figure, Table
from trends.verdict import FALLING, INSUFFICIENT, RISING

IN_CHART = 10
BY_SECTOR = 20


def answer(claim: Claim, evidence: Evidence) -> Answer:
    """Return share and growth of each term, those named most first."""
    given = claim.given
    keys = list(given.get("keys", ()))
    if "in_group" in given:
        groups = evidence.groups("skill")
        keys += [key for key, group in groups.items() if group == given["in_group"] and key not in keys]
    rows = _shares(evidence, "skill", keys)
    families = _shares(evidence, "group", given.get("groups", ()))
    named = [row for row in rows if row.n_now]
    if not named:
        return _none_named(evidence, keys, rows)
    growth = {row.key: row for row in evidence.all("skill", "growth", keys)}
    growth |= {row.key: row for row in evidence.all("group", "growth", given.get("groups", ()))}
    seen = evidence.first_seen("skill", keys) if given.get("first_seen") else None
    silent = [key for key in keys if key not in {row.key for row in named}]
    remarks = []
    if silent:
        labels = ", ".join(evidence.label("skill", key) for key in silent[:12])
        more = f" and {numbers.count(len(silent) - 12)} more" if len(silent) > 12 else ""
        remarks.append(f"Not named in the window: {labels}{more}.")
    tables = [_table("Terms", named, growth, seen)]
    if families:
        tables.insert(0, _table("Families", families, growth, None))
    figures = [*rows, *families, *(growth[row.key] for row in [*named, *families] if row.key in growth)]
    if given.get("by_sector"):
        table, more_figures = _by_sector(evidence, named)
        tables += table
        figures += more_figures
    return Answer(
        state="answered",
        said=_said(named, growth),
        figures=tuple(figures),
        tables=tuple(tables),
        chart=_chart([growth[row.key] for row in [*families, *named] if row.key in growth]),
        remarks=tuple(remarks),
    )


def _none_named(evidence: Evidence, keys: Sequence[str], rows: Sequence[Figure]) -> Answer:
    """Return that nothing was found among so many vacancies: a zero, where there were enough to look in."""
    whole = next(iter(evidence.spread("all", "having")), None)
    if whole is None or whole.verdict == INSUFFICIENT:
        return Answer(state="too few", said="None of these is named in the window.", figures=tuple(rows))
    labels = ", ".join(evidence.label("skill", key) for key in keys)
    said = f"None of {numbers.count(whole.of)} vacancies in English names any of these: {labels}."
    return Answer(state="answered", said=said, figures=(whole, *rows))


def _chart(rows: list[Figure]) -> Chart | None:
    told = [row for row in rows if row.verdict != INSUFFICIENT][:IN_CHART]
    return charts.ranges(
        [charts.Range(label=row.label, value=cells.change(row), low=row.low, high=row.high) for row in told],
        middle=0.0,
        caption="Change of vacancies with its 95% range, where there are enough; the vertical line is no change",
    )


def _shares(evidence: Evidence, dimension: str, keys: Sequence[str]) -> list[Figure]:
    rows = evidence.shares(dimension, keys)
    return sorted(rows, key=lambda row: (-(row.n_now or 0), row.key))


def _said(named: list[Figure], growth: dict[str, Figure]) -> str:
    first = named[0]
    part = f"{numbers.count(first.n_now)} of {numbers.count(first.of)}"
    share = f"{numbers.share(first.estimate)} ({numbers.share_span(first.low, first.high)})"
    text = f"Named most: {first.label}, in {part} vacancies in English: {share}"
    rows = [growth[row.key] for row in named if row.key in growth]
    moved = ranking.moved(rows, RISING, FALLING)
    if moved:
        best = moved[0]
        text += f"; moved most surely: {best.label} {numbers.change(best.estimate)}"
        return f"{text} ({numbers.span(best.low, best.high)})."
    some = [row for row in rows if row.verdict != INSUFFICIENT]
    return f"{text}; {'none rose or fell beyond noise' if some else 'too few are named to say whether any grows'}."


def _table(caption: str, rows: list[Figure], growth: Mapping[str, Figure], seen: Mapping[str, dt.date] | None) -> Table:
    lines = []
    for row in rows:
        change = growth.get(row.key)
        days = () if seen is None else (cells.day(seen.get(row.key)),)
        lines.append(
            (cells.name(row), cells.part(row), cells.share(row), cells.change(change), cells.sure(change), *days)
        )  # fmt: skip
    heads = ("Name", "Vacancies", "Share", "Change", "Sure?", *(() if seen is None else ("First seen",)))
    return Table(caption=caption, heads=heads, lines=tuple(lines), wide=frozenset({5}))


def _by_sector(evidence: Evidence, named: list[Figure]) -> tuple[list[Table], list[Figure]]:
    rows = [row for term in named for row in evidence.of_skill(term.key, "sector") if row.n_now]
    if not rows:
        return [], []
    rows.sort(key=lambda row: (-(row.n_now or 0), row.within, row.key))
    lines = tuple(
        (
            Cell(text=evidence.label("skill", row.within.partition("=")[2])), Cell(text=row.label), cells.part(row),
            cells.share(row),
        )
        for row in rows[:BY_SECTOR]
    )  # fmt: skip
    heads = ("Name", "Sector", "Vacancies", "Share")
    return [Table(caption=f"By sector, the {BY_SECTOR} largest", heads=heads, lines=lines)], rows
