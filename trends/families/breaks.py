"""Regions and platforms that depart from their peers: a sign that the method or a law changed, not the market.

With theta the logarithm of now / then on the panel and se its standard error, clustered by employer as in
`trends.interval`, a key's z is (theta − m) / √(se² + s²): m is the median theta of its peers, s² how far these differ
beyond their own errors, (1.4826 · their median distance from m)² − the median of their se², but not below 0. Peers are
the other platforms, or the other regions of the same country, whose sample is enough; an odd one among them moves
neither median much.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from trends import interval
from trends.counted import Counted, Numbers
from trends.floors import floor
from trends.metrics import Metric
from trends.verdict import LEAST_EFFECTIVE, LEAST_EMPLOYERS, LEAST_VACANCIES

NORMAL = 1.4826
"""Standard deviations in a median distance from the median, of a normal distribution."""


def rows(metric: Metric, counted: Counted) -> pa.Table:
    """Return the z of every region and platform that has enough peers; growth itself stands in its own rows."""
    part = counted.sums(metric.numerator)
    change = interval.change(part.now / _some(part.then), interval.variance(part), interval.clusters(part))
    enough = (part.now >= LEAST_VACANCIES) & (part.then >= LEAST_VACANCIES) & (part.employers >= LEAST_EMPLOYERS)
    enough &= (interval.effective_employers(part) >= LEAST_EFFECTIVE) & np.isfinite(change.error)
    peers = np.where(enough & counted.chosen(metric), _peers(counted), "")
    z = np.full(len(peers), np.nan)
    for name in np.unique(peers[peers != ""]):
        own = np.flatnonzero(peers == name)
        if len(own) > floor("breaks", "peers"):
            z[own] = departures(change.theta[own], change.error[own])
    return counted.rows(
        metric,
        np.isfinite(z),
        compared_with=counted.facts.period.compared_with,
        estimate=z,
        n_now=part.now,
        n_then=part.then,
        employers=part.employers,
        method=counted.method("matched"),
    )


def departures(theta: Numbers, error: Numbers) -> Numbers:
    """Return how many standard errors each one lies from the median of the others.

    >>> departures(np.array([0.0, 0.1, 0.2, 1.2]), np.full(4, 0.1)).round(2).tolist()
    [-1.35, -0.34, 0.67, 7.42]
    """
    found = np.empty_like(theta)
    for at in range(len(theta)):
        others, errors = np.delete(theta, at), np.delete(error, at)
        middle = np.median(others)
        spread = (NORMAL * np.median(np.abs(others - middle))) ** 2 - np.median(errors**2)
        away = theta[at] - middle
        found[at] = away / np.sqrt(error[at] ** 2 + max(spread, 0.0)) if away else 0.0
    return found


def _peers(counted: Counted) -> npt.NDArray[np.str_]:
    """Return for each entry the name of those it is compared with; '' where it is no region and no platform."""
    kinds = counted.mart.groups()
    names = zip(counted.dimension.tolist(), counted.key.tolist(), strict=True)
    return np.array([_among(dimension, key, kinds.get((dimension, key))) for dimension, key in names], dtype=str)


def _among(dimension: str, key: str, kind: str | None) -> str:
    if dimension == "platform":
        return dimension
    return f"regions of {key[:2]}" if kind == "region" else ""


def _some(numbers: Numbers) -> Numbers:
    return np.where(numbers > 0, numbers, np.nan)
