"""Shares with their Wilson bounds, and whether spans meet."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

Span = tuple[int, int]
Outcome = tuple[str, bool]
"""Name of a figure, and whether one case counts for it."""
Z = 1.959964
"""Normal quantile of a 95 % interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured share."""

    name: str
    """What was measured."""
    file: str
    """Labelled file it was measured on."""
    right: int
    """Cases that count."""
    n: int
    """All cases."""
    share: float | None
    """right ÷ n; null without cases."""
    low: float | None
    """Lower end of the 95 % Wilson interval."""
    high: float | None
    """Upper end."""


def figure(name: str, file: str, outcomes: Iterable[bool]) -> Figure:
    """Return the share of true outcomes."""
    seen = list(outcomes)
    right, n = sum(seen), len(seen)
    low, high = wilson(right, n) if n else (None, None)
    return Figure(name=name, file=file, right=right, n=n, share=right / n if n else None, low=low, high=high)


def wilson(right: int, n: int) -> tuple[float, float]:
    """Return the 95 % Wilson score interval (Wilson 1927) of right ÷ n.

    >>> [round(end, 3) for end in wilson(9, 10)]
    [0.596, 0.982]
    """
    share = right / n
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def occurrences(words: str, text: str) -> list[Span]:
    """Return every place where `words` stand in `text` as whole words, in any case.

    >>> occurrences("go", "Go, gopher, GO")
    [(0, 2), (12, 14)]
    """
    pattern = rf"(?<!\w){re.escape(words)}(?!\w)" if words else r"(?!)"
    return [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]


def meet(one: Span, spans: Iterable[Span]) -> bool:
    """Tell whether a span shares a character with any of `spans`."""
    return any(one[0] < end and start < one[1] for start, end in spans)
