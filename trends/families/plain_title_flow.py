"""Which rising title asks for the skills that a falling one asked for, whether or not either is known as a role.

A title is what it says in plain words (`extract.titles.plain`), without what follows the noun, such as a level. It
rises or falls as a role does: by the growth of its vacancies in English on the panel, discoveries among all titles.
"""

from collections.abc import Mapping
from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from extract.titles import TAIL, plain
from trends import interval
from trends.counted import Counted
from trends.families.title_flow import Profile, flows, told
from trends.floors import floor
from trends.metrics import Metric
from trends.verdict import LEAST_VACANCIES, Sample, verdicts

DIMENSION = "title"


def rows(metric: Metric, counted: Counted) -> pa.Table:
    """Return for every falling title the rising one most like it, named in `within`, where one is alike enough."""
    with counted.mart.passing():
        titled = counted.mart.keep("titled", _titled(counted))
        changes = _changes(titled)
        profiles = _profiles(counted, titled, {row["key"]: row["n_now"] + row["n_then"] for row in changes})
    return told(metric, counted, flows(changes, profiles))


def _titled(counted: Counted) -> Any:
    """Return a row a vacancy in English of either window, of the titles that both windows hold enough of."""
    facts, mart, period = counted.facts, counted.mart, counted.facts.period
    columns = ("posting", "vacancy", "cluster", "panel", "v_now", "v_then")
    rows = facts.rows.filter((facts.rows.dimension == "all") & (facts.rows.key == "all"))
    rows = rows.filter(rows.v_now | rows.v_then).select(*columns)
    rows = rows.semi_join(facts.ads.filter(facts.ads.english), "posting")
    windows = (period.window(), period.base_window(), period.thread_window(), period.thread_base_window())
    said = mart.read("vacancies", mart.months_of(*windows)).select("posting", "title")
    rows = mart.keep("said_titles", rows.join(said, "posting"))
    written = rows.group_by("title").agg(number=rows.count())
    titles = written.filter(written.number >= int(floor("title_flow", "written"))).select("title").to_pyarrow()["title"]
    keys = [TAIL.sub("", plain(title)) for title in titles.to_pylist()]
    known = pa.table({"title": titles.cast(pa.string()), "key": pa.array(keys, pa.string())})
    rows = rows.join(ibis.memtable(known), "title")
    now, then = ((rows.panel & flag).cast("int64").sum() for flag in (rows.v_now, rows.v_then))
    enough = rows.filter(rows.key != "").group_by("key").agg(now=now, then=then)
    enough = enough.filter((enough.now >= LEAST_VACANCIES) & (enough.then >= LEAST_VACANCIES))
    return rows.semi_join(enough, "key").drop("title")


def _changes(titled: Any) -> list[dict[str, Any]]:
    """Return key, n_now, n_then, employers and verdict of each title."""
    now, then = titled.v_now & titled.panel, titled.v_then & titled.panel
    own = titled.group_by(["key", "cluster"]).agg(
        now=now.cast("int64").sum(), then=then.cast("int64").sum(), everywhere=titled.v_now.cast("int64").sum()
    )
    summed = own.group_by("key").agg(
        now=own.now.sum(),
        then=own.then.sum(),
        now_now=(own.now * own.now).sum(),
        then_then=(own.then * own.then).sum(),
        now_then=(own.now * own.then).sum(),
        employers=(own.now + own.then > 0).sum(),
        everywhere=own.everywhere.sum(),
    )
    found = summed.order_by("key").to_pyarrow()
    number = {name: found[name].to_numpy().astype(float) for name in found.column_names if name != "key"}
    everywhere = number.pop("everywhere")
    part = interval.Sums(**number)
    change = interval.change(part.now / part.then, interval.variance(part), interval.clusters(part))
    sample = Sample(
        now=part.now,
        then=part.then,
        employers=part.employers,
        effective=interval.effective_employers(part),
        coverage=part.now / everywhere,
    )
    verdict = verdicts(change, sample, np.full(len(part.now), DIMENSION))
    columns = (
        found["key"].to_pylist(),
        part.now.tolist(),
        part.then.tolist(),
        part.employers.tolist(),
        verdict.tolist(),
    )
    names = ("key", "n_now", "n_then", "employers", "verdict")
    return [{"dimension": DIMENSION, **dict(zip(names, row, strict=True))} for row in zip(*columns, strict=True)]


def _profiles(counted: Counted, titled: Any, wholes: Mapping[str, float]) -> Mapping[str, Profile]:
    """Return which part of each title's vacancies on the panel names each skill, both windows together."""
    facts = counted.facts.rows
    skills = facts.filter((facts.dimension == "skill") & (facts.v_now | facts.v_then))
    skills = skills.select("vacancy", skill="key", own_now="v_now", own_then="v_then")
    both = titled.filter(titled.panel).join(skills, "vacancy")
    number = (both.v_now & both.own_now).cast("int64").sum() + (both.v_then & both.own_then).cast("int64").sum()
    named = both.group_by(["key", "skill"]).agg(number=number).order_by(["key", "skill"]).to_pyarrow()
    found: dict[str, dict[str, float]] = {}
    for row in named.to_pylist():
        if row["number"]:
            found.setdefault(row["key"], {})[row["skill"]] = row["number"] / wholes[row["key"]]
    return found
