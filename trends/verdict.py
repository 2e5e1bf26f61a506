"""What may be said of a growth figure: too few to tell, rising, falling, flat, or too close to call."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trends.interval import Change

Numbers = npt.NDArray[np.float64]
Words = npt.NDArray[np.str_]
LEAST_VACANCIES = 30
LEAST_EMPLOYERS = 10
LEAST_EFFECTIVE = 5
LEAST_COVERAGE = 0.6
FALSE_DISCOVERIES = 0.05
FLAT = 0.10

INSUFFICIENT, RISING, FALLING, FLAT_WORD, CLOSE = "insufficient", "rising", "falling", "flat", "too close to call"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """How much a growth figure rests on."""

    now: Numbers
    then: Numbers
    employers: Numbers
    effective: Numbers
    coverage: Numbers

    @property
    def is_enough(self) -> npt.NDArray[np.bool_]:
        """Whether a verdict may be given; NaN is never enough."""
        return (
            (self.now >= LEAST_VACANCIES)
            & (self.then >= LEAST_VACANCIES)
            & (self.employers >= LEAST_EMPLOYERS)
            & (self.effective >= LEAST_EFFECTIVE)
            & (self.coverage >= LEAST_COVERAGE)
        )


def false_discovery(p: Numbers) -> Numbers:
    """Return Benjamini–Hochberg q values: the least false discovery rate at which each p would be called.

    Y. Benjamini and Y. Hochberg, Controlling the False Discovery Rate, J. R. Stat. Soc. B 57 (1995) 289–300.

    >>> false_discovery(np.array([0.01, 0.04, 0.03])).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    order = np.argsort(p, kind="stable")
    ranked = p[order] * len(p) / np.arange(1, len(p) + 1)
    q = np.empty_like(p)
    q[order] = np.minimum(np.minimum.accumulate(ranked[::-1])[::-1], 1.0)
    return q


def verdicts(change: Change, sample: Sample, family: npt.NDArray[np.str_]) -> Words:
    """Return a verdict a row; q values are taken among the rows of one `family` whose sample is enough."""
    enough = sample.is_enough & np.isfinite(change.p)
    q = np.full(len(change.p), np.nan)
    for name in np.unique(family[enough]):
        chosen = enough & (family == name)
        q[chosen] = false_discovery(change.p[chosen])
    sure = q <= FALSE_DISCOVERIES
    return np.select(
        [
            ~enough,
            sure & (change.low > 0),
            sure & (change.high < 0),
            (change.low >= -FLAT) & (change.high <= FLAT),
        ],
        [INSUFFICIENT, RISING, FALLING, FLAT_WORD],
        default=CLOSE,
    )
