"""Which rising role asks for the skills that a falling one asked for: where a title may have gone.

A role's profile is the part of its vacancies in English that names each skill, both windows together; two profiles are
as alike as the cosine between them. It says that the work asked for is alike, not that anybody changed the title.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from trends.counted import Counted, Numbers
from trends.families import growth
from trends.families.within import skills_within
from trends.floors import floor
from trends.metrics import Metric, load_metrics
from trends.verdict import FALLING, RISING

Profile = Mapping[str, float]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Flow:
    """A row that falls, the rising one most like it, and how alike they are."""

    falls: Row
    rises: Row
    alike: float


def rows(metric: Metric, counted: Counted) -> pa.Table:
    """Return for every falling role the rising one most like it, named in `within`; none where none is alike enough."""
    changes = growth.rows(load_metrics()["growth"], counted)
    found = changes.filter(pc.field("dimension").isin(list(metric.only_for))).to_pylist()
    return told(metric, counted, flows(found, _profiles(counted)))


def flows(changes: Sequence[Row], profiles: Mapping[str, Profile]) -> list[Flow]:
    """Return for every one of `changes` that falls the rising one most like it, where one is alike enough."""
    rising = {row["key"]: row for row in changes if row["verdict"] == RISING and row["key"] in profiles}
    found: list[Flow] = []
    for row in changes:
        if row["verdict"] == FALLING and row["key"] in profiles and rising:
            alike = {key: cosine(profiles[row["key"]], profiles[key]) for key in rising}
            best = max(sorted(alike), key=alike.__getitem__)
            if alike[best] >= floor("title_flow", "alike"):
                found.append(Flow(row, rising[best], alike[best]))
    return found


def told(metric: Metric, counted: Counted, found: Sequence[Flow]) -> pa.Table:
    """Return `found` as rows of the falling ones."""
    falls, rises = [flow.falls for flow in found], [flow.rises for flow in found]

    def of(rows: list[Row], column: str) -> Numbers:
        return np.asarray([row[column] for row in rows], dtype=np.float64)

    return counted.table_of(
        metric,
        np.array([row["dimension"] for row in falls], dtype=str),
        np.array([row["key"] for row in falls], dtype=str),
        within=[f"{row['dimension']}={row['key']}" for row in rises],
        compared_with=counted.facts.period.compared_with,
        estimate=np.array([flow.alike for flow in found]),
        n_now=of(rises, "n_now"),
        n_then=of(falls, "n_then"),
        employers=np.fmin(of(falls, "employers"), of(rises, "employers")),
        method=counted.method("cosine"),
    )


def cosine(one: Profile, other: Profile) -> float:
    """Return how alike two profiles are, between 0 and 1.

    >>> cosine({"sql": 0.6, "excel": 0.8}, {"sql": 1.0})
    0.6
    """
    product = sum(share * other.get(skill, 0.0) for skill, share in one.items())
    return product / float(np.linalg.norm([*one.values()]) * np.linalg.norm([*other.values()]))


def _profiles(counted: Counted) -> Mapping[str, Profile]:
    parts = skills_within(counted)
    limits, roles, skills = (parts.table[name].to_pylist() for name in ("limit", "limited_to", "key"))
    shares = (parts["part"] + parts["part_then"]) / (parts["whole"] + parts["whole_then"])
    found: dict[str, dict[str, float]] = {}
    for limit, role, skill, share in zip(limits, roles, skills, shares.tolist(), strict=True):
        if limit == "role":
            found.setdefault(role, {})[skill] = share
    return found
