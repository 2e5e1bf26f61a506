"""A mart written straight to disk: boards with their coverage, and ads that name keys."""

import datetime as dt
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from trends.mart.files import FORMAT
from trends.mart.read import Mart
from trends.mart.small import BOARDS, COVERAGE, ELSEWHERE, LABELS, TWINS
from trends.measure import measured
from trends.metrics import load_metrics
from trends.periods import Period

COMMON = {
    "posting": pa.int64(),
    "vacancy": pa.int64(),
    "board": pa.int64(),
    "employer": pa.string(),
    "new_on": pa.date32(),
    "opens": pa.bool_(),
}
VACANCIES = pa.schema(
    {
        **COMMON,
        "seen_on": pa.date32(),
        "closed_on": pa.date32(),
        "reason": pa.string(),
        "is_ad": pa.bool_(),
        "language": pa.string(),
        "role": pa.string(),
        "seniority": pa.string(),
        "remote": pa.string(),
        "degree": pa.string(),
        "employment": pa.string(),
        "years_min": pa.int32(),
        "country": pa.string(),
        "title": pa.string(),
        "url": pa.string(),
    }
)
TAGS = pa.schema({**COMMON, "english": pa.bool_(), "dimension": pa.string(), "key": pa.string()})
PAYS = pa.schema(
    {
        **COMMON,
        "role": pa.string(),
        "seniority": pa.string(),
        "country": pa.string(),
        "currency": pa.string(),
        "per": pa.string(),
        "kind": pa.string(),
        "low": pa.float64(),
        "high": pa.float64(),
        "annual_low": pa.float64(),
        "annual_high": pa.float64(),
    }
)
YEARS = ("2023-01-01", "2026-12-31")


@dataclass
class Invented:
    """Rows of a mart to be."""

    boards: list[dict[str, Any]] = field(default_factory=list)
    coverage: list[dict[str, Any]] = field(default_factory=list)
    rows: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {"vacancies": [], "tags": [], "pays": []},
    )
    labels: list[dict[str, Any]] = field(default_factory=list)
    twins: list[dict[str, Any]] = field(default_factory=list)
    elsewhere: list[dict[str, Any]] = field(default_factory=list)

    def board(self, *spans: tuple[str, str], kind: str = "employer", platform: str = "greenhouse", **more: Any) -> int:
        """Return a board covered in `spans`; without any it is covered throughout."""
        board = len(self.boards) + 1
        row = {"board": board, "platform": platform, "token": str(board), "kind": kind, "employer": None}
        self.boards.append(
            {**row, "country": None, "sector": None, "imported": False, "closes": kind != "thread", **more}
        )
        for first, last in spans or (YEARS,):
            days = {"from_day": dt.date.fromisoformat(first), "to_day": dt.date.fromisoformat(last)}
            self.coverage.append({"board": board, **days})
        return board

    def ad(
        self,
        board: int,
        day: str,
        employer: str | None = "acme",
        *,
        tags: tuple[tuple[str, str], ...] = (),
        pay: float | None = None,
        currency: str = "USD",
        times: int = 1,
        vacancy: int | None = None,
        language: str | None = "en",
        **more: Any,
    ) -> int:
        """Return the vacancy of the last of `times` alike ads; naming a vacancy makes this another ad of it."""
        for _ in range(times):
            posting = len(self.rows["vacancies"]) + 1
            new_on = dt.date.fromisoformat(day)
            common = {"posting": posting, "vacancy": vacancy or posting, "board": board, "employer": employer}
            common |= {"new_on": new_on, "opens": vacancy is None}
            said = {"seen_on": new_on, "is_ad": True, "language": language, "title": "Somebody"}
            said |= {"reason": "repost" if vacancy else "first", **more}
            self.rows["vacancies"].append({**common, **said})
            for dimension, key in tags:
                self.rows["tags"].append({**common, "english": language == "en", "dimension": dimension, "key": key})
            if pay is not None:
                paid = {"currency": currency, "per": "year", "kind": "base", "annual_low": pay, "annual_high": pay}
                self.rows["pays"].append(
                    {**common, **paid, **{k: more.get(k) for k in ("role", "seniority", "country")}}
                )
        return int(common["vacancy"])

    def twin(self, board: int, day: str, vacancy: int, **more: Any) -> int:
        """Return the posting of a copy of `vacancy` on an aggregator's board."""
        opening = next(row for row in self.rows["vacancies"] if row["vacancy"] == vacancy and row["opens"])
        more = {"employer": opening["employer"], "reason": "twin", **more}
        self.ad(board, day, vacancy=vacancy, **more)
        row = {name: self.rows["vacancies"][-1][name] for name in ("posting", "vacancy", "board", "seen_on")}
        self.twins.append({**row, "home": opening["board"]})
        self.elsewhere.append({"posting": row["posting"], "board": opening["board"]})
        return int(row["posting"])

    def write(self, folder: Path = Path("mart")) -> Path:
        """Write the mart and return its folder."""
        schemas = {"vacancies": VACANCIES, "tags": TAGS, "pays": PAYS}
        months = sorted({f"{row['new_on']:%Y-%m}" for row in self.rows["vacancies"]})
        for table, schema in schemas.items():
            (folder / table).mkdir(parents=True, exist_ok=True)
            for month in months:
                rows = [row for row in self.rows[table] if f"{row['new_on']:%Y-%m}" == month]
                pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / table / f"month={month}.parquet")
        small = {
            "boards": (self.boards, BOARDS),
            "coverage": (self.coverage, COVERAGE),
            "labels": (self.labels, LABELS),
            "twins": (self.twins, TWINS),
            "elsewhere": (self.elsewhere, ELSEWHERE),
        }
        for name, (rows, schema) in small.items():
            pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / f"{name}.parquet")
        state = {"format": FORMAT, "vocabulary": "abcdef012345", "factors": "", "months": dict.fromkeys(months, "")}
        (folder / "mart.json").write_text(json.dumps(state), encoding="utf-8")
        return folder

    def numbers(self, period: str, *families: str) -> "Numbers":
        """Return what measuring `period` gives; with `families`, by the metrics of these alone, which is quicker."""
        metrics = [one for one in load_metrics().values() if one.family in families] if families else None
        with Mart(self.write()) as mart:
            return Numbers(measured(mart, Period.parse(period), metrics))


@dataclass
class Numbers:
    """The rows of one period, looked up by what they are about."""

    table: pa.Table

    def row(self, metric: str, key: str = "all", dimension: str | None = None, **more: str) -> dict[str, Any] | None:
        """Return the one row of a metric and key, or None."""
        wanted = {"metric": metric, "key": key, "within": "", "country": "all", **more}
        if dimension or key == "all":
            wanted["dimension"] = dimension or "all"
        found = [row for row in self.table.to_pylist() if all(row[name] == value for name, value in wanted.items())]
        assert len(found) < 2, found
        return found[0] if found else None

    def estimate(self, metric: str, key: str = "all", dimension: str | None = None) -> float | None:
        """Return the estimate of a row that has to be there."""
        row = self.row(metric, key, dimension)
        assert row is not None, (metric, key)
        return row["estimate"]  # type: ignore[no-any-return]  # a row's values are of many kinds
