"""Posted pay, one row a role and currency."""

from trends.digest import numbers, wording
from trends.digest.blocks import Change, Table
from trends.digest.material import Material
from trends.digest.movers import change_of
from trends.digest.records import Row
from trends.digest.rows import currency
from trends.verdict import FALLING, INSUFFICIENT, LEAST_VACANCIES, RISING

MOST = 8


def section(material: Material) -> Table | None:
    """Return median and middle half of the pay stated in vacancies, largest samples first."""
    medians = [
        row
        for dimension in ("all", "role")
        for row in material.rows.of(dimension, "pay_p50")
        if row.estimate is not None and row.verdict != INSUFFICIENT
    ]
    if not medians:
        return None
    medians.sort(key=lambda row: (row.dimension != "all", -(row.n_now or 0), row.key, currency(row)))
    lines = [_line(material, row) for row in medians[:MOST]]
    heads = ("Role and currency", "Median", "Year on year", "Middle half", "Vacancies")
    has_growth = any(_growth(material, row) for row in medians[:MOST])
    shown = [at for at in range(len(heads)) if has_growth or heads[at] != "Year on year"]
    return Table(
        title="Posted pay",
        hint=f"Median of the middles of posted base pay ranges in {wording.now(material.period)}, a year. "
        f"At least {LEAST_VACANCIES} vacancies a row; currencies are never mixed.",
        heads=tuple(heads[at] for at in shown),
        lines=tuple(tuple(line[at] for at in shown) for line in lines),
        wide=frozenset({shown.index(4)}) if not has_growth else frozenset({3, 4}),
        remarks=_remarks(material),
        files=tuple(f"{name}_{material.period.every}.csv" for name in dict.fromkeys(row.dimension for row in medians)),
    )


def _line(material: Material, median: Row) -> tuple[str | Change, ...]:
    code = currency(median)
    low, high, growth = (
        _same(material, median, "pay_p25"),
        _same(material, median, "pay_p75"),
        _growth(material, median),
    )
    name = "All roles" if median.dimension == "all" else median.label
    is_sure = growth is not None and growth.verdict in (RISING, FALLING)
    return (
        f"{name} ({code})",
        numbers.money(median.estimate, code),
        change_of(growth.estimate if growth else None, digits=1, is_sure=is_sure),
        numbers.money_span(low.estimate if low else None, high.estimate if high else None, code),
        numbers.count(median.n_now),
    )


def _growth(material: Material, median: Row) -> Row | None:
    return _same(material, median, "pay_growth")


def _same(material: Material, median: Row, metric: str) -> Row | None:
    """Return another figure of the same role and currency."""
    return next(
        (
            row
            for row in material.rows.of(median.dimension, metric)
            if row.key == median.key and currency(row) == currency(median)
        ),
        None,
    )


def _remarks(material: Material) -> tuple[str, ...]:
    shown = material.rows.total("pay_shown")
    if shown is None or shown.estimate is None:
        return ()
    return (f"{numbers.share(shown.estimate)} of vacancies state pay; the others may pay otherwise.",)
