"""Growth rows of one dimension as a block: what rose, what fell, and what cannot be said."""

from collections.abc import Sequence

from trends.digest import numbers, ranking, wording
from trends.digest.blocks import Change, Group, Mover, Movers
from trends.digest.material import GROWTH, Material
from trends.digest.records import Row
from trends.digest.traces import Trace, line
from trends.periods import Every
from trends.verdict import CLOSE, FALLING, FLAT, FLAT_WORD, INSUFFICIENT, RISING

NAMED = 6
"""Names in a remark; the rest is a number."""
SHOWN_UNMOVED = 3
FOLLOWED = "Not moved, shown because you follow them"
TRACE_HEADS = {Every.WEEK: "52 weeks", Every.MONTH: "13 months", Every.QUARTER: "5 quarters"}


def movers(material: Material, dimension: str, *, noun: str, most: int, hint: str = "") -> Movers | None:
    """Return the block of one dimension, at most `most` rows a direction; None where nothing was measured."""
    rows = list(material.rows.of(dimension, GROWTH))
    if not rows:
        return None
    chosen = [
        ("Rising", ranking.moved(rows, RISING)[:most]),
        ("Falling", ranking.moved(rows, FALLING)[:most]),
    ]
    has_moved = any(found for _, found in chosen)
    if has_moved:
        chosen.append((FOLLOWED, _still_followed(material, rows)))
    else:
        chosen = [("The largest", _largest(rows)[:SHOWN_UNMOVED])]
    groups = tuple(Group(name=name, movers=_lines(material, found)) for name, found in chosen if found)
    return Movers(
        title=f"{noun.capitalize()}s on the move" if has_moved else f"{noun.capitalize()}s: none moved beyond noise",
        hint=f"{_hint(material)} {hint}".rstrip(),
        head=noun.capitalize(),
        trace_head=TRACE_HEADS[material.period.every],
        groups=groups,
        remarks=_remarks(rows, noun, most),
        files=(f"{dimension}_{material.period.every}.csv",),
    )


def change_of(ratio: float | None, digits: int = 0, *, is_sure: bool = True) -> Change:
    """Return a change whose mark points only where the direction is sure."""
    text = numbers.change(ratio, digits)
    if not is_sure or ratio is None or text == "0%":
        return Change(direction="level", text=text)
    return Change(direction="up" if ratio > 0 else "down", text=text)


def level_said(history: Trace) -> str:
    """Return a share a year ago and now, `share 8.3 → 11.2%`; empty where either is unknown."""
    if history.now is None or history.then is None:
        return ""
    return f"share {numbers.share(history.then).removesuffix('%')} → {numbers.share(history.now)}"


def _largest(rows: Sequence[Row]) -> list[Row]:
    unmoved = [row for row in rows if row.verdict in (FLAT_WORD, CLOSE)]
    return sorted(unmoved, key=lambda row: (-(row.n_now or 0), row.key))


def _still_followed(material: Material, rows: Sequence[Row]) -> list[Row]:
    still = [row for row in rows if row.verdict not in (RISING, FALLING)]
    return sorted(
        (row for row in still if (row.dimension, row.key) in material.followed),
        key=lambda row: (-(row.n_now or 0), row.key),
    )


def _lines(material: Material, rows: Sequence[Row]) -> tuple[Mover, ...]:
    return tuple(_line(row, history) for row, history in zip(rows, material.traces(rows), strict=True))


def _line(row: Row, history: Trace) -> Mover:
    said = ranking.confidence(row)
    level = level_said(history)
    return Mover(
        name=row.label,
        note=level,
        now=numbers.count(row.n_now),
        then=numbers.count(row.n_then),
        change=change_of(row.estimate, is_sure=row.verdict in (RISING, FALLING)),
        range=numbers.span(row.low, row.high),
        trace=line(history),
        trace_said=f"A year of history: {level}" if level else "",
        dots=ranking.dots(said),
        confidence=said,
    )


def _hint(material: Material) -> str:
    period = material.period
    total = material.rows.total(GROWTH)
    hint = f"New vacancies in {wording.now(period)} and in {wording.base(period)}, same boards."
    if total is None or total.estimate is None:
        return hint
    return f"{hint} All vacancies: {numbers.change(total.estimate)} ({numbers.span(total.low, total.high)})."


def _remarks(rows: Sequence[Row], noun: str, most: int) -> tuple[str, ...]:
    by_verdict = {
        verdict: [row for row in rows if row.verdict == verdict]
        for verdict in (RISING, FALLING, FLAT_WORD, CLOSE, INSUFFICIENT)
    }
    more = sum(max(0, len(by_verdict[verdict]) - most) for verdict in (RISING, FALLING))
    remarks = []
    if more:
        remarks.append(f"{numbers.count(more)} more moved; the file has them.")
    if by_verdict[FLAT_WORD]:
        remarks.append(f"Steady, the whole range within ±{numbers.whole_share(FLAT)}: {_names(by_verdict[FLAT_WORD])}.")
    if unsure := len(by_verdict[CLOSE]):
        remarks.append(f"Too close to call: {numbers.plural(unsure, noun)}.")
    scarce = [row for row in by_verdict[INSUFFICIENT] if (row.n_now or row.n_then) and not ranking.is_newcomer(row)]
    if scarce:
        remarks.append(f"Too few vacancies or employers to rank: {_names(scarce)}.")
    return tuple(remarks)


def _names(rows: Sequence[Row]) -> str:
    largest = sorted(rows, key=lambda row: (-max(row.n_now or 0, row.n_then or 0), row.key))[:NAMED]
    text = " · ".join(sorted((row.label for row in largest), key=str.casefold))
    return f"{text} and {numbers.count(len(rows) - NAMED)} more" if len(rows) > NAMED else text
