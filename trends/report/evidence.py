"""Everything that a report may quote, read once: the series, the same narrowed to the topic, crossings, lines."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from extract.vocabulary import Topic, load_vocabulary
from scrapers.store.errors import JobtideError
from scrapers.suggest import did_you_mean
from trends.crossed import crossed
from trends.digest.labels import clean
from trends.digest.records import Scope
from trends.facts import read_facts
from trends.first_seen import first_seen
from trends.history import Line, history
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

    mart: Path
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

    def of_role(self, role: str, metric: str = "within") -> list[Figure]:
        """Return how a role is spread over skills: `within` is the part of its vacancies that asks for one."""
        self._read_roles()
        return [row for row in self._kept["roles"].get(role, ()) if row.metric == metric]

    def of_skill(self, skill: str, dimension: str, metric: str = "having") -> list[Figure]:
        """Return how a skill is spread over a dimension: `having` is the part of a key's vacancies that asks for it."""
        asked = ("skill", skill, dimension)
        if asked not in self._kept:
            with Mart(self.mart) as opened:
                rows = _figures(crossed(opened, read_facts(opened, self.span.now), "skill", skill, (dimension,)))
            self._kept[asked] = [row for row in rows if row.period == self.span.now.key and row.dimension == dimension]
        return [row for row in self._kept[asked] if row.metric == metric]

    def rivals(self, pairs: Sequence[Sequence[str]], period: str | None = None) -> list[Figure]:
        """Return the head-to-head of each pair of skills, now or in the `period` compared with."""
        if "rivals" not in self._kept:
            with Mart(self.mart) as opened:
                self._kept["rivals"] = _figures(rivals(opened, read_facts(opened, self.span.now), pairs))
        return [row for row in self._kept["rivals"] if row.period == (period or self.span.now.key)]

    def withins(self, dimension: str, metric: str, source: str = "all") -> list[Figure]:
        """Return the rows of a metric whatever they are limited to."""
        return self._find(source, dimension, metric, None, None)

    def lines(self, dimension: str, keys: Sequence[str], metric: str) -> dict[str, Line]:
        """Return a point for each of the span's periods and keys; see `trends.history`."""
        asked = ("lines", dimension, tuple(keys), metric)
        if asked not in self._kept:
            count = len(self.span.periods())
            now = Period(every=self.span.now.every, span=self.span.now.span)
            self._kept[asked] = history(self.mart, dimension, keys, metric, now.every, now, count)  # type: ignore[arg-type]
        found: dict[str, Line] = self._kept[asked]
        return found

    def measured(self) -> list[tuple[Period, Figure]]:
        """Return the topic's growth in each period of the span that was measured as this one was, oldest first."""
        found = []
        for period in self.span.periods():
            if not series_file(self.series, period).is_file():
                continue
            rows = _figures(read_series(self.series, period), {"topic"}, {"growth"})
            found += [(period, row) for row in rows if row.key == self.topic.key and not row.within]
        return [(period, row) for period, row in found if row.vocabulary == self._vocabulary()]

    def first_seen(self, dimension: str, keys: Sequence[str]) -> dict[str, dt.date]:
        """Return the earliest day on which a posting up to the span's end had each key."""
        asked = ("first", dimension, tuple(keys))
        if asked not in self._kept:
            with Mart(self.mart) as opened:
                self._kept[asked] = first_seen(opened, dimension, keys, self.span.now.span.last)
        found: dict[str, dt.date] = self._kept[asked]
        return found

    def groups(self, dimension: str) -> dict[str, str]:
        """Return key → group of what has one: places by kind, skills by family."""
        if "groups" not in self._kept:
            with Mart(self.mart) as opened:
                self._kept["groups"] = opened.groups()
        return {key: group for (name, key), group in self._kept["groups"].items() if name == dimension}

    def label(self, dimension: str, key: str) -> str:
        """Return the printed name of a key, harmless."""
        if "labels" not in self._kept:
            with Mart(self.mart) as opened:
                self._kept["labels"] = opened.labels()
        return clean(self._kept["labels"].get((dimension, key)) or key)

    def _find(
        self, source: str, dimension: str, metric: str, keys: Collection[str] | None, within: str | None
    ) -> list[Figure]:
        if source not in self._kept:
            self._kept[source] = self._read(source)
        rows: Iterable[Figure] = self._kept[source].get((dimension, metric), ())
        return [
            row
            for row in rows
            if row.country == "all" and (within is None or row.within == within) and (keys is None or row.key in keys)
        ]

    def _read(self, source: str) -> dict[tuple[str, str], list[Figure]]:
        if source == "all":
            tables = [self._whole()]
        elif source == "topic":
            with Mart(self.mart) as opened:
                tables = [measured_within(opened, self.span.now, ("topic", self.topic.key))]
        else:
            with Mart(self.mart) as opened:
                facts = read_facts(opened, self.span.now)
                tables = [crossed(opened, facts, "topic", self.topic.key, SPREAD_OVER)]
        index: dict[tuple[str, str], list[Figure]] = {}
        for table in tables:
            for row in _figures(table):
                index.setdefault((row.dimension, row.metric), []).append(row)
        return index

    def _whole(self) -> pa.Table:
        series = read_series(self.series, self.span.now)
        if set(series["vocabulary"].to_pylist()) - {self._vocabulary()}:
            raise JobtideError(
                f"{self.span.now.key} was measured before the postings were tagged anew",
                str(self.series),
                f"run `jobtide measure --period {self.span.now.key}`",
            )
        if self.span.now.is_year_apart:
            return series
        with Mart(self.mart) as opened:
            between = measured_within(opened, self.span.now, None)
        kept = [row for row in series.to_pylist() if row["metric"] not in GROWTHS and not row["compared_with"]]
        kept += [row for row in between.to_pylist() if row["metric"] in GROWTHS]
        return pa.Table.from_pylist(kept, schema=series.schema)

    def _vocabulary(self) -> str:
        if "vocabulary" not in self._kept:
            with Mart(self.mart) as opened:
                self._kept["vocabulary"] = opened.state.vocabulary
        return str(self._kept["vocabulary"])

    def _read_roles(self) -> None:
        if "roles" in self._kept:
            return
        found: dict[str, list[Figure]] = {}
        with Mart(self.mart) as opened:
            facts = read_facts(opened, self.span.now)
            for role in sorted(self.topic.roles):
                rows = _figures(crossed(opened, facts, "role", role, ("skill",)))
                found[role] = [row for row in rows if row.period == self.span.now.key]
        self._kept["roles"] = found


def topic_of(key: str) -> Topic:
    """Return the topic of the vocabulary; raises JobtideError for an unknown one."""
    topics = load_vocabulary().topics
    if key not in topics:
        raise JobtideError(f"unknown topic '{key}'", "--topic", did_you_mean(key, sorted(topics)))
    return topics[key]


def _figures(
    table: pa.Table, dimensions: Collection[str] | None = None, metrics: Collection[str] | None = None
) -> list[Figure]:
    found = []
    for row in table.to_pylist():
        if (dimensions and row["dimension"] not in dimensions) or (metrics and row["metric"] not in metrics):
            continue
        label = clean(row["label"] or "") or clean(row["key"]) or "(no name)"
        named = {"label": label, "within": row["within"] or "", "verdict": row["verdict"] or "", "of": row.get("of")}
        found.append(Figure(**{**row, **named}))
    return found
