"""The benchmark of trends runs, and its two invented markets are one."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from sqlalchemy import create_engine

from benchmarks.trending.market import UNTIL, Market
from benchmarks.trending.mart import write_mart
from benchmarks.trending.store import write_store
from benchmarks.trends import SIDES
from trends.mart import refresh
from trends.mart.read import Mart

pytestmark = pytest.mark.long
POSTINGS, WEEKS = 3000, 2


def test_every_side_runs_on_the_invented_mart(tmp_path: Path) -> None:
    tags = write_mart(tmp_path, POSTINGS, WEEKS)
    assert 6.5 < tags / POSTINGS < 8
    for side in ("ours", "bare", "opening", "whole"):
        SIDES[side](tmp_path, WEEKS)


def test_the_invented_store_leads_to_verdicts(tmp_path: Path) -> None:
    write_store(tmp_path / "store.db", Market(POSTINGS, WEEKS), POSTINGS)
    SIDES["verdicts"](tmp_path, 1)
    (series,) = (tmp_path / "series").rglob("*.parquet")
    assert UNTIL.key in series.as_posix()
    assert set(pq.read_table(series)["verdict"].to_pylist()) >= {"insufficient", None}


def test_store_and_mart_hold_the_same_postings(tmp_path: Path) -> None:
    write_mart(tmp_path / "written", POSTINGS, WEEKS)
    write_store(tmp_path / "store.db", Market(POSTINGS, WEEKS), POSTINGS)
    engine = create_engine(f"sqlite:///{tmp_path / 'store.db'}")
    refresh(engine, tmp_path / "made")
    engine.dispose()
    columns = ["posting", "employer", "new_on", "opens", "english", "dimension", "key"]
    found = []
    for name in ("written", "made"):
        with Mart(tmp_path / name) as mart:
            tags = mart.read("tags", mart.months)
            tags = tags.filter(tags.dimension.isin(["skill", "role"]))
            found.append(tags.select(columns).order_by(["posting", "dimension", "key"]).to_pyarrow())
    assert found[0].equals(found[1])
