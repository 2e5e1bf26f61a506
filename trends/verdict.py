"""What may be said of a growth figure: too few to tell, rising, falling, flat, or too close to call."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trends.discovery import discoveries, p_values
from trends.interval import Change, picked

Numbers = npt.NDArray[np.float64]
Words = npt.NDArray[np.str_]
LEAST_VACANCIES = 30
LEAST_EMPLOYERS = 10
LEAST_EFFECTIVE = 5
LEAST_COVERAGE = 0.6
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


def verdicts(change: Change, sample: Sample, family: npt.NDArray[np.str_], flat: float = FLAT) -> Words:
    """Return a verdict a row; discoveries are made among the rows of one `family` whose sample is enough.

    What lies within ± `flat` does not move.
    """
    enough = sample.is_enough & np.isfinite(change.error)
    sure = np.zeros(len(change.error), dtype=bool)
    for name in np.unique(family[enough]):
        chosen = enough & (family == name)
        sure[chosen] = discoveries(p_values(picked(change, chosen), sample.now[chosen], sample.then[chosen]))
    return np.select(
        [
            ~enough,
            sure & (change.low > 0),
            sure & (change.high < 0),
            (change.low >= -flat) & (change.high <= flat),
        ],
        [INSUFFICIENT, RISING, FALLING, FLAT_WORD],
        default=CLOSE,
    )
