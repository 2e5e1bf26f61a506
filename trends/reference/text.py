"""Two series side by side as plain text."""

from collections.abc import Iterable

from trends.reference.beside import Line

HEAD = ("period", "against", "series", "country", "theirs", "then", "change", "ours", "then", "change", "n", "n then")
TEXTS = 4


def as_table(lines: Iterable[Line]) -> str:
    """Return one line each; a dash is no value."""
    rows = [HEAD, *(_cells(line) for line in lines)]
    wide = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column < TEXTS else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, wide, strict=True))
        ).rstrip()
        for row in rows
    )


def _cells(line: Line) -> tuple[str, ...]:
    is_index = line.series == "new-postings"
    theirs = [_index(value, 1) if is_index else _share(value) for value in (line.theirs_now, line.theirs_then)]
    ours = [_index(value, 0) if is_index else _share(value) for value in (line.ours_now, line.ours_then)]
    return (
        line.period,
        line.compared_with,
        line.series,
        line.country,
        *theirs,
        _change(line.theirs_change),
        *ours,
        _change(line.ours_change),
        f"{line.n_now:,}",
        f"{line.n_then:,}",
    )


def _share(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.2f} %"


def _index(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:,.{digits}f}"


def _change(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:+.1f} %"
