"""Posted pay, one row a role and currency."""

from trends.digest import numbers, wording
from trends.digest.blocks import Change, Table
from trends.digest.material import Material
from trends.digest.movers import change_of
from trends.digest.records import Row
from trends.digest.rows import currency
from trends.verdict import FALLING, RISING

MOST = 8
FEWEST = 30


def section(material: Material) -> Table | None:
    """Return median and middle half of the pay stated in vacancies, largest samples first."""
    medians = [
        row
        for dimension in ("all", "role")
        for row in material.rows.of(dimension, "pay_p50")
        if row.estimate is not None and (row.n_now or 0) >= FEWEST
    ]
    if not medians:
        return None
    medians.sort(key=lambda row: (row.dimension != "all", -(row.n_now or 0), row.key, currency(row)))
    return Table(
        title="Posted pay",
        hint=f"Median of the middles of posted ranges in {wording.now(material.period)}, made yearly; "
        f"change on {wording.base(material.period)}. Currencies are never mixed.",
        heads=("Role and currency", "Median", "Year on year", "Middle half", "Vacancies"),
        lines=tuple(_line(material, row) for row in medians[:MOST]),
        wide=frozenset({3, 4}),
        remarks=_remarks(material),
        files=(f"role_{material.period.every}.csv",),
    )


def _line(material: Material, median: Row) -> tuple[str | Change, ...]:
    code = currency(median)
    low, high, growth = (_same(material, median, metric) for metric in ("pay_p25", "pay_p75", "pay_growth"))
    name = "All roles" if median.dimension == "all" else median.label
    is_sure = growth is not None and growth.verdict in (RISING, FALLING)
    return (
        f"{name} ({code})",
        numbers.money(median.estimate, code),
        change_of(growth.estimate if growth else None, digits=1, is_sure=is_sure),
        numbers.money_span(low.estimate if low else None, high.estimate if high else None, code),
        numbers.count(median.n_now),
    )


def _same(material: Material, median: Row, metric: str) -> Row | None:
    """Return another figure of the same role and currency."""
    return next(
        (
            row
            for row in material.rows.of(median.dimension, metric)
            if row.key == median.key and row.within == median.within and currency(row) == currency(median)
        ),
        None,
    )


def _remarks(material: Material) -> tuple[str, ...]:
    shown = material.rows.total("pay_shown")
    if shown is None or shown.estimate is None:
        return ()
    return (f"{numbers.share(shown.estimate)} of vacancies state pay; the others may pay otherwise.",)
