"""The finding in words: subject, preheader and lead, all by fixed rules from the surest rows."""

from dataclasses import dataclass

from trends.digest import numbers, wording
from trends.digest.labels import clean
from trends.digest.material import GROWTH, Material
from trends.digest.records import Row
from trends.verdict import FALLING, RISING

SUBJECT_LABEL = 32
"""Longest name in a subject; mail clients show some 40 characters of it."""
SAMPLE = "SAMPLE"
NOUNS = {
    "role": "{} vacancies",
    "skill": "vacancies that ask for {}",
    "place": "vacancies in {}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The rows that make the headline; both empty in a quiet period."""

    first: Row | None
    """The surest mover of all."""
    second: Row | None
    """The surest mover the other way, else the surest one of another dimension."""


def finding(material: Material) -> Finding:
    """Choose the rows of the headline: roles, skills and places in order of the interval's end nearest zero."""
    rows = material.movers("role", "skill", "place")
    if not rows:
        return Finding(first=None, second=None)
    first = rows[0]
    others = [row for row in rows[1:] if row.verdict != first.verdict]
    others += [row for row in rows[1:] if row.dimension != first.dimension]
    return Finding(first=first, second=others[0] if others else None)


def headline(material: Material, found: Finding) -> str:
    """Return the finding without its period."""
    if found.first is None:
        total = _sure_total(material)
        if total is not None:
            return f"All vacancies {numbers.change(total.estimate)} on the year; nothing else moved beyond noise"
        return f"Quiet {material.period.every}: no role, skill or place moved beyond noise"
    text = f"{_short(found.first)} {numbers.change(found.first.estimate)} on the year"
    if found.second is not None:
        text += f"; {_short(found.second)} {numbers.change(found.second.estimate)}"
    return text


def subject(material: Material, found: Finding) -> str:
    """Return the headline with its period, marked where the numbers are invented."""
    line = f"{headline(material, found)} ({wording.short_name(material.period)})"
    return f"{SAMPLE}: {line}" if material.scope.sample else line


def preheader(material: Material, found: Finding) -> str:
    """Return what stands beside the subject in an inbox: sources, volume, largest fall or rise not yet told."""
    parts = []
    scope = material.scope
    if scope.sources_healthy is not None and scope.sources_total is not None:
        parts.append(f"{scope.sources_healthy} of {numbers.plural(scope.sources_total, 'source')} healthy")
    new = material.rows.total("new")
    if new is not None and new.estimate is not None:
        parts.append(numbers.plural(new.estimate, "new vacancy", "new vacancies"))
    told = (found.first, found.second)
    rest = [row for row in material.movers("role", "skill", "place") if row not in told]
    parts += [f"{_short(row)} {numbers.change(row.estimate)}" for row in rest[:2]]
    line = " · ".join(parts) or wording.dates(material.period.span)
    return f"{SAMPLE} · {line}" if scope.sample else line


def lead(material: Material, found: Finding) -> str:
    """Return the finding in two sentences, the comparison named."""
    period = material.period
    total = material.rows.total(GROWTH)
    boards = total.boards if total is not None else None
    counted = ""
    if boards:
        same = "the one board" if boards == 1 else f"the {numbers.count(boards)} boards"
        counted = f", counting only {same} observed in both periods"
    if found.first is None:
        return _quiet_lead(material, total, counted)
    opening = _capital(f"{_noun(found.first)} are {_direction(found.first)} on {wording.base(period)}{counted}.")
    further = []
    if found.second is not None:
        further.append(f"{_noun(found.second)} {_fell_or_rose(found.second)}")
    if total is not None and total.estimate is not None:
        sure = total.verdict in (RISING, FALLING)
        further.append(
            f"all vacancies together {_fell_or_rose(total)}"
            if sure
            else "all vacancies together moved too little to call"
        )
    return f"{opening} {_capital(', and '.join(further))}." if further else opening


def _quiet_lead(material: Material, total: Row | None, counted: str) -> str:
    base = wording.base(material.period)
    opening = f"Against {base}, no role, skill or place rose or fell by more than chance explains{counted}."
    if total is None or total.estimate is None:
        return opening
    return (
        f"{opening} All vacancies together stand at {numbers.change(total.estimate)} "
        f"(95% range {numbers.span(total.low, total.high)})."
    )


def _sure_total(material: Material) -> Row | None:
    total = material.rows.total(GROWTH)
    return total if total is not None and total.verdict in (RISING, FALLING) else None


def _short(row: Row) -> str:
    return clean(row.label, SUBJECT_LABEL)


def _noun(row: Row) -> str:
    return NOUNS[row.dimension].format(row.label)


def _direction(row: Row) -> str:
    return f"{'up' if (row.estimate or 0) > 0 else 'down'} {_size(row)}"


def _fell_or_rose(row: Row) -> str:
    return f"{'rose' if (row.estimate or 0) > 0 else 'fell'} {_size(row)}"


def _size(row: Row) -> str:
    return numbers.change(row.estimate).lstrip("+" + numbers.MINUS)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
