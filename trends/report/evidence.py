"""Everything that a report may quote, read once: the series, the same narrowed to the topic, crossings, lines."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from extract.vocabulary import Topic, load_vocabulary
from scrapers.store.errors import JobtideError
from scrapers.suggest import did_you_mean
from trends.crossed import crossed
from trends.digest.labels import clean
from trends.digest.records import Scope
from trends.facts import Facts, read_facts
from trends.first_seen import first_seen
from trends.history import Line, LineMetric, history
from trends.mart.read import Mart
from trends.narrowed import measured_within
from trends.periods import Period
from trends.report.records import Answer, Claim, Figure
from trends.report.span import Span
from trends.rivals import rivals
from trends.series import read_series, series_file

SPREAD_OVER = ("place", "sector", "role", "employer", "seniority", "remote", "degree", "pay", "offer", "skill")
GROWTHS = frozenset({"growth", "share_growth", "postings_growth", "raw_growth"})


@dataclass(kw_only=True)
class Evidence:
    """One topic in one span; what is asked for is read when it is first asked for."""

    mart: Mart
    """Open for as long as the report is made."""
    series: Path
    span: Span
    topic: Topic
    scope: Scope
    told: list[tuple[Claim, Answer]] = field(default_factory=list)
    """The sections before the one that is being made."""
    _kept: dict[Any, Any] = field(default_factory=dict)

    def all(self, dimension: str, metric: str, keys: Collection[str] | None = None, within: str = "") -> list[Figure]:
        """Return the rows of the series; growth is that between the two periods of the span."""
        return self._find("all", dimension, metric, keys, within)

    def topics(self, dimension: str, metric: str, keys: Collection[str] | None = None, by: str = "") -> list[Figure]:
        """Return the same rows measured over the vacancies of the topic alone."""
        within = f"topic={self.topic.key}"
        return self._find("topic", dimension, metric, keys, f"{within};{by}" if by else within)

    def spread(self, dimension: str, metric: str, period: str | None = None) -> list[Figure]:
        """Return how the topic is spread over a dimension, now or in the `period` compared with."""
        shown = period or self.span.now.key
        return [row for row in self._find("spread", dimension, metric, None, None) if row.period == shown]

    def shares(self, dimension: str, keys: Collection[str]) -> list[Figure]:
        """Return the part of all vacancies that names each key, with its range."""
        return [
            row
            for row in self._find("shares", dimension, "within", keys, None)
            if row.period == self.span.now.key
        ]  # fmt: skip

    def of_role(self, role: str, metric: str = "within") -> list[Figure]:
        """Return how a role is spread over skills: `within` is the part of its vacancies that asks for one."""
        self._read_roles()
        return [row for row in self._kept["roles"].get(role, ()) if row.metric == metric]

    def of_skill(self, skill: str, dimension: str, metric: str = "having") -> list[Figure]:
        """Return how a skill is spread over a dimension: `having` is the part of a key's vacancies that asks for it."""
        asked = ("skill", skill, dimension)
        if asked not in self._kept:
            rows = _figures(crossed(self.mart, self._facts(), "skill", skill, (dimension,)))
            self._kept[asked] = [row for row in rows if row.period == self.span.now.key and row.dimension == dimension]
        return [row for row in self._kept[asked] if row.metric == metric]

    def rivals(self, pairs: Sequence[Sequence[str]], period: str | None = None) -> list[Figure]:
        """Return the head-to-head of each pair of skills, now or in the `period` compared with."""
        if "rivals" not in self._kept:
            self._kept["rivals"] = _figures(rivals(self.mart, self._facts(), pairs))
        return [row for row in self._kept["rivals"] if row.period == (period or self.span.now.key)]

    def withins(self, dimension: str, metric: str, source: str = "all") -> list[Figure]:
        """Return the rows of a metric whatever they are limited to."""
        return self._find(source, dimension, metric, None, None)

    def lines(self, dimension: str, keys: Sequence[str], metric: LineMetric) -> dict[str, Line]:
        """Return a point for each of the span's periods and keys; see `trends.history`."""
        asked = ("lines", dimension, tuple(keys), metric)
        if asked not in self._kept:
            count = len(self.span.periods())
            now = Period(every=self.span.now.every, span=self.span.now.span)
            self._kept[asked] = history(self.mart.folder, dimension, keys, metric, now.every, now, count)
        found: dict[str, Line] = self._kept[asked]
        return found

    def measured(self) -> list[tuple[Period, Figure]]:
        """Return the topic's growth in each period of the span that was measured as this one was, oldest first."""
        found = []
        for period in self.span.periods():
            if not series_file(self.series, period).is_file():
                continue
            table = read_series(self.series, period)
            rows = _figures(table.filter((pc.field("dimension") == "topic") & (pc.field("metric") == "growth")))
            found += [(period, row) for row in rows if row.key == self.topic.key and not row.within]
        return [(period, row) for period, row in found if row.vocabulary == self._vocabulary()]

    def first_seen(self, dimension: str, keys: Sequence[str]) -> dict[str, dt.date]:
        """Return the earliest day on which a posting up to the span's end had each key."""
        asked = ("first", dimension, tuple(keys))
        if asked not in self._kept:
            self._kept[asked] = first_seen(self.mart, dimension, keys, self.span.now.span.last)
        found: dict[str, dt.date] = self._kept[asked]
        return found

    def groups(self, dimension: str) -> dict[str, str]:
        """Return key → group of what has one: places by kind, skills by family."""
        if "groups" not in self._kept:
            self._kept["groups"] = self.mart.groups()
        return {key: group for (name, key), group in self._kept["groups"].items() if name == dimension}

    def label(self, dimension: str, key: str) -> str:
        """Return the printed name of a key, harmless."""
        if "labels" not in self._kept:
            self._kept["labels"] = self.mart.labels()
        return clean(self._kept["labels"].get((dimension, key)) or key)

    def _find(
        self, source: str, dimension: str, metric: str, keys: Collection[str] | None, within: str | None
    ) -> list[Figure]:
        if source not in self._kept:
            self._kept[source] = self._read(source)
        asked = (source, dimension, metric)
        if asked not in self._kept:
            # a large market has millions of rows, and a report quotes hundreds
            wanted = (
                (pc.field("dimension") == dimension) & (pc.field("metric") == metric) & (pc.field("country") == "all")
            )
            self._kept[asked] = _figures(self._kept[source].filter(wanted))
        return [
            row
            for row in self._kept[asked]
            if (within is None or row.within == within) and (keys is None or row.key in keys)
        ]

    def _read(self, source: str) -> pa.Table:
        if source == "all":
            return self._whole()
        if source == "topic":
            return measured_within(self.mart, self.span.now, ("topic", self.topic.key))
        if source == "shares":
            return crossed(self.mart, self._facts(), "all", "all", ("skill", "group"))
        return crossed(self.mart, self._facts(), "topic", self.topic.key, SPREAD_OVER)

    def _whole(self) -> pa.Table:
        series = read_series(self.series, self.span.now)
        if pc.unique(series["vocabulary"]).to_pylist() != [self._vocabulary()]:
            raise JobtideError(
                f"{self.span.now.key} was measured before the postings were tagged anew",
                str(self.series),
                f"run `jobtide measure --period {self.span.now.key}`",
            )
        if self.span.now.is_year_apart:
            return series
        between = measured_within(self.mart, self.span.now, None)
        is_growth = pc.is_in(series["metric"], pa.array(sorted(GROWTHS)))
        compares = pc.fill_null(pc.not_equal(series["compared_with"], ""), fill_value=False)
        kept = series.filter(pc.invert(pc.or_(is_growth, compares)))
        return pa.concat_tables([kept, between.filter(pc.field("metric").isin(sorted(GROWTHS)))])

    def _facts(self) -> Facts:
        if "facts" not in self._kept:
            self._kept["facts"] = read_facts(self.mart, self.span.now)
        found: Facts = self._kept["facts"]
        return found

    def _vocabulary(self) -> str:
        return self.mart.state.vocabulary

    def _read_roles(self) -> None:
        if "roles" in self._kept:
            return
        found: dict[str, list[Figure]] = {}
        for role in sorted(self.topic.roles):
            rows = _figures(crossed(self.mart, self._facts(), "role", role, ("skill",)))
            found[role] = [row for row in rows if row.period == self.span.now.key]
        self._kept["roles"] = found


def topic_of(key: str) -> Topic:
    """Return the topic of the vocabulary; raises JobtideError for an unknown one."""
    topics = load_vocabulary().topics
    if key not in topics:
        raise JobtideError(f"unknown topic '{key}'", "--topic", did_you_mean(key, sorted(topics)))
    return topics[key]


def _figures(table: pa.Table) -> list[Figure]:
    found = []
    for row in table.to_pylist():
        label = clean(row["label"] or "") or clean(row["key"]) or "(no name)"
        named = {"label": label, "within": row["within"] or "", "verdict": row["verdict"] or "", "of": row.get("of")}
        found.append(Figure(**{**row, **named}))
    return found
