"""The formula of a number with its numbers, a step a line."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import special

from trends.interval import Change, Sums, change, clusters, effective_employers, share_variance, variance
from trends.verdict import LEAST_COVERAGE, LEAST_EFFECTIVE, LEAST_EMPLOYERS, LEAST_VACANCIES

Cells = dict[str, tuple[int, int]]
"""Employer → vacancies now and then."""


def growth_steps(part: Cells, row: dict[str, Any]) -> list[str]:
    """Return the steps of plain growth."""
    sums = _sums(part)
    now, then = int(sums.now[0]), int(sums.then[0])
    if not (now and then):
        return [f"{now:,} now ÷ {then:,} then: there is no rate without both"]
    squares = variance(sums)
    steps = [f"{now:,} now ÷ {then:,} then − 1 = {_signed(now / then - 1)}"]
    return steps + _interval(change(sums.now / sums.then, squares, clusters(sums)), squares, sums, row)


def share_steps(part: Cells, whole: Cells, row: dict[str, Any]) -> list[str]:
    """Return the steps of the growth of a share."""
    one, all_of = _sums(part), _sums(whole)
    numbers = [int(value[0]) for value in (one.now, all_of.now, one.then, all_of.then)]
    if not all(numbers):
        a, all_a, b, all_b = (f"{number:,}" for number in numbers)
        return [f"{a} of {all_a} now, {b} of {all_b} then: there is no rate without all four"]
    names = sorted(part.keys() | whole.keys())
    crossed = [
        np.array([float(sum(part.get(name, (0, 0))[mine] * whole.get(name, (0, 0))[other] for name in names))])
        for mine in (0, 1)
        for other in (0, 1)
    ]
    squares = share_variance(one, all_of, *crossed)
    ratio = one.now / one.then / (all_of.now / all_of.then)
    steps = [
        f"({numbers[0]:,} ÷ {numbers[1]:,} now) ÷ ({numbers[2]:,} ÷ {numbers[3]:,} then) − 1 = {_signed(ratio[0] - 1)}"
    ]
    return steps + _interval(change(ratio, squares, clusters(one)), squares, one, row)


def chain_steps(now: Sequence[int], then: Sequence[int], names: Sequence[str]) -> list[str]:
    """Return the links of a chain, newest first: what each later and earlier window holds on their own panel."""
    product = np.prod([a / b for a, b in zip(now, then, strict=True)])
    links = [f"{name}: {a:,} ÷ {b:,} = {a / b:.4f}" for name, a, b in zip(names, now, then, strict=True)]
    return [*links, f"product − 1 = {_signed(float(product) - 1)}"]


def _interval(found: Change, squares: Any, sums: Sums, row: dict[str, Any]) -> list[str]:
    free, error = float(found.free[0]), float(found.error[0])
    if not np.isfinite(error):
        return ["one employer alone: there is no interval"]
    t = float(special.stdtrit(free, 0.975))
    ends = f"{_signed(float(found.low[0]))} to {_signed(float(found.high[0]))}"
    steps = [
        f"Σ e² = {squares[0]:.6g} over {int(sums.employers[0]):,} employers; e = part of the vacancies now − part then",
        f"C = {free + 1:.1f} effective employers; standard error = C ÷ (C − 1) · √Σ e² = {error:.4f}",
        f"interval = exp({float(found.theta[0]):.4f} ± {t:.3f} · {error:.4f}) − 1 = {ends}",
    ]
    return steps + _floors(sums, row)


def _floors(sums: Sums, row: dict[str, Any]) -> list[str]:
    """Return why there is no verdict, where there is none."""
    few = [
        (int(sums.now[0]), LEAST_VACANCIES, "vacancies now"),
        (int(sums.then[0]), LEAST_VACANCIES, "vacancies then"),
        (int(sums.employers[0]), LEAST_EMPLOYERS, "employers"),
        (round(float(effective_employers(sums)[0]), 1), LEAST_EFFECTIVE, "equal employers' worth"),
        (round(row["coverage"] or 0.0, 3), LEAST_COVERAGE, "coverage"),
    ]
    lacking = [f"{value:g} {what} (at least {least:g})" for value, least, what in few if value < least]
    return ["insufficient: " + ", ".join(lacking)] if lacking else []


def _sums(cells: Cells) -> Sums:
    now, then = (np.array([cell[at] for cell in cells.values()], dtype=float) for at in (0, 1))
    total = {"now": now, "then": then, "now_now": now**2, "then_then": then**2, "now_then": now * then}
    sums = {name: np.array([values.sum()]) for name, values in total.items()}
    return Sums(**sums, employers=np.array([float((now + then > 0).sum())]))


def _signed(rate: float) -> str:
    return f"{rate:+.4f}"
