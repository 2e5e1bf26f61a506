"""Measure one period: every metric of `metrics.toml`, written as one file of the series."""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from scrapers.store.errors import JobtideError
from trends.columns import KEYS
from trends.counted import Counted
from trends.facts import read_facts
from trends.mart.files import replacing
from trends.mart.read import Mart
from trends.metrics import Metric, load_metrics
from trends.periods import Period
from trends.series import series_file
from trends.tallies import count


def measure(
    mart: Path, series: Path, period: Period, metrics: Iterable[Metric] | None = None, backend: Any = None
) -> Path:
    """Write every number of `period`, or of `metrics` alone, and return the file; the same mart gives the same bytes.

    `backend` is an Ibis connection to Spark, which is closed afterwards; without it DuckDB computes.

    Raises JobtideError when there is no mart, or when no posting lies in the period or the windows it compares.
    """
    with Mart(mart, backend) as opened:
        table = measured(opened, period, metrics)
    file = series_file(series, period)
    with replacing(file) as beside:
        pq.write_table(table, beside, compression="zstd")
    return file


def measured(mart: Mart, period: Period, metrics: Iterable[Metric] | None = None) -> pa.Table:
    """Return every number of `period`, or of `metrics` alone, sorted by the key columns."""
    counted = counted_in(mart, period)
    if counted is None:
        raise JobtideError(
            f"no posting lies in {period.key} or in the windows that it compares",
            str(mart.folder),
            f"{mart.covers()}: choose a period of it, or import or crawl more",
        )
    return rows_of(counted, load_metrics().values() if metrics is None else metrics)


def counted_in(mart: Mart, period: Period) -> Counted | None:
    """Return what `metrics.toml` computes with; None where no posting lies in the period or its windows."""
    facts = read_facts(mart, period)
    if not facts.ads.count().to_pyarrow().as_py():
        return None
    return Counted(mart=mart, facts=facts, table=count(mart, facts.rows), labels=mart.labels())


def rows_of(counted: Counted, metrics: Iterable[Metric]) -> pa.Table:
    """Return the numbers of `metrics`, sorted by the key columns."""
    tables = [import_module(f"trends.families.{metric.family}").rows(metric, counted) for metric in metrics]
    return pa.concat_tables(tables).combine_chunks().sort_by([(name, "ascending") for name in KEYS])
