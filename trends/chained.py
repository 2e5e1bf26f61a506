"""The chained index: growth over a year as the product of links, for keys that a year-apart panel hardly covers.

I = Π A_j / B_j, where a link j compares two adjacent windows on the boards observed in both: A_j is what the later one
holds, B_j the earlier one (ILO and IMF, Consumer Price Index Manual 2020, ch. 9). Boards that came and went in between
count in the links they saw. The interval is that of `interval`, with e_c = Σ_j (A_jc / A_j − B_jc / B_j): for a panel
that never changes all but the two ends cancels and the plain growth of it remains.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trends.interval import Numbers

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Counts by key, employer and block, an entry each; see `trends.links.linked_cells`."""

    key: Whole
    """0…keys − 1."""
    employer: Whole
    block: Whole
    """0…links; 0 is the newest."""
    all: Numbers
    matched_now: Numbers
    matched_then: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The chain of every key."""

    ratio: Numbers
    squares: Numbers
    """Σ e_c²."""
    clusters: Numbers
    """Equal employers that the average window is worth; see `interval.clusters`."""
    effective: Numbers
    """1 / Σ p_c² of the most concentrated window."""
    now: Numbers
    then: Numbers
    employers: Numbers
    coverage: Numbers
    """Matched part of all vacancies in the later window of a link; the median over links."""


def chain(cells: Cells, keys: int, links: int, whole: Whole | None = None) -> Chain:
    """Return the chain of each of `keys`; with `whole`, the key that each is a part of, that of its share."""
    by_block = cells.key * (links + 1) + cells.block

    def total(values: Numbers) -> Numbers:
        return _sums(by_block, values, keys * (links + 1)).reshape(keys, links + 1)

    now, then = total(cells.matched_now)[:, :-1], total(cells.matched_then)[:, 1:]
    everything = total(cells.all)[:, :-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        theta = np.log(now / then).sum(1)
        coverage = np.median(np.where(everything > 0, now / everything, 0.0), axis=1)
    width = int(cells.employer.max(initial=0)) + 1
    pairs, where = np.unique(cells.key * width + cells.employer, return_inverse=True)
    residual = _sums(where, _residuals(cells, now, then), len(pairs))
    owner, employer = pairs // width, pairs % width
    has = _sums(where, cells.matched_now + cells.matched_then, len(pairs)) > 0
    employers = _sums(owner, has.astype(float), keys)
    squares = _sums(owner, residual**2, keys)
    if whole is not None:
        squares, theta = _of_share(residual, owner, employer, squares, whole), theta - theta[whole]
    later = _concentration(now, total(cells.matched_now**2)[:, :-1])
    earlier = _concentration(then, total(cells.matched_then**2)[:, 1:])
    plain, unbiased = (np.concatenate(both, axis=1) for both in zip(later, earlier, strict=True))
    with np.errstate(over="ignore"):
        return Chain(
            ratio=np.exp(theta),
            squares=np.where(squares < 1e-14, 0.0, squares),
            clusters=np.fmin(_inverse(unbiased.mean(1)), employers),
            effective=_inverse(plain.max(1)),
            now=now[:, 0],
            then=then[:, -1],
            employers=employers,
            coverage=coverage,
        )


def _sums(codes: Whole, values: Numbers, length: int) -> Numbers:
    return np.asarray(np.bincount(codes, values, length), dtype=float)


def _residuals(cells: Cells, now: Numbers, then: Numbers) -> Numbers:
    """Return each cell's part of e_c."""
    links = now.shape[1]
    later, earlier = cells.block < links, cells.block > 0
    found = np.zeros(len(cells.key))
    with np.errstate(divide="ignore", invalid="ignore"):
        found[later] += np.nan_to_num(cells.matched_now[later] / now[cells.key[later], cells.block[later]])
        found[earlier] -= np.nan_to_num(
            cells.matched_then[earlier] / then[cells.key[earlier], cells.block[earlier] - 1]
        )
    return found


def _of_share(residual: Numbers, owner: Whole, employer: Whole, squares: Numbers, whole: Whole) -> Numbers:
    """Return Σ (e_c of the part − e_c of its whole)² over all employers of the whole."""
    found = np.empty_like(squares)
    for key in np.unique(whole):
        of_whole = np.zeros(int(employer.max(initial=0)) + 1)
        of_whole[employer[owner == key]] = residual[owner == key]
        both = _sums(owner, residual * of_whole[employer], len(squares))
        found = np.where(whole == key, squares - 2 * both + squares[key], found)
    return found


def _concentration(sums: Numbers, squares: Numbers) -> tuple[Numbers, Numbers]:
    """Return Σ p_c² by key and window: as it is, and as `interval.clusters` estimates it."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return squares / sums**2, (squares - sums) / (sums * (sums - 1))


def _inverse(values: Numbers) -> Numbers:
    with np.errstate(divide="ignore"):
        return 1 / values
