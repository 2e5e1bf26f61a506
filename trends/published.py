"""The columns of a series that a share and its change fill."""

from typing import Any

import numpy as np

from trends.counted import Counted
from trends.parts import Parts
from trends.verdict import Words


def level_columns(parts: Parts, counted: Counted) -> dict[str, Any]:
    """Return what a row about a share of the window says."""
    share, low, high = parts.level()
    return {
        "estimate": share, "low": low, "high": high, "n_now": parts["part"], "employers": parts["named"],
        "method": counted.method("observed"),
    }  # fmt: skip


def change_columns(parts: Parts, counted: Counted, family: Words) -> dict[str, Any]:
    """Return what a row about the change of a share says; verdicts are given among the rows of one `family`."""
    change = parts.change()
    measured = np.any(parts["whole_now"] + parts["whole_then"] > 0)
    sample = {"n_now": "part_now", "n_then": "part_then", "employers": "employers"}
    return {
        "compared_with": counted.facts.period.compared_with, "estimate": change.rate, "low": change.low,
        "high": change.high, "coverage": parts.coverage(), "verdict": parts.verdicts(change, family),
        "method": counted.method("matched"),
    } | {  # without a board on the panel nothing was measured, which is not zero
        column: parts[name] if measured else np.full(len(change.rate), np.nan) for column, name in sample.items()
    }  # fmt: skip
