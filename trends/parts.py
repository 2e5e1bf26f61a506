"""Which part of some vacancies has a thing, and by how much that part changed, from sums over employers.

Let a of b vacancies have it now and c of d then, a_e … those of employer e. The share is p = a / b with
r_e = (a_e − p b_e) / b and an interval that is symmetric on the logit scale; its change is p − q, where q = c / d,
with r_e the difference of the two, and its interval is the change ± t(C − 1) · se. In both
se² = (C / (C − 1))² · Σ r_e², C being the effective number of employers, as in `trends.interval`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy import special

from trends.interval import CONFIDENCE, Change, positive
from trends.verdict import Sample, Words, verdicts

Numbers = npt.NDArray[np.float64]
PART = ("part", "part_now", "part_then")
"""Vacancies that have the thing: now on all boards, and now and then on the panel."""
WHOLE = ("whole", "whole_now", "whole_then")
FLAT_SHARE = 0.02
"""A change whose interval lies within two points either way is flat."""
LEAST_EXPECTED = 5
"""Vacancies with the thing, and without it, that each window must be expected to hold, else no normal interval is near
enough (W. G. Cochran, Some Methods for Strengthening the Common χ² Tests, Biometrics 10 (1954) 417–451)."""


def summed(cells: Any, wholes: Any, by: list[str], of: list[str]) -> Any:
    """Return a row for each `by`: the sums and sums of products over employers that a share and its change need.

    `cells` have `PART` and `WHOLE` for each `by` and `cluster`; `wholes` have `WHOLE` for each `of`, a subset of `by`,
    and `cluster`. All sums are of whole numbers, so they depend neither on order nor on engine.
    """
    wide = {name: cells[name] for name in PART}
    parts = cells.group_by(by).agg(
        **{name: column.sum() for name, column in wide.items()},
        named=(cells.part > 0).sum(),
        part_part=(cells.part * cells.part).sum(),
        part_whole=(cells.part * cells.whole).sum(),
        aa=(cells.part_now * cells.part_now).sum(),
        ab=(cells.part_now * cells.whole_now).sum(),
        cc=(cells.part_then * cells.part_then).sum(),
        cd=(cells.part_then * cells.whole_then).sum(),
        ac=(cells.part_now * cells.part_then).sum(),
        ad=(cells.part_now * cells.whole_then).sum(),
        bc=(cells.whole_now * cells.part_then).sum(),
    )
    totals = wholes.group_by(of).agg(
        **{name: wholes[name].sum() for name in WHOLE},
        asked=(wholes.whole > 0).sum(),
        employers=(wholes.whole_now + wholes.whole_then > 0).sum(),
        whole_whole=(wholes.whole * wholes.whole).sum(),
        bb=(wholes.whole_now * wholes.whole_now).sum(),
        dd=(wholes.whole_then * wholes.whole_then).sum(),
        bd=(wholes.whole_now * wholes.whole_then).sum(),
    )
    return parts.join(totals, of)


@dataclass(frozen=True, slots=True)
class Parts:
    """What `summed` returned, an entry a row."""

    table: pa.Table

    def __getitem__(self, name: str) -> Numbers:
        return np.asarray(self.table[name].to_numpy(), dtype=float)

    def level(self) -> tuple[Numbers, Numbers, Numbers]:
        """Return the share on all boards, low and high; NaN where there is none."""
        part, whole = self["part"], self["whole"]
        with np.errstate(divide="ignore", invalid="ignore"):
            share = part / whole
            squares = self["part_part"] - 2 * share * self["part_whole"] + share**2 * self["whole_whole"]
        clusters = equal_employers(whole, self["whole_whole"], self["asked"])
        return share, *logit_interval(share, positive(squares / whole**2), clusters)

    def change(self) -> Change:
        """Return the change on the panel; theta and error are in standard deviations of one vacancy."""
        now, then = self["whole_now"], self["whole_then"]
        with np.errstate(divide="ignore", invalid="ignore"):
            p, q = self["part_now"] / now, self["part_then"] / then
            of_now = (self["aa"] - 2 * p * self["ab"] + p**2 * self["bb"]) / now**2
            of_then = (self["cc"] - 2 * q * self["cd"] + q**2 * self["dd"]) / then**2
            of_both = (self["ac"] - q * self["ad"] - p * self["bc"] + p * q * self["bd"]) / (now * then)
            clusters = np.fmin(self._equal("now", "bb"), self._equal("then", "dd"))
            free = np.where(clusters > 1, clusters - 1, np.nan)
            error = np.sqrt(positive(of_now - 2 * of_both + of_then)) * clusters / free
            wide = special.stdtrit(free, (1 + CONFIDENCE) / 2) * error
            alone = np.sqrt(self._pooled() * (1 - self._pooled()))
            return Change(
                rate=p - q,
                low=np.maximum(p - q - wide, -1.0),
                high=np.minimum(p - q + wide, 1.0),
                theta=(p - q) / alone,
                error=error / alone,
                free=free,
            )

    def coverage(self) -> Numbers:
        """Return which part of the vacancies that the share is taken of lies on the panel."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self["whole"] > 0, self["whole_now"] / self["whole"], np.nan)

    def verdicts(self, change: Change, family: Words) -> Words:
        """Return a verdict a row; discoveries are made among the rows of one `family`."""
        now, then = self["whole_now"], self["whole_then"]
        with np.errstate(divide="ignore", invalid="ignore"):
            expected = np.fmin(self._pooled(), 1 - self._pooled()) * np.fmin(now, then)
            effective = np.fmin(now**2 / self["bb"], then**2 / self["dd"])
        sample = Sample(
            now=np.where(expected >= LEAST_EXPECTED, now, np.nan),
            then=then,
            employers=self["employers"],
            effective=effective,
            coverage=self.coverage(),
        )
        return verdicts(change, sample, family, FLAT_SHARE)

    def _equal(self, window: str, squares: str) -> Numbers:
        return equal_employers(self[f"whole_{window}"], self[squares], self["employers"])

    def _pooled(self) -> Numbers:
        with np.errstate(divide="ignore", invalid="ignore"):
            return (self["part_now"] + self["part_then"]) / (self["whole_now"] + self["whole_then"])


def equal_employers(total: Numbers, squares: Numbers, employers: Numbers) -> Numbers:
    """Return how many equal employers the vacancies are worth, as `trends.interval.clusters` does for two windows."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.fmin(total * (total - 1) / (squares - total), employers)


def logit_interval(share: Numbers, squares: Numbers, clusters: Numbers) -> tuple[Numbers, Numbers]:
    """Return low and high of a share, given Σ r_e²; NaN for a share of 0 or 1, which has none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        wide = half_width(squares / (share * (1 - share)) ** 2, clusters)
        middle = np.log(share / (1 - share))
        return special.expit(middle - wide), special.expit(middle + wide)


def half_width(squares: Numbers, clusters: Numbers) -> Numbers:
    """Return t(C − 1) · se for C `clusters`, given Σ r_e²."""
    free = np.where(clusters > 1, clusters - 1, np.nan)
    return np.asarray(special.stdtrit(free, (1 + CONFIDENCE) / 2) * np.sqrt(squares) * clusters / free)
