"""What was looked at in a period in which nothing moved: a line a dimension instead of tables."""

from collections.abc import Sequence

from trends.digest import numbers, wording
from trends.digest.blocks import Entries, Entry
from trends.digest.material import GROWTH, Material
from trends.digest.records import Row
from trends.verdict import CLOSE, FLAT_WORD, INSUFFICIENT

NOUNS = {"role": "Roles", "skill": "Skills", "place": "Places"}
NAMED = 3


def section(material: Material, dimensions: Sequence[str]) -> Entries | None:
    """Return how many keys of each dimension were looked at and how the largest stand; None where nothing was."""
    rows = {dimension: list(material.rows.of(dimension, GROWTH)) for dimension in dimensions}
    entries = [
        Entry(name=f"{NOUNS[dimension]}:", said=_said(of)) for dimension, of in rows.items() if any(map(_is_enough, of))
    ]
    if not entries:
        return None
    period = material.period
    return Entries(
        title="Looked at, and found still",
        hint=f"New vacancies in {wording.now(period)} against {wording.base(period)}, same boards, with 95% ranges.",
        entries=tuple(entries),
        files=tuple(f"{dimension}_{period.every}.csv" for dimension, of in rows.items() if any(map(_is_enough, of))),
    )


def _is_enough(row: Row) -> bool:
    return row.verdict != INSUFFICIENT


def _said(rows: Sequence[Row]) -> str:
    enough = [row for row in rows if _is_enough(row)]
    close, flat = (sum(row.verdict == verdict for row in enough) for verdict in (CLOSE, FLAT_WORD))
    largest = sorted(enough, key=lambda row: (-(row.n_now or 0), row.key))[:NAMED]
    names = ", ".join(
        f"{row.label} {numbers.change(row.estimate)} ({numbers.span(row.low, row.high)})" for row in largest
    )
    return f"{numbers.count(close)} too close to call, {numbers.count(flat)} steady. The largest: {names}."
