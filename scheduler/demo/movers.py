"""The demo's last word: who moved most, as a table for the terminal."""

from pathlib import Path
from typing import Any

from rich.table import Table

from trends.periods import Period
from trends.series import read_series

DIMENSIONS = ("role", "skill")
SHOWN = 4
"""Most rows a direction and dimension."""


def movers(series: Path, period: Period) -> Table:
    """Return what surely rose or fell, most certain first, and what surely did neither, as a table."""
    table = Table(title=f"SAMPLE  {period.key} against {period.compared_with}", box=None, title_justify="left")
    table.add_column("")
    for column in ("then", "now", "a year", "95 % range"):
        table.add_column(column, justify="right")
    table.add_column("verdict")
    rows = [row for row in read_series(series, period).to_pylist() if _is_plain(row)]
    for dimension in DIMENSIONS:
        for verdict in ("rising", "falling", "flat"):
            found = [row for row in rows if row["dimension"] == dimension and row["verdict"] == verdict]
            for row in sorted(found, key=_nearest_zero, reverse=True)[:SHOWN]:
                table.add_row(
                    f"{dimension} {row['key']}",
                    str(row["n_then"]),
                    str(row["n_now"]),
                    f"{row['estimate']:+.0%}",
                    f"{row['low']:+.0%} to {row['high']:+.0%}",
                    verdict,
                )
    return table


def _is_plain(row: dict[str, Any]) -> bool:
    return row["metric"] == "growth" and not row["within"] and row["country"] == "all"


def _nearest_zero(row: dict[str, Any]) -> float:
    return float(min(abs(row["low"]), abs(row["high"])))
